// Where a content came from: real histories with branches, merges, moves, reverts and edges.

import { deepEqual, equal, match } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { parse } from "yaml";
import type { Lock, LockedEntry, LockedStage } from "../../lib/dvc/model.ts";
import type { Node } from "../../lib/document/node.ts";
import type { OriginAnswer } from "../../lib/finding.ts";
import { openRepository } from "../../lib/git/open.ts";
import { findOrigins, type OriginQuery } from "../../lib/history/origin.ts";
import { malformed, parsed, type Parsed } from "../../lib/reading.ts";
import {
  createRepository,
  isolatedEnvironment,
  repositoryAt,
  type TestRepository,
} from "../helpers/repository.ts";

const test = suite("history/origin");

const hash = (digit: string): string => digit.repeat(32);

interface WrittenStage {
  deps?: { path: string; md5: string }[];
  outs?: { path: string; md5: string }[];
  params?: Record<string, Record<string, unknown>>;
}

/** The few fields that the search looks at. */
function decodeLock(bytes: Uint8Array): Parsed<Lock> {
  let document: { stages: Record<string, WrittenStage> };
  try {
    document = parse(Buffer.from(bytes).toString());
  } catch {
    return malformed("not YAML");
  }
  const stages = Object.entries(document.stages).map(
    ([name, stage]) => [name, toStage(name, stage)] as const,
  );
  return parsed({ schema: "2.0", stages: new Map(stages), datasets: null });
}

function toStage(name: string, { deps = [], outs = [], params = {} }: WrittenStage): LockedStage {
  return {
    name,
    line: 1,
    command: "",
    commandLine: 1,
    deps: deps.map(toEntry),
    outs: outs.map(toEntry),
    params: Object.entries(params).map(([path, values]) => ({
      path,
      line: 1,
      values: Object.entries(values).map(([key, value]) => ({
        key,
        value: toNode(value),
        line: 1,
      })),
    })),
  };
}

function toEntry({ path, md5 }: { path: string; md5: string }): LockedEntry {
  return {
    path,
    line: 1,
    hash: { kind: "md5", value: md5 },
    hashSpelled: true,
    size: null,
    fileCount: null,
    files: null,
    cloud: null,
    dataset: null,
  };
}

function toNode(value: unknown): Node {
  if (Array.isArray(value)) return { kind: "sequence", items: value.map(toNode), line: 1 };
  return { kind: "scalar", value: value as string, line: 1, source: String(value) };
}

function entries(list: readonly string[]): string {
  return list
    .map((item) => item.split("="))
    .map(
      ([path, digit = ""]) => `    - path: ${path}\n      hash: md5\n      md5: '${hash(digit)}'\n`,
    )
    .join("");
}

/** A lock in DVC's form. Each stage is `[name, deps, outs, params]`, contents as `path=digit`. */
function lock(...stages: [string, string[], string[], Record<string, unknown>?][]): string {
  const text = stages.map(
    ([name, deps, outs, params = {}]) =>
      `  ${name}:\n    cmd: run\n    deps:\n${entries(deps)}    outs:\n${entries(outs)}` +
      `    params:\n      params.yaml: ${JSON.stringify(params)}\n`,
  );
  return `schema: '2.0'\nstages:\n${text.join("")}`.replace(/    (deps|outs):\n(?=    \w)/g, "");
}

async function search(
  fixture: TestRepository | string,
  digits: string,
  extra: Partial<OriginQuery> = {},
): Promise<(OriginAnswer | undefined)[]> {
  const directory = typeof fixture === "string" ? fixture : fixture.directory;
  const repository = await openRepository(directory, isolatedEnvironment());
  try {
    const head = await repository.reader.info("HEAD");
    const from = head.state === "present" ? head.oid : "";
    const hashes = Array.from(digits, hash);
    const found = await findOrigins(repository, { hashes, from, decodeLock, ...extra });
    return hashes.map((wanted) => found.get(wanted));
  } finally {
    await repository.close();
  }
}

async function origins(...args: Parameters<typeof search>): Promise<unknown[]> {
  return (await search(...args)).map((answer) => answer?.origin?.commit ?? answer?.unknown);
}

const NONE = "no lock in the history recorded it";

function pipeline(digit: string, threshold: number): string {
  return lock(
    ["prepare", ["data=0"], ["prepared=1"], { seed: 7 }],
    ["train", ["prepared/part=1"], ["models/m=2"], { rate: 0.1 }],
    ["evaluate", ["models=2"], [`metrics.json=${digit}`], { threshold, seed: 8 }],
    ["publish", [`metrics.json=${digit}`], ["out=9"], { unrelated: 1 }],
  );
}

test("names the commit, the stage and the params of it and of all upstream", async () => {
  const fixture = createRepository();
  fixture.write("dvc.lock", pipeline("a", 0.65));
  const commit = fixture.commit("threshold 0.65\n\nbody");
  fixture.write("dvc.lock", pipeline("b", 0.5));
  fixture.commit("threshold 0.50");
  deepEqual(await search(fixture, "a"), [
    {
      origin: { commit, date: "2026-03-02", subject: "threshold 0.65", release: null },
      unknown: null,
      stage: "evaluate",
      params: [
        { file: "params.yaml", key: "threshold", value: "0.65" },
        { file: "params.yaml", key: "seed", value: "8" },
        { file: "params.yaml", key: "rate", value: "0.1" },
      ],
    },
  ]);
});

