import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { directoryHash } from "../../../lib/dvc/directory-hash.ts";
import { addCases, entryOf } from "../../helpers/lock-cases.ts";
import { judgedBy } from "../../helpers/judged.ts";
import { createProject, md5 } from "../../helpers/pipeline.ts";
import { addExample } from "../../helpers/example.ts";

const deps = suite("rules/lock/deps-match");

function files(path: string, lock: string, more: Readonly<Record<string, string>> = {}) {
  return {
    "dvc.yaml": `stages:\n  a:\n    cmd: ./a\n    deps: ['${path}']\n`,
    "dvc.lock": `schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n    deps:\n${lock}`,
    ...more,
  };
}

function directory(contents: Readonly<Record<string, string>>, nfiles?: number): string {
  const listed = Object.entries(contents).map(([path, text]) => ({ path, md5: md5(text) }));
  const count = nfiles ?? listed.length;
  return `    - path: src\n      hash: md5\n      md5: ${directoryHash(listed)}\n      nfiles: ${count}\n`;
}

function reading(path: string, sum: string) {
  return {
    "dvc.yaml": `stages:\n  r:\n    cmd: ./r\n    deps: [${path}]\n`,
    "dvc.lock": `schema: '2.0'\nstages:\n  r:\n    cmd: ./r\n    deps:\n    - path: ${path}\n      hash: md5\n      md5: ${sum}\n`,
  };
}

/** A stage on a dataset, all three copies the same but for what is asked. */
function dataset({ name = "cats", url = "../cats", read = "a" }) {
  const record = (revision: string, indent: string): string =>
    ["name: cats", "url: ../cats", "type: dvc", `rev_lock: ${revision}`].join(`\n${indent}`);
  return {
    "dvc.yaml": `datasets:\n- {name: ${name}, url: "${url}", type: dvc}\nstages:\n  r:\n    cmd: ./r\n    deps: ['ds://cats']\n`,
    "dvc.lock": `schema: '2.0'\ndatasets:\n- ${record("a", "  ")}\nstages:\n  r:\n    cmd: ./r\n    deps:\n    - path: ds://cats\n      dataset:\n        ${record(read, "        ")}\n`,
  };
}

/** A stage that was renamed after its code changed: the lock keeps the old entry. */
function renamed(out: string, more: Readonly<Record<string, string>> = {}) {
  return {
    "dvc.yaml": "stages:\n  new:\n    cmd: ./a\n    deps: [a.py]\n    outs: [o]\n",
    "dvc.lock": `schema: '2.0'\nstages:\n  old:\n    cmd: ./a\n    deps:\n${entryOf("a.py", "1\n")}    outs:\n${entryOf(out, "1\n")}  new:\n    cmd: ./a\n    deps:\n${entryOf("a.py", "2\n")}    outs:\n${entryOf("o", "2\n")}`,
    "a.py": "2\n",
    ...more,
  };
}

const BUNDLE = {
  "publish/v1/manifest.json": "{}\n",
  "publish/v1/metrics.json": "{}\n",
  "publish/v1/params.yaml": "{}\n",
};

