// Cases 19 to 27 and 44 to 47 of the reference: stages, what they declare, and how they hang together.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import {
  addNumberedCases,
  edit,
  made,
  STAGE,
  type NumberedCase,
} from "../helpers/numbered-case.ts";
import { lockNow, md5, type HandStage } from "../helpers/pipeline.ts";
import { IMPORT } from "../helpers/imports.ts";
import type { TestRepository } from "../helpers/repository.ts";

const cases = suite("cases/pipelines");

/** dvc.yaml with stages that the lock does not have, or has otherwise. */
function declared(text: string): NumberedCase["make"] {
  return made([STAGE], {}, (it) => it.write("dvc.yaml", it.read("dvc.yaml") + text));
}

const FROZEN: HandStage = {
  name: "f",
  deps: ["in.txt", "mid"],
  params: STAGE.params!,
  recorded: { mid: md5("old") },
};

/** A writer, and a frozen reader that is behind it, behind a file and behind a param. */
function behind(repository: TestRepository): void {
  const writer = { name: "w", outs: ["mid"], recorded: { mid: md5("new") } };
  made([writer, FROZEN], {}, (it) => {
    edit(it, "dvc.yaml", "mid:\n          cache: false", "mid: {}");
    edit(it, "dvc.yaml", "cmd: python f.py", "cmd: python f.py\n    frozen: true");
    it.write("in.txt", "other\n");
    it.write("params.yaml", "k: 2\n");
  })(repository);
}

function group(
  yaml: string,
  names: readonly string[],
  files: Record<string, string> = {},
): NumberedCase["make"] {
  return (repository) => {
    for (const [path, text] of Object.entries({ "in.txt": "in\n", ...files }))
      repository.write(path, text);
    repository.write(
      "dvc.yaml",
      `stages:\n  g:\n${yaml}      cmd: run \${item}\n      deps: [in.txt]\n`.replaceAll(
        "      ",
        yaml.includes("do:") ? "      " : "    ",
      ),
    );
    const locked = names.map(
      (name) =>
        `  ${JSON.stringify(`g@${name}`)}:\n    cmd: ${JSON.stringify(`run ${name.toLowerCase()}`)}\n    deps:\n    - {path: in.txt, hash: md5, md5: ${md5("in\n")}}\n`,
    );
    repository.write("dvc.lock", `schema: '2.0'\nstages:\n${locked.join("")}`);
  };
}

const NFC = "caf\u00e9.txt";
const NFD = NFC.normalize("NFD");
const FOREACH = (items: string): string => `    foreach: ${items}\n    do:\n`;