test("the newest commit that brought it, not one that moved it, read it or kept it", async () => {
  const fixture = createRepository();
  fixture.write("dvc.lock", lock(["one", [], ["x=a"]]));
  fixture.commit("first time");
  fixture.write("dvc.lock", lock(["one", [], ["x=b"]]));
  fixture.commit("gone");
  fixture.write("dvc.lock", lock(["one", [], ["x=a"]]));
  const again = fixture.commit("again");
  fixture.write("dvc.lock", lock(["zero", [], ["y=c"]], ["one", [], ["x=a"]]));
  const moved = fixture.commit("moved down in the file");
  fixture.write("other/dvc.lock", lock(["reader", ["../x=a"], ["z=d"]]));
  fixture.commit("read elsewhere");
  fixture.git("mv", "dvc.lock", "elsewhere.lock");
  fixture.write("sub/dvc.lock", fixture.read("elsewhere.lock"));
  fixture.commit("the lock moved");
  fixture.git("rm", "-r", "--quiet", "sub");
  fixture.commit("and is gone");
  deepEqual(await origins(fixture, "ace"), [again, moved, NONE]);
});

test("a content that locks only read is found where it came into one", async () => {
  const fixture = createRepository();
  fixture.write("dvc.lock", lock(["one", ["data=a"], ["x=b"]]));
  const commit = fixture.commit("reads it");
  fixture.write("dvc.lock", lock(["one", ["data=c"], ["x=b"]]));
  fixture.commit("reads another");
  const [answer] = await search(fixture, "a");
  deepEqual([answer?.origin?.commit, answer?.stage, answer?.params], [commit, null, []]);
});

test("a pointer file, a directory hash, a lock in a directory with an odd name", async () => {
  const fixture = createRepository();
  fixture.write("data/set.csv.dvc", `outs:\n- md5: ${hash("a")}\n  path: set.csv\n`);
  fixture.write(
    'dïr x/"q"/dvc.lock',
    lock(["one", [], ["x=b"]]).replace(hash("b"), `${hash("b")}.dir`),
  );
  const commit = fixture.commit("both");
  deepEqual(await origins(fixture, "a"), [commit]);
  const [answer] = await search(fixture, "", { hashes: [`${hash("b")}.dir`] });
  equal(answer, undefined);
  const repository = await openRepository(fixture.directory, isolatedEnvironment());
  const found = await findOrigins(repository, {
    hashes: [`${hash("b")}.dir`, "etag-1"],
    from: commit,
    decodeLock,
  });
  await repository.close();
  equal(found.get(`${hash("b")}.dir`)?.stage, "one");
  equal(found.get("etag-1")?.unknown, "only an md5 can be searched in the history");
});

test("side branches: merged, merged and thrown away, made by the merge, never merged", async () => {
  const fixture = createRepository();
  const at = (digit: string): void => fixture.write("dvc.lock", lock(["one", [], [`x=${digit}`]]));
  at("0");
  fixture.commit("root");
  fixture.git("checkout", "--quiet", "-b", "side");
  at("a");
  const side = fixture.commit("side");
  fixture.git("checkout", "--quiet", "main");
  at("b");
  fixture.commit("main");
  fixture.git("merge", "--quiet", "--strategy=ours", "--message", "throw side away", "side");
  fixture.git("checkout", "--quiet", "-b", "evil");
  fixture.commit("evil");
  fixture.git("checkout", "--quiet", "main");
  fixture.commit("main again");
  fixture.git("merge", "--quiet", "--no-ff", "--no-commit", "evil");
  at("c");
  const merge = fixture.commit("made by the merge");
  fixture.git("checkout", "--quiet", "-b", "never");
  at("d");
  const never = fixture.commit("never merged");
  fixture.git("update-ref", "refs/exps/00/exp", never);
  fixture.git("checkout", "--quiet", "main");
  fixture.git("branch", "--quiet", "--delete", "--force", "never");
  deepEqual(await origins(fixture, "acd"), [side, merge, never]);
});

test("what git's configuration and attributes hide from a diff is found", async () => {
  const fixture = createRepository();
  fixture.write(".gitattributes", "*.lock -diff\n");
  fixture.write("dvc.lock", lock(["one", [], ["x=a"]]));
  for (const [key, value] of [
    ["log.showRoot", "false"],
    ["log.showSignature", "true"],
    ["log.diffMerges", "off"],
    ["diff.renames", "copies"],
    ["log.follow", "true"],
    ["i18n.logOutputEncoding", "latin1"],
    ["color.ui", "always"],
    ["core.quotePath", "true"],
    ["log.decorate", "full"],
  ] as const) {
    fixture.git("config", key, value);
  }
  const commit = fixture.commit("root");
  fixture.write("dvc.lock", lock(["one", [], ["x=b"]]));
  const text = execFileSync("git", ["cat-file", "commit", fixture.commit("nëxt")], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    encoding: "utf8",
  });
  const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n";
  const signed = execFileSync("git", ["hash-object", "-w", "-t", "commit", "--stdin"], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    input: text.replace("\n\n", `\n${signature}\n`),
    encoding: "utf8",
  }).trim();
  fixture.git("update-ref", "HEAD", signed);
  deepEqual(await origins(fixture, "ab"), [commit, signed]);
  const [, answer] = await search(fixture, "ab");
  equal(answer?.origin?.subject, "nëxt");
});

