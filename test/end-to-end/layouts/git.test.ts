// What git does around a DVC project: places, conversions, other kinds of repositories and clones.

import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { auditTag, foundBy } from "../../helpers/audit.ts";
import { dvcEnvironment, runDvc } from "../../helpers/dvc.ts";
import { addLayouts, pipeline, stage } from "../../helpers/layout.ts";
import { createRepository, repositoryAt, type TestRepository } from "../../helpers/repository.ts";

const layouts = suite("end-to-end/layouts/git");

const COPY = stage("copy", "cat in.txt > o.txt", "deps: [in.txt]", "outs: [o.txt]");
const COPY_ALL = stage(
  "copy",
  "ls src > o.txt",
  "deps: [in.txt, src]",
  "outs: [{o.txt: {cache: false}}]",
);
const TEXT = { "in.txt": "1\n2\n", "src/a.txt": "3\n", "src/b.bin": Uint8Array.of(0, 10, 1) };

const MODEL = pipeline(
  [
    stage(
      "train",
      "cp in.txt m.txt && echo 1 > s.json",
      "deps: [in.txt]",
      "outs: [m.txt]",
      "metrics: [{s.json: {cache: false}}]",
    ),
  ],
  "artifacts:\n  model: {path: m.txt}\n",
);

function threeProjects(): Record<string, string> {
  return Object.fromEntries(
    ["a", "b", "c"].flatMap((name) => [
      [`${name}/in.txt`, `${name}\n`],
      [`${name}/dvc.yaml`, MODEL],
    ]),
  );
}

addLayouts(layouts, {
  "a project below the root of the repository": {
    init: ["--subdir"],
    project: "ml",
    files: {
      "ml/code.py": "1\n",
      "README.md": "shared\n",
      "ml/dvc.yaml": pipeline([
        stage("s", "cat code.py > o.txt", "deps: [code.py, ../README.md]", "outs: [o.txt]"),
      ]),
    },
  },
  "a project in a software repository with broken fixtures": {
    init: ["--subdir"],
    project: "services/ml",
    files: {
      "tests/data/dvc.yaml": "<<<<<<< HEAD\n",
      "examples/old/dvc.lock": "nothing\n",
      "examples/old/dvc.yaml": "stages: {never: {cmd: run}}\n",
      "services/ml/in.txt": "1\n",
      "services/ml/dvc.yaml": MODEL,
    },
  },
  "three projects with an artifact each": {
    init: ["--subdir"],
    project: "a",
    tag: "b=model@v1.0.0",
    files: threeProjects(),
    prepare: async ({ dvc, dvcIn }) => {
      await dvc("repro");
      for (const name of ["b", "c"]) {
        await dvcIn(name, "init", "--quiet", "--subdir");
        await dvcIn(name, "repro");
      }
    },
  },
  "three directories of one project with an artifact each": {
    tag: "c=model@v1.0.0",
    files: threeProjects(),
    prepare: ({ dvc }) => dvc("repro", "--all-pipelines"),
  },
  "a project that does not know of git": {
    init: ["--no-scm"],
    notes: ["lock/readable withoutGit"],
    files: {
      ".gitignore": "/o.txt\n/.dvc/cache\n/.dvc/tmp\n",
      "in.txt": "1\n",
      "dvc.yaml": pipeline([COPY]),
    },
  },
  "text that .gitattributes checks out with CRLF": {
    // What the stage wrote with LF is not left so by a checkout either.
    inClone: { warnings: ["workspace/clean converted"] },
    warnings: ["lock/deps-match lineEndings", "lock/deps-match lineEndings"],
    files: {
      ".gitattributes": "* text=auto eol=crlf\n",
      ...TEXT,
      "dvc.yaml": pipeline([COPY_ALL]),
    },
    prepare: async ({ repository, dvc }) => {
      for (const path of ["in.txt", "src/a.txt"])
        repository.write(path, repository.read(path).replaceAll("\n", "\r\n"));
      await dvc("repro");
    },
  },
  "text that the author's git alone checks out with CRLF": {
    warnings: ["lock/deps-match lineEndings", "lock/deps-match lineEndings"],
    files: { ...TEXT, "dvc.yaml": pipeline([COPY_ALL]) },
    prepare: async ({ repository, dvc }) => {
      repository.git("config", "core.autocrlf", "true");
      for (const path of ["in.txt", "src/a.txt"])
        repository.write(path, repository.read(path).replaceAll("\n", "\r\n"));
      await dvc("repro");
    },
  },
  "files that git-LFS keeps, cloned without it": {
    gaps: [/git-LFS/],
    files: {
      ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
      "in.bin": "bytes\n",
      "src/x.bin": "more\n",
      "src/a.txt": "1\n",
    },
    prepare: async ({ repository, dvc }) => {
      const pointer =
        "printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%s\\nsize %s\\n'";
      repository.git(
        "config",
        "filter.lfs.clean",
        `f() { cat > .git/lfs.$$; ${pointer} $(sha256sum < .git/lfs.$$ | cut -c1-64) $(wc -c < .git/lfs.$$); }; f`,
      );
      repository.git("config", "filter.lfs.smudge", "cat");
      repository.write(
        "dvc.yaml",
        pipeline([stage("s", "cat in.bin > o.txt", "deps: [in.bin, src]", "outs: [o.txt]")]),
      );
      await dvc("repro");
    },
  },
  "a file behind a filter of the author's": {
    gaps: [/filter/],
    files: {
      ".gitattributes": "*.nb filter=strip\n",
      "in.nb": "code\noutput\n",
      "src/x.nb": "code\noutput\n",
    },
    prepare: async ({ repository, dvc }) => {
      repository.git("config", "filter.strip.clean", "sed /output/d");
      repository.git("config", "filter.strip.smudge", "cat");
      repository.write(
        "dvc.yaml",
        pipeline([stage("s", "cat in.nb > o.txt", "deps: [in.nb, src]", "outs: [o.txt]")]),
      );
      await dvc("repro");
    },
  },
  "a submodule as a dep, and one inside of a dep": {
    gaps: [/submodule/],
    files: { "src/a.txt": "1\n" },
    prepare: async ({ repository, dvc }) => {
      const library = createRepository();
      library.write("lib.py", "1\n");
      library.commit("library");
      for (const path of ["vendor", "src/lib"]) {
        repository.git(
          "-c",
          "protocol.file.allow=always",
          "submodule",
          "--quiet",
          "add",
          library.directory,
          path,
        );
      }
      repository.write(
        "dvc.yaml",
        pipeline([
          stage("s", "ls vendor > o.txt", "deps: [vendor, vendor/lib.py, src]", "outs: [o.txt]"),
        ]),
      );
      await dvc("repro");
    },
  },
  "a clone of depth 1": {
    clone: ["--depth", "1"],
    inClone: { verdict: "inconclusive", gaps: [/the history is shallow/] },
    files: { "in.txt": "1\n", "dvc.yaml": pipeline([COPY]) },
    prepare: async ({ repository, dvc }) => {
      repository.commit("before");
      await dvc("repro");
    },
  },
  "a bare clone": {
    clone: ["--bare"],
    files: { "in.txt": "1\n", "dvc.yaml": pipeline([COPY]) },
  },
});

