// Cases 36 to 43, 48, 49, 59 and 61 to 65 of the reference: the files of DVC, the projects, and how git has them.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import {
  addNumberedCases,
  edit,
  made,
  STAGE,
  type NumberedCase,
} from "../helpers/numbered-case.ts";
import { lockNow, md5 } from "../helpers/pipeline.ts";
import { repositoryAt, type TestRepository } from "../helpers/repository.ts";

const cases = suite("cases/files");

const MALFORMED = ["error lock/readable malformed"];

/** The lock of one good stage, made something else. */
function lockOf(change: (text: string) => string): NumberedCase["make"] {
  return made([STAGE], {}, (it) => it.write("dvc.lock", change(it.read("dvc.lock"))));
}

function conflict(text: string): string {
  return text.replace("\n", "\n<<<<<<< HEAD\n=======\n>>>>>>> other\n");
}

/** A clone in which objects are missing. */
function cloneOf(...args: string[]): NonNullable<NumberedCase["audited"]> {
  return (repository) => {
    const directory = join(temporaryDirectory(), "clone");
    repository.git("config", "uploadpack.allowFilter", "true");
    repository.git(
      "clone",
      "--quiet",
      "--no-checkout",
      ...args,
      `file://${repository.directory}`,
      directory,
    );
    return repositoryAt(directory);
  };
}

function moveProject(repository: TestRepository, place: string): void {
  rmSync(join(repository.directory, ".dvc"), { recursive: true });
  repository.write(`${place}/.dvc/config`, "");
}

const OLD_STAGE = (cmd: string): string =>
  `md5: 0123456789abcdef0123456789abcdef\n${cmd}deps:\n- md5: ${md5("in\r\n")}\n  path: in.txt\nouts:\n- md5: ${md5("old\n")}\n  path: old.txt\n  cache: false\n  metric: true\n  persist: false\n`;

