// Tracked data, imports, odd contents and names, and the records of older DVC: none may be refused.

import { createHash } from "node:crypto";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { addLayouts, pipeline, stage, type Layout } from "../../helpers/layout.ts";
import { createRepository, type TestRepository } from "../../helpers/repository.ts";

const layouts = suite("end-to-end/layouts/data");

const COPY = stage("copy", "cat in.txt > o.txt", "deps: [in.txt]", "outs: [o.txt]");

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function link(repository: TestRepository, target: string, path: string): void {
  symlinkSync(target, join(repository.directory, path));
}

/** A repository of data beside the one under test, with a tag and a branch. */
function sourceRepository(): TestRepository {
  const source = createRepository();
  source.write("data.csv", "1,2\n");
  source.write("dir/x.csv", "3\n");
  source.commit("data");
  source.git("tag", "-a", "v1", "-m", "v1");
  return source;
}

/** A lock with every `hash: md5` taken away, and the sums as DVC 2 made them. */
function asDvc2(repository: TestRepository, sums: Readonly<Record<string, string>> = {}): void {
  let lock = repository.read("dvc.lock").replaceAll("      hash: md5\n", "");
  for (const [now, then] of Object.entries(sums)) lock = lock.replaceAll(now, then);
  repository.write("dvc.lock", lock);
}

