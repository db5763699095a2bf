import { suite } from "uvu";
import { directoryHash } from "../../../lib/dvc/directory-hash.ts";
import { addCases, entryOf } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";
import { md5 } from "../../helpers/pipeline.ts";

const chain = suite("rules/lock/chain-holds");

const PIPELINE =
  "stages:\n  train:\n    cmd: ./train\n    outs: [model]\n  evaluate:\n    cmd: ./evaluate\n    deps: [model]\n";

function lock(wrote: string, read: string, more = ""): string {
  return `schema: '2.0'\nstages:\n  train:\n    cmd: ./train\n    outs:\n${entryOf("model", wrote)}  evaluate:\n    cmd: ./evaluate\n    deps:\n${entryOf("model", read)}${more}`;
}

const SUB = directoryHash([
  { path: "x", md5: md5("x") },
  { path: "y", md5: md5("y") },
]);

/** A directory as DVC writes it with its files: then the hash is made of them. */
const LISTED = [
  "    - path: model",
  "      hash: md5",
  "      files:",
  ...["a", "sub/x", "sub/y"].map(
    (path) => `      - relpath: ${path}\n        md5: ${md5(path.slice(-1))}`,
  ),
  "",
].join("\n");

function directoryLock(deps: string): string {
  return `schema: '2.0'\nstages:\n  train:\n    cmd: ./train\n    outs:\n${LISTED}  evaluate:\n    cmd: ./evaluate\n    deps:\n${deps}`;
}

type Files = Readonly<Record<string, string>>;

/** Two outs in a directory, and who read it with these files. */
function filled(read: Files): Record<string, string> {
  const hash = directoryHash(
    Object.entries(read).map(([path, text]) => ({ path, md5: md5(text) })),
  );
  return {
    "dvc.yaml": PIPELINE.replace("outs: [model]", "outs: [model/a, model/b]"),
    "dvc.lock": `schema: '2.0'\nstages:\n  train:\n    cmd: ./train\n    outs:\n${entryOf("model/a", "a")}${entryOf("model/b", "b")}  evaluate:\n    cmd: ./evaluate\n    deps:\n    - path: model\n      hash: md5\n      md5: ${hash}\n      nfiles: ${Object.keys(read).length}\n`,
  };
}

function frozen(files: Record<string, string>): Record<string, string> {
  const pipeline = files["dvc.yaml"] ?? "";
  return {
    ...files,
    "dvc.yaml": pipeline.replace("./evaluate\n", "./evaluate\n    frozen: true\n"),
  };
}

/** dvc.yaml has one of the two outs, no longer the other. */
function orphaned(files: Record<string, string>): Record<string, string> {
  const locked = files["dvc.lock"] ?? "";
  return {
    "dvc.yaml": PIPELINE.replace("outs: [model]", "outs: [model/a]"),
    "dvc.lock":
      locked.replace(entryOf("model/b", "b"), "") +
      `  gone:\n    cmd: ./gone\n    outs:\n${entryOf("model/b", "b")}`,
  };
}

/** One of the outs is a directory, of whose one file nobody knows. */
function closed(count: number): Record<string, string> {
  const files = filled({ a: "a", b: "old" });
  const directory = entryOf("model/b", "b").replace(/\n$/, ".dir\n      nfiles: 1\n");
  const locked = (files["dvc.lock"] ?? "").replace(entryOf("model/b", "b"), directory);
  return { ...files, "dvc.lock": locked.replace("nfiles: 2", `nfiles: ${count}`) };
}