addNumberedCases(cases, {
  "case 36: a lock of zero bytes": { make: lockOf(() => ""), says: MALFORMED },
  "case 36: a lock with null stages": {
    make: lockOf(() => "schema: '2.0'\nstages:\n"),
    says: MALFORMED,
  },
  "case 36: a lock with no stages": {
    make: lockOf(() => "schema: '2.0'\nstages: {}\n"),
    says: ["error lock/covers-pipeline neverRun"],
  },
  "case 37: conflict markers in the lock": { make: lockOf(conflict), says: MALFORMED },
  "case 37: one bare line of a conflict in the lock": {
    make: lockOf((text) => text.replace("\n", "\n=======\n")),
    says: MALFORMED,
  },
  "case 37: conflict markers in dvc.yaml": {
    make: made([STAGE], {}, (it) => it.write("dvc.yaml", conflict(it.read("dvc.yaml")))),
    says: MALFORMED,
    blocking: [/artifact\/resolves: dvc.yaml could not be read/],
  },
  "case 37: conflict markers in a *.dvc file": {
    make: (it) => it.write("x.dvc", conflict("outs:\n- path: x\n")),
    says: MALFORMED,
  },
  "case 37: conflict markers in params": {
    make: made([STAGE], {}, (it) => it.write("params.yaml", conflict("k: 1\n"))),
    says: ["error lock/params-match fileMalformed"],
  },
  "case 38: a lock of DVC 1": {
    make: (repository) => {
      repository.write("in.txt", "in\n");
      repository.write("dvc.yaml", "stages:\n  s:\n    cmd: run\n    deps: [in.txt]\n");
      repository.write(
        "dvc.lock",
        `s:\n  cmd: run\n  deps:\n  - path: in.txt\n    md5: ${md5("in\n")}\n`,
      );
    },
    says: ["note lock/readable oldSchema"],
  },
  "case 39: a key that DVC does not know": {
    make: lockOf((text) => text.replace("    cmd:", "    command: x\n    cmd:")),
    says: MALFORMED,
    words: /"command"/,
  },
  "case 39: a schema that DVC does not know": {
    make: lockOf((text) => text.replace(/schema: .*/, "schema: '3.0'")),
    says: MALFORMED,
  },
  "case 40: a stage file of DVC 0.x, its sums as DVC made them then": {
    make: (repository) => {
      repository.write("in.txt", "in\n");
      repository.write("old.txt", "old\r\n");
      repository.write("old.txt.dvc", OLD_STAGE("cmd: run\n"));
    },
    says: ["note lock/readable oldStage"],
  },
  "case 40: its result was edited": {
    make: (repository) => {
      repository.write("old.txt", "edited\n");
      repository.write("old.txt.dvc", OLD_STAGE("cmd: run\n"));
    },
    says: ["note lock/readable oldStage", "error lock/outs-match differs"],
  },
  "case 41: every file counts for the innermost project around it": {
    make: (repository) => {
      made()(repository);
      repository.write("inner/.dvc/config", "");
      repository.write("inner/in.txt", "in\r\n");
      lockNow(repository, [{ name: "s", deps: ["in.txt"], recorded: { "in.txt": md5("in\n") } }], {
        directory: "inner",
      });
      edit(repository, "inner/dvc.lock", /\s+hash: md5/, "");
    },
  },
  "case 41: a dvc.yaml outside of any project": {
    make: (repository) => {
      moveProject(repository, "elsewhere");
      made()(repository);
    },
    says: ["warning lock/readable outsideProject"],
  },
  "case 42: a project below the root reads what lies above it": {
    make: (repository) => {
      moveProject(repository, "ml");
      repository.write("README.md", "x");
      lockNow(repository, [{ name: "s", deps: ["../README.md"] }], { directory: "ml" });
      repository.write("README.md", "y");
    },
    says: ["error lock/deps-match differs"],
    words: /^README.md changed after stage ml\/dvc.yaml:s ran/,
  },
  "case 43: a project that does not look at git": {
    make: made([STAGE], { ".dvc/config": "[core]\n    no_scm = True\n" }),
    says: ["note lock/readable withoutGit"],
  },
  "case 43: a project without a config": {
    make: made([STAGE], {}, (it) => {
      rmSync(join(it.directory, ".dvc/config"));
      it.write(".dvc/.gitignore", "/cache\n");
    }),
    says: ["note lock/readable unconfigured"],
  },
  "case 48: an md5 of digits without quotes": {
    make: lockOf((text) => text.replace(/md5: [0-9a-f]{32}/, `md5: ${"1".repeat(32)}`)),
    says: MALFORMED,
  },
  "case 48: an md5 that reads like a float": {
    make: lockOf((text) =>
      text.replace(/md5: [0-9a-f]{32}/, `md5: ${"1".repeat(20)}e${"2".repeat(11)}`),
    ),
    says: MALFORMED,
  },
  "case 48: an md5 in upper case": {
    make: lockOf((text) => text.replace(/[0-9a-f]{32}/, (sum) => sum.toUpperCase())),
    says: ["error lock/deps-match differs"],
  },
  "case 49: aliases as DVC writes them": {
    make: made(
      [{ ...STAGE, params: { "params.yaml": { a: { b: [1] }, "a.b": [1] } } }],
      { "params.yaml": "a: {b: [1]}\n" },
      (it) => {
        edit(
          it,
          "dvc.lock",
          /a:\n\s+b:\n\s+- 1\n(\s+)a.b:\n\s+- 1\n/,
          "a:\n$1  b: &id001 [1]\n$1a.b: *id001\n",
        );
      },
    ),
  },
  "case 49: aliases of aliases of aliases": {
    make: lockOf((text) => {
      const lines = Array.from({ length: 30 }, (_, index) =>
        index === 0
          ? "        a0: &a0 [x, x]\n"
          : `        a${index}: &a${index} [*a${index - 1}, *a${index - 1}, *a${index - 1}]\n`,
      );
      return text.replace(/( +)params.yaml:\n/, (match) => match + lines.join(""));
    }),
    blocking: [/lock\/readable: dvc.lock could not be read/],
  },
  "case 49: a hundred thousand files in the lock": {
    make: lockOf((text) => {
      const files = Array.from(
        { length: 100_000 },
        (_, index) => `        - {relpath: f${index}, md5: "${md5(String(index))}"}\n`,
      );
      return text.replace(
        /- path: in.txt\n\s+hash: md5\n\s+md5: \w+\n/,
        `- path: in.txt\n        hash: md5\n        files:\n${files.join("")}`,
      );
    }),
    says: ["error lock/deps-match differs"],
  },
  "case 59: a clone without the contents": {
    make: made(),
    audited: cloneOf("--filter=blob:none"),
    blocking: [
      /artifact\/resolves: dvc.yaml could not be read/,
      /lock\/readable: dvc.lock could not be read/,
      /lock\/readable: dvc.yaml could not be read/,
    ],
  },
  "case 61: what came from the run cache is what the lock says": { make: made() },
  "case 63: the lock of the commit counts, not that of the working tree": {
    make: made([STAGE], {}, (it) => it.write("in.txt", "committed\n")),
    audited: (it) => {
      it.write("in.txt", "in\n");
      return it;
    },
    says: ["error lock/deps-match differs"],
  },
  "case 63: a working tree that was changed after the commit": {
    make: made(),
    audited: (it) => {
      it.write("in.txt", "later\n");
      it.write("dvc.lock", "nothing\n");
      return it;
    },
  },
  "case 65: a lock with CRLF and a BOM": {
    make: lockOf((text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`),
  },
});

cases.run();
