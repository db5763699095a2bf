import { suite } from "uvu";
import { md5 } from "../../helpers/pipeline.ts";
import { addCases, entryOf } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const outs = suite("rules/lock/outs-match");

const PIPELINE = "stages:\n  a:\n    cmd: ./a\n    outs:\n    - o.json:\n        cache: false\n";

function lock(content: string, more = ""): string {
  return `schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n    outs:\n${entryOf("o.json", content, more)}`;
}

const CACHED = {
  "dvc.yaml": PIPELINE.replace(":\n        cache: false", ""),
  "dvc.lock": lock("{}\n"),
  ".gitignore": "/.dvc/cache\n",
};

/** Puts an object into the cache, by its own hash, or under the name of another content. */
function cache(content: string, found = content): (repository: TestRepository) => void {
  const isList = content.startsWith("[{");
  const sum = md5(content);
  return ({ write }) =>
    write(`.dvc/cache/files/md5/${sum.slice(0, 2)}/${sum.slice(2)}${isList ? ".dir" : ""}`, found);
}

const LARGE = "x".repeat(32 * 1024 * 1024 + 1);
const LISTING = `[{"md5": "${md5("x")}", "relpath": "a"}, {"md5": "${md5("y")}", "relpath": "b/c"}]`;
const DIRECTORY = {
  ...CACHED,
  "dvc.lock": lock("").replace(md5(""), `${md5(LISTING)}.dir`),
};

