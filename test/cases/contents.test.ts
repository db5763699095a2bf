// Cases 1 to 18 of the reference: what a dep or an out is, and whether git holds the recorded one.

import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import {
  addNumberedCases,
  edit,
  made,
  STAGE,
  type NumberedCase,
} from "../helpers/numbered-case.ts";
import { lockNow, md5 } from "../helpers/pipeline.ts";
import { createRepository, type TestRepository } from "../helpers/repository.ts";

const cases = suite("cases/contents");

const DIR = { ...STAGE, deps: ["src"] };
const FILTER = "*.nb filter=strip\n";
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`;

function remove(repository: TestRepository, path: string): void {
  rmSync(join(repository.directory, path));
}

function link(repository: TestRepository, target: string, path: string): void {
  symlinkSync(target, join(repository.directory, path));
}

function dirHash(files: Readonly<Record<string, string>>): string {
  const items = Object.entries(files).map(
    ([path, text]) => `{"md5": "${md5(text)}", "relpath": "${path}"}`,
  );
  return `${md5(`[${items.join(", ")}]`)}.dir`;
}

/** A directory `src` whose recorded state is given, and that git holds as it is given. */
function directory(
  recorded: Readonly<Record<string, string>>,
  held: Readonly<Record<string, string>>,
  more = "",
): NumberedCase["make"] {
  const files = Object.fromEntries(
    Object.entries(held).map(([path, text]) => [`src/${path}`, text]),
  );
  return made([{ ...DIR, recorded: { src: dirHash(recorded) } }], files, (repository) => {
    if (more !== "")
      edit(
        repository,
        "dvc.lock",
        /(path: src\n(\s+)hash: md5\n)/,
        `$1${more
          .split(", ")
          .map((line) => `$2${line}\n`)
          .join("")}`,
      );
  });
}

/** A writer and a reader of one path that git does not hold, with what each of them records. */
function chain(wrote: string, read: string): NumberedCase["make"] {
  const writer = { name: "w", deps: ["in.txt"], outs: ["data"], recorded: { data: wrote } };
  const reader = { ...STAGE, deps: ["data"], recorded: { data: read } };
  return made([writer, reader], {}, (repository) =>
    edit(repository, "dvc.yaml", "data:\n          cache: false", "data: {}"),
  );
}

/** A `data.dvc`, and a stage that reads what it tracks. */
function tracked(pointer: string, read: string): NumberedCase["make"] {
  return made([{ ...STAGE, deps: ["data"], recorded: { data: read } }], {}, (repository) =>
    repository.write("data.dvc", pointer),
  );
}

const OUTSIDE = /lock\/outs-match: 1 out is outside of git/;

addNumberedCases(cases, {
  "case 1: a file changed after the run": {
    make: made([STAGE], {}, (it) => it.write("in.txt", "other\n")),
    says: ["error lock/deps-match differs"],
  },
  "case 2: the run read CRLF, git holds LF": {
    make: made([{ ...STAGE, recorded: { "in.txt": md5("in\r\n") } }]),
    says: ["warning lock/deps-match lineEndings"],
  },
  "case 2: the run read LF, git holds CRLF": {
    make: made([{ ...STAGE, recorded: { "in.txt": md5("in\n") } }], { "in.txt": "in\r\n" }),
    says: ["warning lock/deps-match lineEndings"],
  },
  "case 2: the text of a directory had CRLF, its binary file not": {
    make: directory({ "a.txt": "a\r\n", "b.bin": "\0\n" }, { "a.txt": "a\n", "b.bin": "\0\n" }),
    says: ["warning lock/deps-match lineEndings"],
  },
  "case 2: a directory had CRLF only where .gitattributes says so": {
    make: (repository) => {
      repository.write(".gitattributes", "*.bat eol=crlf\n*.sh eol=lf\n");
      const held = { "a.bat": "a\n", "b.sh": "b\n", "c.txt": "c\n" };
      directory({ ...held, "a.bat": "a\r\n" }, held)(repository);
    },
    says: ["warning lock/deps-match lineEndings"],
  },
  "case 3: without `hash:` CRLF counts as LF inside of the project": {
    make: made([{ ...STAGE, recorded: { "in.txt": md5("in\n") } }], { "in.txt": "in\r\n" }, (it) =>
      edit(it, "dvc.lock", /(path: in.txt\n)\s+hash: md5\n/, "$1"),
    ),
  },
  "case 3: without `hash:` the md5 is the plain one outside of the project": {
    make: (repository) => {
      rmSync(join(repository.directory, ".dvc"), { recursive: true });
      repository.write("ml/.dvc/config", "");
      repository.write("in.txt", "in\r\n");
      const stage = { name: "s", deps: ["../in.txt"], recorded: { "../in.txt": md5("in\n") } };
      lockNow(repository, [stage], { directory: "ml" });
      edit(repository, "ml/dvc.lock", /\s+hash: md5/, "");
    },
    says: ["warning lock/deps-match lineEndings"],
  },
  "case 4: a git-LFS pointer of the recorded size": {
    make: made([{ ...STAGE, recorded: { "in.txt": md5("bytes") } }], { "in.txt": POINTER }, (it) =>
      edit(it, "dvc.lock", /( +)(- path: in.txt\n)/, "$1$2$1  size: 12345\n"),
    ),
    noted: [/deps-match: in.txt: it is a git-LFS pointer/],
  },
  "case 4: a git-LFS pointer of another size": {
    make: made([{ ...STAGE, recorded: { "in.txt": md5("bytes") } }], { "in.txt": POINTER }, (it) =>
      edit(it, "dvc.lock", /( +)(- path: in.txt\n)/, "$1$2$1  size: 999\n"),
    ),
    says: ["error lock/deps-match differs"],
    words: /it read 999 bytes \(dvc.lock:\d+\), the commit holds 12345 bytes/,
  },
  "case 5: a file behind a filter": {
    make: made([{ ...STAGE, deps: ["in.nb"], recorded: { "in.nb": md5("full") } }], {
      ".gitattributes": FILTER,
      "in.nb": "stripped\n",
    }),
    noted: [/deps-match: in.nb: .gitattributes converts it on checkout \(filter=strip\)/],
  },
  "case 5: a directory with a file behind a filter": {
    make: (repository) => {
      repository.write(".gitattributes", FILTER);
      directory({ "in.nb": "full" }, { "in.nb": "stripped" })(repository);
    },
    noted: [/deps-match: src: src\/in.nb in it: .gitattributes converts it/],
  },
  "case 6: a link to a file and one to a directory": {
    make: made(
      [
        {
          ...STAGE,
          deps: ["link", "dir"],
          recorded: { link: md5("in\n"), dir: dirHash({ a: "a" }) },
        },
      ],
      { "src/a": "a" },
      (it) => {
        link(it, "in.txt", "link");
        link(it, "src", "dir");
      },
    ),
  },
  "case 6: the target of a link changed": {
    make: made(
      [{ ...STAGE, deps: ["link"], recorded: { link: md5("in\n") } }],
      { "in.txt": "x" },
      (it) => link(it, "in.txt", "link"),
    ),
    says: ["error lock/deps-match differs"],
  },
  "case 6: a link that leaves the repository": {
    make: made([{ ...STAGE, deps: ["link"], recorded: { link: md5("in\n") } }], {}, (it) =>
      link(it, "../outside", "link"),
    ),
    noted: [/deps-match: link: it is a symbolic link that leaves the repository/],
  },
  "case 6: a link to what git does not hold": {
    make: made([{ ...STAGE, deps: ["link"], recorded: { link: md5("in\n") } }], {}, (it) =>
      link(it, "data/raw.csv", "link"),
    ),
    noted: [/deps-match: link: the symbolic link link leads to what git does not hold/],
  },
  "case 7: the executable bit": {
    make: made([STAGE], {}, (it) => {
      chmodSync(join(it.directory, "in.txt"), 0o755);
      edit(it, "dvc.lock", /( +)(- path: in.txt\n)/, "$1$2$1  isexec: false\n");
    }),
  },
  "case 8: a directory, less what .dvcignore says, nested projects and linked directories": {
    make: (repository) => {
      repository.write(".dvcignore", "*.log\n");
      const held = { a: "a", "b.log": "b", "deep/c": "c", "other/.dvc/config": "", "other/d": "d" };
      directory({ a: "a", "deep/c": "c" }, held)(repository);
      link(repository, "deep", "src/linked");
    },
  },
  "case 8: a file of a directory changed": {
    make: directory({ a: "a" }, { a: "b" }, "nfiles: 1"),
    says: ["error lock/deps-match differs"],
  },
  "case 8: the directory held more files than git tracks": {
    make: directory({ a: "a", b: "b" }, { a: "a" }, "nfiles: 2"),
    says: ["warning lock/deps-match maybeUntracked"],
  },
  "case 8: more files, and yet fewer bytes: a tracked one is another": {
    make: directory({ a: "a", b: "b" }, { a: "a long text" }, "nfiles: 2, size: 2"),
    says: ["error lock/deps-match differs"],
  },
  "case 8: DVC 1 counted no files": {
    make: (repository) => {
      directory({ a: "a", b: "b" }, { a: "a" })(repository);
      edit(repository, "dvc.lock", /(path: src\n)\s+hash: md5\n/, "$1");
    },
    says: ["warning lock/deps-match maybeUntracked"],
  },
  "case 9: a dep inside of an out that is a directory": {
    make: made(
      [
        { name: "w", deps: ["in.txt"], outs: ["data"], recorded: { data: dirHash({ a: "a" }) } },
        { ...STAGE, deps: ["data/a"], recorded: { "data/a": md5("other") } },
      ],
      {},
      (it) => edit(it, "dvc.yaml", "data:\n          cache: false", "data: {}"),
    ),
    noted: [/chain-holds: data\/a is inside data, of which only the directory's hash/, OUTSIDE],
  },
  "case 10: the next stage read another directory than was written": {
    make: chain(dirHash({ a: "new" }), dirHash({ a: "old" })),
    says: ["error lock/chain-holds broken"],
    noted: [OUTSIDE],
  },
  "case 11: a stage read something else than the *.dvc file tracks": {
    make: tracked(`outs:\n- md5: ${md5("new")}\n  hash: md5\n  path: data\n`, md5("old")),
    says: ["error lock/chain-holds broken"],
    noted: [OUTSIDE],
  },
  "case 11: hashes of two kinds that differ": {
    make: tracked(`outs:\n- md5: ${md5("new")}\n  path: data\n`, md5("old")),
    noted: [/chain-holds: data: s recorded it by md5, data.dvc by md5-dos2unix/, OUTSIDE],
  },
  "case 11: hashes of two kinds with equal digits": {
    make: tracked(`outs:\n- md5: ${md5("old")}\n  path: data\n`, md5("old")),
    noted: [OUTSIDE],
  },
  "case 12: a dep that a stage of another dvc.yaml writes": {
    make: (repository) => {
      const writer = { name: "w", outs: ["data"], recorded: { data: md5("new") } };
      lockNow(repository, [writer], { directory: "a" });
      edit(repository, "a/dvc.yaml", "data:\n          cache: false", "data: {}");
      const reader = { name: "r", deps: ["../a/data"], recorded: { "../a/data": md5("old") } };
      lockNow(repository, [reader], { directory: "b/c" });
      edit(repository, "b/c/dvc.yaml", "../a/data", "../../a/data");
      edit(repository, "b/c/dvc.lock", "../a/data", "../../a/data");
    },
    says: ["error lock/chain-holds broken"],
    words: /Stage b\/c\/dvc.yaml:r read a\/data .* stage a\/dvc.yaml:w/,
    noted: [OUTSIDE],
  },
  "case 13: a dep that is nowhere": {
    make: made([{ ...STAGE, deps: ["gone"], recorded: { gone: md5("x") } }]),
    says: ["warning lock/deps-match untracked"],
  },
  "case 14: deps outside of the repository": {
    make: made([
      {
        ...STAGE,
        deps: ["s3://b/x", "/data/x", "../x", "remote://r/x"],
        recorded: {
          "s3://b/x": md5("1"),
          "/data/x": md5("2"),
          "../x": md5("3"),
          "remote://r/x": md5("4"),
        },
      },
    ]),
    noted: [/deps-match: 4 deps outside of the repository/],
  },
  "case 15: a result was edited": {
    make: made([STAGE], {}, (it) => it.write("out.txt", "better\n")),
    says: ["error lock/outs-match differs"],
  },
  "case 16: a result that git was to keep and has not": {
    make: made([STAGE], {}, (it) => remove(it, "out.txt")),
    says: ["warning lock/outs-match notKept"],
    noted: [OUTSIDE],
  },
  "case 17: a cached out that git has, too": {
    make: made([STAGE], {}, (it) => edit(it, "dvc.yaml", "cache: false", "cache: true")),
    says: ["warning lock/graph-valid alsoInGit"],
  },
  "case 17: a cached out that git has in another state": {
    make: made([STAGE], {}, (it) => {
      edit(it, "dvc.yaml", "cache: false", "cache: true");
      it.write("out.txt", "other\n");
    }),
    says: ["error lock/outs-match differs", "warning lock/graph-valid alsoInGit"],
  },
  "case 18: an out that only DVC keeps": {
    make: made([STAGE], {}, (it) => {
      edit(it, "dvc.yaml", "cache: false", "cache: true");
      remove(it, "out.txt");
    }),
    noted: [OUTSIDE],
  },
  "case 60: a submodule as a dep, and one inside of a dep": {
    make: made(
      [
        {
          ...STAGE,
          deps: ["lib", "lib/a", "src"],
          recorded: { lib: dirHash({ a: "a" }), "lib/a": md5("a"), src: dirHash({}) },
        },
      ],
      { "src/x": "x" },
      (it) => {
        const library = createRepository();
        library.write("a", "a");
        library.commit("library");
        for (const path of ["lib", "src/lib"]) {
          it.git(
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "--quiet",
            "add",
            library.directory,
            path,
          );
        }
      },
    ),
    noted: [
      /deps-match: lib: it lies in the git submodule lib, at commit [0-9a-f]{40}/,
      /deps-match: lib\/a: it lies in the git submodule lib/,
      /deps-match: src: src\/lib in it: it lies in the git submodule src\/lib/,
    ],
  },
});

cases.run();