test("a shallow history: known inside, unknown at its edge and behind it", async () => {
  const fixture = createRepository();
  for (const digit of ["0", "a", "b", "c"]) {
    fixture.write("dvc.lock", lock(["one", [], [`x=${digit}`]]));
    fixture.commit(digit);
  }
  const clone = join(temporaryDirectory(), "clone");
  fixture.git("clone", "--quiet", "--depth=2", `file://${fixture.directory}`, clone);
  const [inside, edge, behind] = await origins(clone, "cba");
  equal(inside, fixture.git("rev-parse", "HEAD"));
  match(String(edge), /^the history is shallow: it may have been recorded before [0-9a-f]{7}, /);
  equal(behind, "the history is shallow: no lock in the part that is here recorded it");
});

test("a true root in a shallow repository is no edge", async () => {
  const fixture = createRepository();
  for (const message of ["one", "two"]) fixture.commit(message);
  fixture.git("checkout", "--quiet", "--orphan", "other");
  fixture.write("dvc.lock", lock(["one", [], ["x=a"]]));
  const root = fixture.commit("root");
  fixture.git("checkout", "--quiet", "main");
  fixture.git("merge", "--quiet", "--allow-unrelated-histories", "--message", "join", "other");
  const clone = join(temporaryDirectory(), "clone");
  fixture.git("clone", "--quiet", "--depth=2", `file://${fixture.directory}`, clone);
  equal(repositoryAt(clone).git("rev-parse", "--is-shallow-repository"), "true");
  deepEqual(await origins(clone, "a"), [root]);
});

test("a partial clone says that it could not look", async () => {
  const fixture = createRepository();
  fixture.git("config", "uploadpack.allowFilter", "true");
  for (const digit of ["a", "b"]) {
    fixture.write("dvc.lock", lock(["one", [], [`x=${digit}`]]));
    fixture.commit(digit);
  }
  const clone = join(temporaryDirectory(), "clone");
  const url = `file://${fixture.directory}`;
  fixture.git("clone", "--quiet", "--filter=blob:none", url, clone);
  const [now, before] = await origins(clone, "ba");
  match(String(now), /^the locks before [0-9a-f]{7} could not be read$/);
  equal(before, "no lock that could be read recorded it, and 1 versions of locks could not be");
});

test("limits and interruptions are said, and a lock that is none does not stop the search", async () => {
  const fixture = createRepository();
  fixture.write("dvc.lock", lock(["one", [], ["x=a"]]));
  const commit = fixture.commit("good");
  fixture.write("dvc.lock", `stages: [${hash("b")}\n`);
  const broken = fixture.commit("broken");
  deepEqual(await origins(fixture, "ab"), [commit, broken]);
  deepEqual(await origins(fixture, "a", { limit: 1 }), [
    "the search stopped after too many changes of locks",
  ]);
  deepEqual(await origins(fixture, "a", { signal: AbortSignal.abort() }), [
    "there was no time to search further",
  ]);
  deepEqual(await origins(fixture, "a", { from: "--all" }), ["there is no commit to search from"]);
  const [gone] = await origins(fixture, "a", { from: "1".repeat(40) });
  match(String(gone), /^the history could not be read \(git log ended with 128/);
});

test("one pass serves many hashes, and a long history is left as soon as all are found", async () => {
  const fixture = createRepository();
  const digits = "0123456789abcdef";
  let input = "";
  for (let index = 0; index < 1000; index += 1) {
    const text = lock(["one", [], [`x=${digits[index % 16]}`]]);
    input += `commit refs/heads/main\ncommitter A <a@b> ${1_700_000_000 + index} +0000\ndata 1\nm\n`;
    input += `M 100644 inline dvc.lock\ndata ${text.length}\n${text}\n`;
  }
  execFileSync("git", ["fast-import", "--quiet"], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    input,
  });
  const repository = await openRepository(fixture.directory, isolatedEnvironment());
  const from = fixture.git("rev-parse", "main");
  const found = await findOrigins(repository, {
    hashes: Array.from(digits, hash),
    from,
    decodeLock,
  });
  const expected = Array.from(digits, (_, index) =>
    fixture.git("rev-parse", `main~${(999 - index) % 16}`),
  );
  deepEqual(
    Array.from(digits, (digit) => found.get(hash(digit))?.origin?.commit),
    expected,
  );
  equal(repository.statistics.processes, 3);
  equal(repository.statistics.objects < 100, true);
  await repository.close();
});

test.run();