const LAYOUTS: Readonly<Record<string, Layout>> = {
  "nothing but *.dvc files": {
    files: { "data/raw.csv": "1,2\n" },
    prepare: ({ dvc }) => dvc("add", "data/raw.csv"),
  },
  "files and directories that dvc add took at once": {
    files: { "a.csv": "1\n", "dir/x.csv": "2\n", "dir/sub/y.csv": "3\n", "é à.csv": "4\n" },
    prepare: ({ dvc }) => dvc("add", "a.csv", "dir", "é à.csv"),
  },
  "data tracked by dvc add, read by a stage": {
    files: {
      "data/raw/x.csv": "1\n",
      "dvc.yaml": pipeline([
        stage("s", "cat data/raw/x.csv > o.txt", "deps: [data/raw]", "outs: [o.txt]"),
        stage("t", "cat data/raw/x.csv > p.txt", "deps: [data/raw/x.csv]", "outs: [p.txt]"),
      ]),
    },
    prepare: async ({ dvc }) => {
      await dvc("add", "data/raw");
      await dvc("repro");
    },
  },
  "an import from a url": {
    files: { "data.csv": "1\n" },
    prepare: ({ dvc }) => dvc("import-url", "data.csv", "copy.csv"),
  },
  "imports of files that lie elsewhere on the machine": {
    prepare: async ({ dvc }) => {
      const source = sourceRepository().directory;
      await dvc("import-url", join(source, "data.csv"));
      await dvc("import-url", join(source, "dir"));
    },
  },
  "imports of a file and a directory of another repository, at a tag": {
    prepare: async ({ dvc }) => {
      const source = sourceRepository().directory;
      await dvc("import", "--rev", "v1", source, "data.csv");
      await dvc("import", "--rev", "v1", source, "dir", "--out", "other");
    },
  },
  "an import of whatever the other repository has now, read by a stage": {
    files: {
      "dvc.yaml": pipeline([
        stage("s", "cat data.csv > o.txt", "deps: [data.csv]", "outs: [o.txt]"),
      ]),
    },
    prepare: async ({ dvc }) => {
      await dvc("import", sourceRepository().directory, "data.csv");
      await dvc("repro");
    },
  },
  "an import that was not downloaded": {
    warnings: ["lock/imports-pinned notMaterialised"],
    prepare: async ({ dvc }) => {
      await dvc("import", "--rev", "v1", "--no-download", sourceRepository().directory, "data.csv");
    },
  },
  "a directory as dep and as out, names with spaces and unicode": {
    files: {
      "src/a b.txt": "1\n",
      "src/é.txt": "2\n",
      "src/😀.txt": "3\n",
      "src/\uFB01.txt": "3\n",
      "src/.hidden": "4\n",
      "src/deep/x.txt": "5\n",
      "src/empty": "",
      "dvc.yaml": pipeline([
        stage("copy", "cp -r src dst", "deps: [src]", "outs: [dst]"),
        stage("list", "ls dst > list.txt", "deps: [dst]", "outs: [{list.txt: {cache: false}}]"),
      ]),
    },
  },
  "names that shells and YAML trip over": {
    files: {
      "-dash.txt": "1\n",
      "a # b.txt": "2\n",
      "it's.txt": "3\n",
      'say "x".txt': "4\n",
      "[1]{2}*?.txt": "5\n",
      "1e5": "6\n",
      "tab\tname": "7\n",
      "dvc.yaml": `stages:\n  '-s # t: é "q"':\n    cmd: 'echo 1 > "o: #1.txt"'\n    deps: ${JSON.stringify(["./-dash.txt", "a # b.txt", "it's.txt", 'say "x".txt', "[1]{2}*?.txt", "1e5", "tab\tname"])}\n    outs: ['o: #1.txt']\n`,
    },
  },
  "a .dvcignore inside of a dep": {
    files: {
      "src/a.txt": "1\n",
      "src/skip.log": "2\n",
      "src/keep.log": "2\n",
      "src/tmp/x": "3\n",
      ".dvcignore": "*.log\n!keep.log\n/src/tmp/\n",
      "dvc.yaml": pipeline([stage("s", "ls src > o.txt", "deps: [src]", "outs: [o.txt]")]),
    },
  },
  "a dep with files that git does not track": {
    warnings: ["lock/deps-match maybeUntracked"],
    files: {
      ".gitignore": "__pycache__/\n",
      "src/a.py": "1\n",
      "src/__pycache__/a.pyc": "2\n",
      "dvc.yaml": pipeline([stage("s", "ls src > o.txt", "deps: [src]", "outs: [o.txt]")]),
    },
  },
  "a dep that git does not track at all": {
    warnings: ["lock/deps-match untracked"],
    files: {
      ".gitignore": "/local.txt\n",
      "local.txt": "1\n",
      "dvc.yaml": pipeline([
        stage("s", "cat local.txt > o.txt", "deps: [local.txt]", "outs: [o.txt]"),
      ]),
    },
  },
  "a dep outside of the repository": {
    files: { "dvc.yaml": "" },
    gaps: [/outside of the repository/],
    prepare: async ({ repository, dvc }) => {
      const path = join(temporaryDirectory(), "in.txt");
      repository.write(path.replace(/^\//, "../".repeat(20)), "1\n");
      const copy = stage("s", `cat ${path} > o.txt`, `deps: [${path}]`, "outs: [o.txt]");
      repository.write("dvc.yaml", pipeline([copy]));
      await dvc("repro");
    },
  },
  "an executable, an empty file and an empty directory": {
    files: {
      "run.sh": "#!/bin/sh\necho 1 > o.txt\n",
      "empty.txt": "",
      "dvc.yaml": pipeline([
        stage("s", "./run.sh && mkdir -p none", "deps: [run.sh, empty.txt]", "outs: [o.txt, none]"),
        stage("t", "ls none > t.txt", "deps: [none]", "outs: [t.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      chmodSync(join(repository.directory, "run.sh"), 0o755);
      await dvc("repro");
    },
  },
  "symbolic links to a file, to a directory, and in the middle of a path": {
    files: {
      "real/a.txt": "1\n",
      "real/deep/b.txt": "1\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "cat link.txt > o.txt",
          "deps: [link.txt, dir, dir/deep/b.txt, real]",
          "outs: [o.txt]",
        ),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      link(repository, "real/a.txt", "link.txt");
      link(repository, "real", "dir");
      link(repository, "../link.txt", "real/again.txt");
      link(repository, "deep", "real/inner");
      await dvc("repro");
    },
  },
  "a link to data that DVC tracks": {
    gaps: [/link/],
    // DVC itself crashes on a link to nothing.
    inClone: { gaps: [/dvc status .* No such file/] },
    files: {
      "data/v1.csv": "1\n",
      "dvc.yaml": pipeline([
        stage("s", "cat latest.csv > o.txt", "deps: [latest.csv]", "outs: [o.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      await dvc("add", "data/v1.csv");
      link(repository, "data/v1.csv", "latest.csv");
      await dvc("repro");
    },
  },
  "a link that leaves the repository": {
    gaps: [/link/],
    files: {
      "dvc.yaml": pipeline([
        stage("s", "cat data/in.txt > o.txt", "deps: [data/in.txt]", "outs: [o.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      const place = temporaryDirectory();
      repository.write(join(place, "in.txt").replace(/^\//, "../".repeat(20)), "1\n");
      link(repository, place, "data");
      await dvc("repro");
    },
  },
  "a nested DVC project inside of a dep": {
    files: {
      "src/a.txt": "1\n",
      "src/other/.dvc/config": "",
      "src/other/b.txt": "2\n",
      "dvc.yaml": pipeline([stage("s", "ls src > o.txt", "deps: [src]", "outs: [o.txt]")]),
    },
  },
  "CRLF files": {
    files: { "in.txt": "1\r\n2\r\n", "dvc.yaml": pipeline([COPY]) },
  },
  "a dvc.lock and a dvc.yaml with CRLF and a BOM": {
    files: { "in.txt": "1\n", "dvc.yaml": `\uFEFF${pipeline([COPY]).replaceAll("\n", "\r\n")}` },
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      const lock = repository.read("dvc.lock").replaceAll("\n", "\r\n");
      repository.write("dvc.lock", `\uFEFF${lock}`);
    },
  },
  "a lock of DVC 2, with CRLF text": {
    files: {
      "in.txt": "1\r\n2\r\n",
      "src/a.txt": "x\r\n",
      "src/b.bin": Uint8Array.of(0, 13, 10),
      "dvc.yaml": pipeline([
        COPY,
        stage(
          "d",
          "ls src > {f}.txt".replace("{f}", "d"),
          "deps: [src]",
          "outs: [{d.txt: {cache: false}}]",
        ),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      const dir = (text: string): string =>
        `[{"md5": "${md5(text)}", "relpath": "a.txt"}, {"md5": "${md5("\0\r\n")}", "relpath": "b.bin"}]`;
      asDvc2(repository, {
        [md5("1\r\n2\r\n")]: md5("1\n2\n"),
        [md5(dir("x\r\n"))]: md5(dir("x\n")),
      });
      // DVC 2 kept its objects elsewhere: here nothing of them is at hand.
      repository.git("clean", "-fdxq", ".dvc/cache", "o.txt");
    },
  },
  "a lock of DVC 2 where a stage was run again by DVC 3": {
    gaps: [/md5-dos2unix/],
    files: {
      "in.txt": "1\n",
      "dvc.yaml": pipeline([
        COPY,
        stage("next", "cat o.txt > p.txt", "deps: [o.txt]", "outs: [p.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      const lock = repository.read("dvc.lock");
      const cut = lock.indexOf("  next:");
      const old = lock.slice(0, cut).replaceAll("      hash: md5\n", "");
      repository.write(
        "dvc.lock",
        old.replace(/(outs:\n.*\n\s+md5: ).*/, `$1${md5("other")}`) + lock.slice(cut),
      );
    },
  },
  "a lock of DVC 1": {
    notes: ["lock/readable oldSchema"],
    gaps: [/dvc status/],
    files: { "in.txt": "1\n", "dvc.yaml": pipeline([COPY]) },
    prepare: ({ repository }) => {
      repository.write(
        "dvc.lock",
        `copy:\n  cmd: cat in.txt > o.txt\n  deps:\n  - path: in.txt\n    md5: ${md5("1\n")}\n  outs:\n  - path: o.txt\n    md5: ${md5("1\n")}\n`,
      );
      return Promise.resolve();
    },
  },
};

addLayouts(layouts, LAYOUTS);
layouts.run();