addCases(chain, "lock/chain-holds", {
  "accepts what one stage wrote and the other read": {
    files: { "dvc.yaml": PIPELINE, "dvc.lock": lock("new", "new") },
  },
  "refuses a stage that read something else, with both places": {
    files: { "dvc.yaml": PIPELINE, "dvc.lock": lock("new", "old") },
    keys: ["error broken"],
    says: [
      "Stage evaluate read model as 149603e6 (dvc.lock:12), but stage train records it as 22af645d (dvc.lock:6)",
      "evaluate was not run on what is released",
    ],
  },
  "tells once that several stages read the same": {
    files: {
      "dvc.yaml": `${PIPELINE}  publish:\n    cmd: ./publish\n    deps: [model]\n`,
      "dvc.lock": `${lock("new", "old")}  publish:\n    cmd: ./publish\n    deps:\n${entryOf("model", "old")}`,
    },
    keys: ["error broken"],
    says: [
      "Stages evaluate and publish read model as 149603e6 (dvc.lock:12 and dvc.lock:18), but stage train",
      "evaluate and publish were not run on what is released",
    ],
  },
  "shows hashes that begin alike in full": {
    files: {
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock("new", "new").replace(/484f1f37ea(?=\n$)/, "484f1f37eb"),
    },
    keys: ["error broken"],
    says: ["484f1f37eb (dvc.lock:12)", "484f1f37ea (dvc.lock:6)"],
  },
  "compares directories by their .dir hash (case 10)": {
    files: {
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock("new", "old").replaceAll(/md5: (\w+)\n/g, "md5: $1.dir\n"),
    },
    keys: ["error broken"],
    says: ["149603e6.dir"],
  },
  "joins across dvc.yaml files (case 12)": {
    files: {
      "a/dvc.yaml": "stages:\n  w:\n    cmd: ./w\n    outs: [o]\n",
      "a/dvc.lock": `schema: '2.0'\nstages:\n  w:\n    cmd: ./w\n    outs:\n${entryOf("o", "new")}`,
      "b/dvc.yaml": "stages:\n  r:\n    wdir: sub\n    cmd: ./r\n    deps: [../../a/o]\n",
      "b/dvc.lock": `schema: '2.0'\nstages:\n  r:\n    cmd: ./r\n    deps:\n${entryOf("../../a/o", "old")}`,
    },
    keys: ["error broken"],
    says: ["Stage b/dvc.yaml:r read a/o", "stage a/dvc.yaml:w"],
  },
  "compares with what a *.dvc file tracks (case 11)": {
    files: {
      "dvc.yaml": "stages:\n  r:\n    cmd: ./r\n    deps: [data/x]\n",
      "dvc.lock": `schema: '2.0'\nstages:\n  r:\n    cmd: ./r\n    deps:\n${entryOf("data/x", "old")}`,
      "data/x.dvc": "outs:\n- md5: 22af645d1859cb5ca6da0c484f1f37ea\n  hash: md5\n  path: x\n",
    },
    keys: ["error broken"],
    says: ["data/x.dvc records it as 22af645d (data/x.dvc:4)"],
  },
  "takes hashes of two kinds for a gap unless they are equal (case 11)": {
    files: {
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock("new", "old").replace("      hash: md5\n", ""),
    },
    gaps: [/recorded it by md5, stage train by md5-dos2unix/],
  },
  "takes equal digits of two kinds for the same content": {
    files: {
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock("new", "new").replace("      hash: md5\n", ""),
    },
  },
  "cannot see into a directory without its listing (case 9)": {
    files: {
      "dvc.yaml": PIPELINE.replace("deps: [model]", "deps: [model/a]"),
      "dvc.lock": lock("new", "old")
        .replaceAll(
          "md5: 22af645d1859cb5ca6da0c484f1f37ea",
          "md5: 22af645d1859cb5ca6da0c484f1f37ea.dir",
        )
        .replace(/- path: model(\n.*\n.*149603)/, "- path: model/a$1"),
    },
    gaps: [/model\/a is inside model, of which only the directory's hash is recorded/],
  },
  "sees into a directory whose files are in the lock (case 9)": {
    files: {
      "dvc.yaml": PIPELINE.replace("deps: [model]", "deps: [model/a]"),
      "dvc.lock": `schema: '2.0'\nstages:\n  train:\n    cmd: ./train\n    outs:\n    - path: model\n      hash: md5\n      files:\n      - relpath: a\n        md5: 22af645d1859cb5ca6da0c484f1f37ea\n  evaluate:\n    cmd: ./evaluate\n    deps:\n${entryOf("model/a", "old")}`,
    },
    keys: ["error broken"],
    says: ["Stage evaluate read model/a as 149603e6"],
  },
  "misses a file in a directory whose files are in the lock (case 9)": {
    files: {
      "dvc.yaml": PIPELINE.replace("deps: [model]", "deps: [model/b]"),
      "dvc.lock": directoryLock(entryOf("model/b", "b")),
    },
    keys: ["error notInside"],
    says: [
      "Stage evaluate read model/b (dvc.lock:18), but model as stage train records it (dvc.lock:6) holds no such file: evaluate was not run",
    ],
  },
  "compares a directory inside of a directory": {
    files: {
      "dvc.yaml": PIPELINE.replace("deps: [model]", "deps: [model/sub, model/sub/y, model/none]"),
      "dvc.lock": directoryLock(
        entryOf("model/sub", "").replace(/md5: \w{32}/, `md5: ${SUB}`) +
          entryOf("model/sub/y", "y") +
          entryOf("model/none", "").replace(/md5: \w{32}/, `md5: ${directoryHash([])}`),
      ),
    },
  },
  "tells a directory inside of a directory that is another": {
    files: {
      "dvc.yaml": PIPELINE.replace("deps: [model]", "deps: [model/sub]"),
      "dvc.lock": directoryLock(
        entryOf("model/sub", "").replace(/md5: \w{32}/, `md5: ${directoryHash([])}`),
      ),
    },
    keys: ["error broken"],
    says: [`stage train records it as ${SUB.slice(0, 8)}`],
  },
  "misses an output in a directory that was read": {
    files: {
      "dvc.yaml": PIPELINE.replace("outs: [model]", "outs: [model/a, model/c]"),
      "dvc.lock": `schema: '2.0'\nstages:\n  train:\n    cmd: ./train\n    outs:\n${entryOf("model/a", "a")}${entryOf("model/c", "c")}  evaluate:\n    cmd: ./evaluate\n    deps:\n${LISTED}`,
    },
    keys: ["error notInside"],
    says: ["read model (dvc.lock:15) while it held no model/c, which stage train records"],
  },
  "puts a directory together from what stages wrote into it": {
    files: filled({ a: "a", b: "b" }),
  },
  "puts it together with the files that git holds in it": {
    files: { ...filled({ a: "a", b: "b", "x/note": "n" }), "model/x/note": "n" },
  },
  "refuses a directory that holds other outs than were read": {
    files: filled({ a: "a", b: "old" }),
    keys: ["error filledElse"],
    says: [
      "Stage evaluate read model as",
      "(dvc.lock:15), but with model/a and model/b as recorded it is",
      "evaluate was not run on what is released",
    ],
  },
  "refuses a directory of which a file of git changed": {
    files: { ...filled({ a: "a", b: "b", note: "n" }), "model/note": "m" },
    keys: ["error filledElse"],
  },
  "warns where the directory was read with more files than are known": {
    files: filled({ a: "a", b: "b", "x.pyc": "x" }),
    keys: ["warning maybeUntracked"],
  },
  "warns where a file of git in it has other line endings": {
    files: { ...filled({ a: "a", b: "b", note: "n\r\n" }), "model/note": "n\n" },
    keys: ["warning lineEndings"],
  },
  "warns where a frozen stage read other outs in a directory": {
    files: frozen(filled({ a: "a", b: "old" })),
    keys: ["warning frozenFilledElse"],
  },
  "does not count on what only an orphan wrote into a directory (case 19)": {
    files: orphaned(filled({ a: "a" })),
  },
  "tells once of a directory that was read and whose files are not known": {
    files: closed(2),
    gaps: [/^model: model\/b in it is known by the hash alone that stage train records/],
  },
  "refuses a directory that was read with fewer files than are known": {
    files: closed(1),
    keys: ["error filledElse"],
    says: ["read model as 1 files"],
  },
  "excludes an orphan whose path another stage writes (case 19)": {
    files: {
      "dvc.yaml": PIPELINE,
      "dvc.lock": lock(
        "new",
        "new",
        `  gone:\n    cmd: ./gone\n    outs:\n${entryOf("model", "old")}`,
      ),
    },
  },
  "excludes an orphan whose directory holds what another stage writes (case 19)": {
    files: {
      "dvc.yaml": PIPELINE.replaceAll("[model]", "[model/a]"),
      "dvc.lock": `schema: '2.0'\nstages:\n  gone:\n    cmd: ./gone\n    outs:\n${LISTED}  train:\n    cmd: ./train\n    outs:\n${entryOf("model/a", "new")}  evaluate:\n    cmd: ./evaluate\n    deps:\n${entryOf("model/a", "new")}`,
    },
  },
  "excludes an out that its stage no longer has, where a *.dvc file tracks it (case 22)": {
    files: {
      "dvc.yaml": PIPELINE.replace("outs: [model]", "outs: [other]"),
      "dvc.lock": lock("old", "new"),
      "model.dvc": `outs:\n- md5: ${md5("new")}\n  hash: md5\n  path: model\n`,
    },
  },
  "does not call the release itself the origin of what it read": {
    files: { "dvc.yaml": PIPELINE, "dvc.lock": lock("new", "old") },
    keys: ["error broken"],
    exactly: /is released\.$/,
  },
  "does not apply where nothing is passed on": {
    files: {
      "dvc.yaml": "stages:\n  a:\n    cmd: ./a\n",
      "dvc.lock": "schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n",
    },
    notApplicable: /no stage reads what another stage/,
  },
});

addExample(chain, "lock/chain-holds");
chain.run();