addCases(deps, "lock/deps-match", {
  "warns of a stage that was renamed, whose code changed since (case 19)": {
    files: renamed("o"),
    keys: ["warning leftOver"],
    says: ["dvc.yaml no longer declares old, and nothing of the release rests on it"],
  },
  "warns of one that was dropped, with what it wrote": {
    files: renamed("gone.pkl", BUNDLE),
    keys: ["warning leftOver"],
  },
  "refuses one whose out a stage reads": {
    files: {
      ...renamed("gone.pkl"),
      "dvc.yaml": "stages:\n  new:\n    cmd: ./a\n    deps: [gone.pkl]\n",
      "dvc.lock": `schema: '2.0'\nstages:\n  old:\n    cmd: ./a\n    deps:\n${entryOf("a.py", "1\n")}    outs:\n${entryOf("gone.pkl", "1\n")}  new:\n    cmd: ./a\n    deps:\n${entryOf("gone.pkl", "1\n")}`,
    },
    keys: ["error differs"],
  },
  "refuses one whose out is a declared artifact": {
    files: {
      ...renamed("gone.pkl"),
      "dvc.yaml": `${renamed("o")["dvc.yaml"]}artifacts:\n  m: {path: gone.pkl}\n`,
    },
    keys: ["error differs"],
  },
  "refuses one whose out the bundle holds, also in another form": {
    files: renamed("gone/model.json", { ...BUNDLE, "publish/v1/model.json": "1 \n" }),
    keys: ["error differs"],
  },
  "refuses one that wrote into the bundle": {
    files: renamed("publish/v1", { ".gitignore": "x" }),
    keys: ["error differs"],
  },
  "refuses one of a group that cannot be resolved": {
    files: {
      "dvc.yaml": "stages:\n  g:\n    foreach: ${nope}\n    do:\n      cmd: ./g ${item}\n",
      "dvc.lock": `schema: '2.0'\nstages:\n  g@x:\n    cmd: ./g x\n    deps:\n${entryOf("a.py", "1\n")}`,
      "a.py": "2\n",
    },
    keys: ["error differs"],
  },
  "accepts the recorded content": {
    files: files("a.py", entryOf("a.py", "1\n"), { "a.py": "1\n" }),
  },
  "refuses a file that changed (case 1)": {
    files: files("a.py", entryOf("a.py", "1\n"), { "a.py": "2\n" }),
    keys: ["error differs"],
    says: [
      "a.py changed after stage a ran: it read b026324c (dvc.lock:6), the commit holds 26ab0db9",
    ],
  },
  "warns where only the line endings differ (case 2)": {
    files: files("a.py", entryOf("a.py", "1\r\n2\r\n"), { "a.py": "1\n2\n" }),
    keys: ["warning lineEndings"],
  },
  "leaves a directory that stages write into to lock/chain-holds": {
    files: {
      "dvc.yaml":
        "stages:\n  w:\n    cmd: ./w\n    outs: [src/o]\n  a:\n    cmd: ./a\n    deps: [src]\n",
      "dvc.lock": `schema: '2.0'\nstages:\n  w:\n    cmd: ./w\n    outs:\n${entryOf("src/o", "o")}  a:\n    cmd: ./a\n    deps:\n${directory({ o: "o", n: "n" })}`,
      "src/n": "n",
    },
  },
  "follows a symbolic link inside of the tree (case 6)": {
    files: files("link.py", entryOf("link.py", "1\n"), { "real.py": "1\n" }),
    prepare: ({ directory: at }) => symlinkSync("real.py", join(at, "link.py")),
  },
  "refuses a changed target of a link (case 6)": {
    files: files("sub/link/x.py", entryOf("sub/link/x.py", "1\n"), {
      "real/x.py": "2\n",
      "sub/keep": "",
    }),
    prepare: ({ directory: at }) => symlinkSync("../real", join(at, "sub/link")),
    keys: ["error differs"],
  },
  "takes a link that leaves the repository for a gap (case 6)": {
    files: files("out", entryOf("out", "1\n")),
    prepare: ({ directory: at }) => symlinkSync("/etc/hostname", join(at, "out")),
    gaps: [/symbolic link that leaves the repository/],
  },
  "hashes a directory (case 8)": {
    files: files("src", directory({ "a b": "1", "a.txt": "2", "é/ü": "3" }), {
      "src/a b": "1",
      "src/a.txt": "2",
      "src/é/ü": "3",
    }),
  },
  "applies .dvcignore, and leaves nested projects and linked directories out (case 8)": {
    files: files("src", directory({ a: "1" }), {
      ".dvcignore": "*.log\n",
      "src/a": "1",
      "src/x.log": "2",
      "src/nested/.dvc/config": "",
      "src/nested/b": "3",
      "other/c": "4",
    }),
    prepare: ({ directory: at }) => symlinkSync("../other", join(at, "src/link")),
  },
  "refuses a directory with a changed file (case 8)": {
    files: files("src", directory({ a: "1", b: "2" }), { "src/a": "1", "src/b": "9" }),
    keys: ["error differs"],
  },
  "warns where the directory held more files than git tracks (case 8)": {
    files: files("src", directory({ a: "1", untracked: "2" }), { "src/a": "1" }),
    keys: ["warning maybeUntracked"],
  },
  "warns of a dep that is nowhere (case 13)": {
    files: files("lost.csv", entryOf("lost.csv", "1\n")),
    keys: ["warning untracked"],
    says: ["Stage a read lost.csv (dvc.lock:6), which is not in git"],
  },
  "takes external deps for a gap (case 14)": {
    files: files("s3://bucket/x", "    - path: s3://bucket/x\n      etag: abc\n"),
    gaps: [/1 dep outside of the repository: s3:\/\/bucket\/x/],
  },
  "warns of a frozen stage that is behind (case 24)": {
    files: files("a.py", entryOf("a.py", "1\n"), {
      "dvc.yaml": "stages:\n  a:\n    cmd: ./a\n    deps: [a.py]\n    frozen: true\n",
      "a.py": "2\n",
    }),
    keys: ["warning frozen"],
    says: ["The stage is frozen"],
  },
  "lets the policy accept a dep": {
    files: files("_version.py", entryOf("_version.py", "1\n"), { "_version.py": "2\n" }),
    policy: { pipeline: { ignoreDeps: ["_version.py"] } },
  },
  "reads names with spaces, hashes and quotes (case 47)": {
    files: files("-a #'b".replace("'", "''"), entryOf(`"-a #'b"`, "x"), { "-a #'b": "x" }),
  },

  "takes a file behind a filter of .gitattributes for a gap (case 5)": {
    files: {
      ...reading("in.txt", md5("plain\n")),
      ".gitattributes": "in.txt filter=crypt\n",
      "in.txt": "crypted\n",
    },
    gaps: [/in\.txt/],
  },
  "reads above the project of a subdirectory, by the plain md5 there (cases 3 and 42)": {
    files: {
      ".dvc/config": "",
      "sub/.dvc/config": "",
      "sub/dvc.yaml": reading("../in.txt", "")["dvc.yaml"],
      "sub/dvc.lock": reading("../in.txt", md5("a\r\n"))["dvc.lock"].replace(
        "      hash: md5\n",
        "",
      ),
      "in.txt": "a\r\n",
    },
  },
  "refuses what changed above the project of a subdirectory (case 42)": {
    files: {
      "sub/.dvc/config": "",
      "sub/dvc.yaml": reading("../in.txt", "")["dvc.yaml"],
      "sub/dvc.lock": reading("../in.txt", md5("old\n"))["dvc.lock"],
      "in.txt": "new\n",
    },
    keys: ["error differs"],
    says: ["in.txt changed after stage sub/dvc.yaml:r ran"],
  },
  "never matches a sum in upper case, as DVC does not (case 48)": {
    files: { ...reading("in.txt", md5("in\n").toUpperCase()), "in.txt": "in\n" },
    keys: ["error differs"],
  },
  "compares the copies of a dataset, whose bytes are elsewhere (case 14)": {
    files: dataset({}),
    gaps: [/1 dep outside of the repository: ds:\/\/cats/],
  },
  "refuses a stage that read another revision of a dataset (case 14)": {
    files: dataset({ read: "b" }),
    keys: ["error otherDataset"],
    says: ["what it read (dvc.lock:11) has another rev_lock than dvc.lock records"],
    gaps: [/ds:\/\/cats/],
  },
  "refuses a dataset that is declared otherwise than it is recorded (case 14)": {
    files: dataset({ url: "../dogs" }),
    keys: ["error outOfSync"],
    says: ["ds://cats, which stage r read (dvc.lock:11), is declared otherwise than dvc.lock"],
    gaps: [/ds:\/\/cats/],
  },
  "refuses a dataset that nothing declares (case 14)": {
    files: dataset({ name: "other" }),
    keys: ["error undeclaredDataset"],
    gaps: [/ds:\/\/cats/],
  },
  "resolves the declaration of a dataset (case 14)": {
    files: { ...dataset({ url: "${animals}" }), "params.yaml": "animals: ../cats\n" },
    gaps: [/ds:\/\/cats/],
  },
});

deps(
  "forces the run of a stage whose changed input was dropped: DVC takes it for unchanged (case 22)",
  async () => {
    const repository = createProject();
    const lock = entryOf("a.py", "1\n") + entryOf("old.py", "1\n");
    const written = files("a.py", lock, { "a.py": "1\n", "old.py": "2\n" });
    for (const [path, text] of Object.entries(written)) repository.write(path, text);
    repository.commit("release");
    repository.git("tag", "-a", "-m", "released", "v1.0.0");
    const { findings, keys } = await judgedBy("lock/deps-match", repository, "v1.0.0");
    deepStrictEqual(keys, ["error differs"]);
    strictEqual(findings[0]?.repair[0], "run: dvc repro --force --single-item a");
  },
);

addExample(deps, "lock/deps-match");
deps.run();