/** A good release, made by `dvc` as a process of its own. */
function madeRelease(): TestRepository {
  const repository = createRepository();
  repository.write("in.txt", "1\n");
  repository.write("dvc.yaml", pipeline([COPY]));
  runDvc(repository.directory, "init", "--quiet");
  runDvc(repository.directory, "repro", "--quiet");
  repository.commit("release");
  repository.git("tag", "-a", "v1.0.0", "-m", "release");
  return repository;
}

async function holdPassed(repository: TestRepository): Promise<void> {
  const report = await auditTag(repository.directory, "v1.0.0", dvcEnvironment());
  const findings = JSON.stringify(report.findings);
  assert.deepEqual([foundBy(report), foundBy(report, "warning")], [[], []], findings);
  assert.equal(report.verdict, "passed", JSON.stringify(report.notVerified));
}

layouts("a linked worktree, a detached HEAD, and a later commit checked out", async () => {
  const repository = madeRelease();
  const place = join(temporaryDirectory(), "linked");
  repository.git("worktree", "add", "--quiet", "--detach", place, "v1.0.0");
  await holdPassed(repositoryAt(place));
  repository.git("checkout", "--quiet", "--detach", "v1.0.0");
  await holdPassed(repository);
  repository.write("in.txt", "2\n");
  repository.commit("later");
  await holdPassed(repository);
});

layouts("a repository that names objects by sha256", async () => {
  const made = madeRelease();
  const repository = createRepository("--object-format=sha256");
  for (const path of made.git("ls-files").split("\n")) repository.write(path, made.read(path));
  repository.commit("release");
  repository.git("tag", "-a", "v1.0.0", "-m", "release");
  await holdPassed(repository);
});

layouts.run();