addNumberedCases(cases, {
  "case 19: a stage that only the lock has": {
    make: made([STAGE, { name: "old", deps: ["in.txt"] }], {}, (it) =>
      edit(it, "dvc.yaml", /  old:[^]*/, ""),
    ),
    says: ["warning lock/covers-pipeline orphan"],
  },
  "case 19: what such a stage wrote is another stage's now, or a *.dvc file's": {
    make: made(
      [
        STAGE,
        {
          name: "old",
          outs: ["out.txt", "data"],
          recorded: { "out.txt": md5("x"), data: md5("old") },
        },
        {
          ...STAGE,
          name: "r",
          deps: ["out.txt", "data"],
          outs: [],
          recorded: { data: md5("new") },
        },
      ],
      { "data.dvc": `outs:\n- {md5: ${md5("new")}, hash: md5, path: data}\n` },
      (it) => edit(it, "dvc.yaml", /  old:[^]*?(?=  r:)/, ""),
    ),
    says: ["warning lock/covers-pipeline orphan"],
    noted: [/outs-match: 2 outs are outside of git/],
  },
  "case 19: a lock whose dvc.yaml is gone, with a result that was edited": {
    make: made([STAGE], {}, (it) => {
      rmSync(join(it.directory, "dvc.yaml"));
      it.write("out.txt", "better\n");
    }),
    says: ["warning lock/covers-pipeline lockAlone", "warning lock/outs-match orphaned"],
  },
  "case 20: a stage that was never run": {
    make: declared("  t:\n    cmd: run\n    deps: [in.txt]\n    outs: [t.txt]\n"),
    says: ["error lock/covers-pipeline neverRun"],
  },
  "case 20: a frozen stage without outs, and a callback, that were never run": {
    make: declared(
      "  f:\n    cmd: run\n    deps: [in.txt]\n    frozen: true\n  c:\n    cmd: run\n",
    ),
    noted: [/covers-pipeline: stage f has/, /covers-pipeline: stage c has/],
  },
  "case 21: a dep, an out, a params file and a param that were never run": {
    make: made([STAGE], {}, (it) => {
      edit(it, "dvc.yaml", "- in.txt", "- in.txt\n      - more.txt");
      edit(it, "dvc.yaml", "params:\n", "params:\n      - more.yaml: [x]\n");
      edit(it, "dvc.yaml", /- k\n/, "- k\n          - n\n");
      edit(it, "dvc.yaml", "outs:\n", "outs:\n      - more.out\n");
      it.write("params.yaml", "k: 1\nn: 2\n");
    }),
    says: [
      "error lock/covers-pipeline unrecorded",
      "error lock/covers-pipeline unrecorded",
      "error lock/covers-pipeline unrecorded",
      "error lock/params-match unrecorded",
    ],
  },
  "case 22: a dep, an out, a params file and a param that are no longer declared": {
    make: made(
      [
        {
          ...STAGE,
          deps: ["in.txt", "b.txt"],
          outs: ["out.txt", "c.txt"],
          params: { "params.yaml": { k: 1, n: 2 }, "p.yaml": { x: 1 } },
        },
      ],
      { "b.txt": "b", "c.txt": "c", "p.yaml": "x: 1\n", "params.yaml": "k: 1\nn: 2\n" },
      (it) => {
        edit(it, "dvc.yaml", "      - b.txt\n", "");
        edit(it, "dvc.yaml", /      - c.txt:\n\s+cache: false\n/, "");
        edit(it, "dvc.yaml", /      - p.yaml:\n\s+- x\n/, "");
        edit(it, "dvc.yaml", /\s+- n\n/, "\n");
      },
    ),
    says: Array.from({ length: 4 }, () => "warning lock/covers-pipeline undeclared"),
    words:
      /1 dep .*: b.txt\.[^]*1 out .*: c.txt\.[^]*1 params file .*: p.yaml\.[^]*1 param .*: params.yaml:n\./,
  },
  "case 23: another command": {
    make: made([STAGE], {}, (it) => edit(it, "dvc.yaml", "python s.py", "python other.py")),
    says: ["error lock/commands-match differs"],
  },
  "case 23: a list is not the string of the same words": {
    make: made([STAGE], {}, (it) => edit(it, "dvc.yaml", "cmd: python s.py", "cmd: [python s.py]")),
    says: ["error lock/commands-match differs"],
  },
  "case 23: a template, resolved and not": {
    make: made(
      [STAGE, { name: "t", deps: ["in.txt"] }],
      { "params.yaml": "k: 1\nname: s\n" },
      (it) => {
        edit(it, "dvc.yaml", "python s.py", "python ${name}.py");
        edit(it, "dvc.yaml", "python t.py", "python ${nowhere}.py");
      },
    ),
    noted: [
      /covers-pipeline: stage t could not be resolved/,
      /commands-match: the command of stage t/,
    ],
  },
  "case 24: a frozen stage that is behind": {
    make: behind,
    says: ["warning lock/params-match frozen", "warning lock/chain-holds frozen"],
    noted: [/outs-match: 1 out is outside of git/],
  },
  "case 24: the command of a frozen stage is not hidden": {
    make: (repository) => {
      behind(repository);
      edit(repository, "dvc.yaml", "cmd: python f.py", "cmd: python other.py");
    },
    says: [
      "error lock/commands-match differs",
      "warning lock/params-match frozen",
      "warning lock/chain-holds frozen",
    ],
    noted: [/outs-match: 1 out is outside of git/],
  },
  "case 25: a stage that always runs, and a callback": {
    make: made([STAGE, { name: "c" }], {}, (it) =>
      edit(it, "dvc.yaml", "cmd: python s.py", "cmd: python s.py\n    always_changed: true"),
    ),
    says: ["note lock/covers-pipeline alwaysChanged"],
    words: /lets s and c run at every dvc repro/,
  },
  "case 25: the hashes of a stage that always runs must hold as well": {
    make: made([STAGE], {}, (it) => {
      edit(it, "dvc.yaml", "cmd: python s.py", "cmd: python s.py\n    always_changed: true");
      it.write("in.txt", "other\n");
      it.write("out.txt", "other\n");
    }),
    says: ["note lock/covers-pipeline alwaysChanged", "error lock/deps-match differs"],
  },
  "case 26: an import as DVC wrote it": {
    make: (it) => it.write("data.csv.dvc", IMPORT),
    noted: [/outs-match: 1 out is outside of git/],
  },
  "case 26: an import of a branch, edited by hand": {
    make: (it) => it.write("data.csv.dvc", IMPORT.replace("rev: v1", "rev: main")),
    says: ["warning lock/imports-pinned movingRev", "error lock/imports-pinned edited"],
    noted: [/outs-match: 1 out is outside of git/],
  },
  "case 27: an import that was not downloaded": {
    make: (it) =>
      it.write(
        "data.csv.dvc",
        IMPORT.replace(/- md5: \w+\n  size: \d+\n  hash/, "- hash").replace(/^md5: .*\n/, ""),
      ),
    says: ["warning lock/imports-pinned notMaterialised"],
    noted: [/outs-match: 1 out is outside of git/],
  },
  "case 44: an out of two stages, an out inside of another, and a circle": {
    make: made(
      [
        STAGE,
        { name: "twice", deps: ["b.txt"], outs: ["out.txt"] },
        {
          name: "inside",
          deps: ["in.txt"],
          outs: ["out.txt/x"],
          recorded: { "out.txt/x": md5("x") },
        },
        { name: "a", deps: ["b.txt"], outs: ["a.txt"] },
        { name: "b", deps: ["a.txt"], outs: ["b.txt"] },
      ],
      { "a.txt": "a", "b.txt": "b" },
    ),
    says: [
      "warning lock/outs-match notKept",
      "error lock/graph-valid duplicate",
      "error lock/graph-valid overlap",
      "error lock/graph-valid overlap",
      "error lock/graph-valid cycle",
    ],
    noted: [/outs-match: 1 out is outside of git/],
  },
  "case 45: stages of one name in two files": {
    make: (repository) => {
      made()(repository);
      for (const [path, text] of Object.entries({
        "in.txt": "2",
        "out.txt": "2",
        "params.yaml": "k: 1\n",
      }))
        repository.write(`sub/${path}`, text);
      lockNow(repository, [STAGE], { directory: "sub" });
      repository.write("sub/in.txt", "3");
    },
    says: ["error lock/deps-match differs"],
    words: /sub\/in.txt changed after stage sub\/dvc.yaml:s ran/,
  },
  "case 46: the names that a list makes, and one that it no longer makes": {
    make: group(FOREACH("[x, true, 1.5]"), ["x", "true", "1.5", "gone"]),
    says: ["warning lock/covers-pipeline orphan"],
    words: /stage g@gone/,
  },
  "case 46: booleans from a template are True and False in names": {
    make: group(FOREACH("${flags}"), ["True", "False"], {
      "params.yaml": "flags: [true, false]\n",
    }),
  },
  "case 46: names that no list gives": {
    make: group(FOREACH("${nowhere}"), ["a", "b"]),
    noted: [/covers-pipeline: stage g could not be resolved/],
  },
  "case 46: the names of a matrix, with a value that was added since": {
    make: (repository) => {
      const stages = (names: readonly string[]): string =>
        names
          .map(
            (name) =>
              `  m@${name}:\n    cmd: run ${name.replace("-", " ").toLowerCase()}\n    deps:\n    - {path: in.txt, hash: md5, md5: ${md5("in\n")}}\n`,
          )
          .join("");
      repository.write("in.txt", "in\n");
      repository.write("params.yaml", "flags: [true]\n");
      repository.write(
        "dvc.yaml",
        "stages:\n  m:\n    matrix: {a: [x, y], f: '${flags}'}\n    cmd: run ${item.a} ${item.f}\n    deps: [in.txt]\n",
      );
      repository.write("dvc.lock", `schema: '2.0'\nstages:\n${stages(["x-True"])}`);
    },
    says: ["error lock/covers-pipeline neverRun"],
    words: /stage m@y-True/,
  },
  "case 47: names with spaces, signs, quotes, a dash and unicode": {
    make: made(
      [{ name: "-a b # 'c' \"d\" é", deps: ["-in # 'x' \"y\" é.txt"], outs: ["out.txt"] }],
      { "-in # 'x' \"y\" é.txt": "1" },
    ),
  },
  "case 47: such a name is compared, too": {
    make: made(
      [{ name: "s", deps: ["-in # 'x' \"y\" é.txt"] }],
      { "-in # 'x' \"y\" é.txt": "1" },
      (it) => it.write("-in # 'x' \"y\" é.txt", "2"),
    ),
    says: ["error lock/deps-match differs"],
  },
  "case 47: a name in another Unicode normal form": {
    make: made(
      [{ ...STAGE, deps: [NFC], outs: [NFC], recorded: { [NFC]: md5("1") } }],
      { [NFD]: "1" },
      (it) => {
        edit(it, "dvc.yaml", /    outs:\n[^]*/, "");
        edit(it, "dvc.lock", /    outs:\n[^]*/, "");
      },
    ),
    says: ["warning lock/deps-match normalForm"],
  },
  "case 47: names in another normal form inside of a directory": {
    make: made(
      [
        {
          ...STAGE,
          deps: ["src"],
          recorded: { src: `${md5(`[{"md5": "${md5("1")}", "relpath": "caf\\u00e9.txt"}]`)}.dir` },
        },
      ],
      { [`src/${NFD}`]: "1" },
    ),
    says: ["warning lock/deps-match normalForm"],
  },
  "case 47: another content under another normal form": {
    make: made([{ ...STAGE, deps: [NFC], recorded: { [NFC]: md5("1") } }], { [NFD]: "2" }),
    says: ["error lock/deps-match differs"],
  },
});

cases.run();