addCases(outs, "lock/outs-match", {
  "accepts the recorded content": {
    files: { "o.json": "{}\n", "dvc.yaml": PIPELINE, "dvc.lock": lock("{}\n") },
  },
  "does not look at the executable bit or the size (case 7)": {
    files: {
      "o.json": "{}\n",
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock("{}\n", "      size: 99\n      isexec: true\n"),
    },
  },
  "refuses an edited file (case 15)": {
    files: { "o.json": '{"a": 2}\n', "dvc.yaml": PIPELINE, "dvc.lock": lock('{"a": 1}\n') },
    keys: ["error differs"],
    says: ["o.json is not what stage a wrote: the commit holds ", "dvc.lock:6 records "],
  },
  "leaves what a dropped stage wrote to the stage that records it now (case 19)": {
    files: {
      "o.json": '{"a": 2}\n',
      "dvc.yaml": PIPELINE,
      "dvc.lock": `${lock('{"a": 2}\n')}  old:\n    cmd: ./old\n    outs:\n${entryOf("o.json", '{"a": 1}\n')}`,
    },
  },
  "tells an edit of it by the stage that records it now alone (case 19)": {
    files: {
      "o.json": '{"a": 3}\n',
      "dvc.yaml": PIPELINE,
      "dvc.lock": `${lock('{"a": 2}\n')}  old:\n    cmd: ./old\n    outs:\n${entryOf("o.json", '{"a": 1}\n')}`,
    },
    keys: ["error differs"],
    says: ["o.json is not what stage a wrote"],
  },
  "warns where only the line endings differ (case 2)": {
    files: { "o.json": "{\n}\n", "dvc.yaml": PIPELINE, "dvc.lock": lock("{\r\n}\r\n") },
    keys: ["warning lineEndings"],
    says: ["o.json has other line endings"],
  },
  "hashes as DVC 2 did where no hash is spelled (case 3)": {
    files: {
      "o.json": "{\r\n}\r\n",
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock("{\n}\n").replace("      hash: md5\n", ""),
    },
  },
  "warns of a result that git was to keep and has not (case 16)": {
    files: { "dvc.yaml": PIPELINE, "dvc.lock": lock("{}\n") },
    keys: ["warning notKept"],
    says: ["o.json is left to git (cache: false), but git does not have it (dvc.lock:6)"],
    gaps: [/1 out is outside of git/],
  },
  "takes a cached out for a gap (case 18)": {
    files: {
      "dvc.yaml": PIPELINE.replace(":\n        cache: false", ""),
      "dvc.lock": lock("{}\n"),
    },
    gaps: [/1 out is outside of git, known by the recorded hash alone: o.json/],
  },
  "accepts a cached out whose bytes are at hand (case 18)": {
    files: CACHED,
    prepare: cache("{}\n"),
  },
  "takes an object of another content for a gap of its own (case 18)": {
    files: CACHED,
    prepare: cache("{}\n", "[]\n"),
    gaps: [/1 out is outside of git, and what is at hand has another hash.*: o.json/],
  },
  "accepts a cached out that git holds elsewhere (case 18)": {
    files: {
      "copy.json": "{}\n",
      "dvc.yaml": CACHED["dvc.yaml"].replace("    outs:", "    deps: [copy.json]\n    outs:"),
      "dvc.lock": lock("{}\n").replace(
        "    outs:",
        `    deps:\n${entryOf("copy.json", "{}\n")}    outs:`,
      ),
    },
  },
  "looks at every file of a cached directory (case 18)": {
    files: DIRECTORY,
    prepare: (it) => {
      for (const text of ["x", "y", LISTING]) cache(text)(it);
    },
  },
  "takes a cached directory of which one file is gone for a gap (case 18)": {
    files: DIRECTORY,
    prepare: (it) => {
      for (const text of ["x", LISTING]) cache(text)(it);
    },
    gaps: [/1 out is outside of git, known by the recorded hash alone: o.json/],
  },
  "takes a cached directory whose list is gone for a gap (case 18)": {
    files: DIRECTORY,
    prepare: (it) => {
      for (const text of ["x", "y"]) cache(text)(it);
    },
    gaps: [/1 out is outside of git, known by the recorded hash alone: o.json/],
  },
  "tells of a cached out that is too large to be hashed for every release (case 18)": {
    files: {
      ...CACHED,
      "dvc.lock": CACHED["dvc.lock"].replace(
        entryOf("o.json", "{}\n"),
        entryOf("o.json", LARGE) + entryOf("small.json", "{}\n"),
      ),
    },
    prepare: (it) => {
      cache(LARGE)(it);
      cache("{}\n")(it);
    },
    gaps: [/1 out is outside of git, and more than is looked at of one release: o.json/],
  },
  "notes an out that is kept between runs, and nothing of one that is not pushed (case 62)": {
    files: {
      "o.json": "{}\n",
      "dvc.yaml": PIPELINE.replace(
        "cache: false",
        "cache: false\n        persist: true\n        push: false",
      ),
      "dvc.lock": lock("{}\n"),
    },
    keys: ["note persists"],
    says: [
      "o.json is kept between runs (persist: true): what is released may rest on an earlier run",
    ],
  },
  "compares a cached out that git has, too (case 17)": {
    files: {
      "o.json": "x\n",
      "dvc.yaml": PIPELINE.replace(":\n        cache: false", ""),
      "dvc.lock": lock("{}\n"),
    },
    keys: ["error differs"],
  },
  "takes a git-LFS pointer for a gap (case 4)": {
    files: {
      "o.json": `version https://git-lfs.github.com/spec/v1\noid sha256:${"a1".repeat(32)}\nsize 12\n`,
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock("{}\n"),
    },
    gaps: [/o.json: it is a git-LFS pointer/],
  },
  "compares what a *.dvc file tracks": {
    files: {
      "o.json": "x\n",
      "o.json.dvc": "outs:\n- md5: 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\n  hash: md5\n  path: o.json\n",
    },
    keys: ["error differs"],
    says: ["o.json is not what o.json.dvc wrote"],
  },
  "does not apply without outs": {
    files: {
      "dvc.yaml": "stages:\n  a:\n    cmd: ./a\n",
      "dvc.lock": "schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n",
    },
    notApplicable: /no out is recorded/,
  },
});

addExample(outs, "lock/outs-match");
outs.run();
