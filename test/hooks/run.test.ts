// One push from git's lines to an exit code, with an engine that answers as it is told.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  array,
  assert as assertProperty,
  asyncProperty,
  constantFrom,
  oneof,
  string,
} from "fast-check";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import type { Engine, HookPlace } from "../../hooks/engine.ts";
import { readInput } from "../../hooks/input.ts";
import { mayBeRelease } from "../../config/may-be-release.ts";
import { runHook } from "../../hooks/run.ts";
import { version } from "../../hooks/version.ts";
import { AuditError } from "../../lib/error.ts";
import { parsePrePush, type RefUpdate } from "../../lib/update.ts";
import { finding, refused as refusedRelease, report } from "../helpers/reports.ts";
import { branchLine, line, oid, tagLine } from "./shells.ts";

const test = suite("hooks/run");

/** A directory that is not there, so that nothing can be written or read in it. */
const nowhere = join(temporaryDirectory(), "gone");

interface Outcome {
  readonly code: number;
  readonly stderr: string;
  readonly loads: number;
  readonly audited: readonly { updates: readonly RefUpdate[]; place: HookPlace }[];
}

async function push(
  input: string | AsyncIterable<Uint8Array | string>,
  more: Partial<Engine> & {
    load?: () => Promise<Engine>;
    env?: NodeJS.ProcessEnv;
    mayStop?: boolean;
    home?: string;
  } = {},
): Promise<Outcome> {
  let stderr = "";
  let loads = 0;
  const audited: { updates: readonly RefUpdate[]; place: HookPlace }[] = [];
  const engine: Engine = {
    auditUpdates: (updates, place) => {
      audited.push({ updates, place });
      return Promise.resolve(report());
    },
    render: (_report, hints, width) => `report ${width} ${hints.join("|")}\n`,
    exitCodeOf: () => 0,
    crashWaivers: () => Promise.resolve([]),
    mayBeRelease,
    ...more,
  };
  const code = await runHook(
    {
      input: typeof input === "string" ? Readable.from([Buffer.from(input)]) : input,
      remote: "origin",
      place: "pre-push",
      home: more.home ?? nowhere,
      parse: parsePrePush,
      mayStop: more.mayStop ?? true,
      directory: "/somewhere",
      environment: more.env ?? {},
      stderr: { write: (text) => (stderr += text) },
    },
    () => {
      loads += 1;
      return more.load?.() ?? Promise.resolve(engine);
    },
  );
  return { code, stderr, loads, audited };
}

function failing(reason: unknown): Partial<Engine> {
  return {
    auditUpdates: async () => {
      await Promise.resolve();
      throw reason;
    },
  };
}

function broken(): never {
  throw new Error("broken");
}

async function* cutOff(text: string): AsyncGenerator<string> {
  yield text;
  await Promise.resolve();
  throw new Error("EIO");
}

const outside = new AuditError("config-invalid", "the policy is broken", "Mend it.");

test("a push without a tag loads nothing and says nothing", async () => {
  for (const input of ["", branchLine, line("refs/tags/v1", "refs/heads/x")]) {
    const { code, stderr, loads } = await push(input);
    deepStrictEqual([code, stderr, loads], [0, "", 0], input);
  }
});

test("a push with a tag is audited whole, and its report is printed", async () => {
  const { code, stderr, audited } = await push(branchLine + tagLine);
  deepStrictEqual([code, stderr], [0, "report 72 \n"]);
  deepStrictEqual(
    audited[0]?.updates.map(({ ref }) => ref),
    ["refs/heads/main", "refs/tags/v1.0.0"],
  );
  strictEqual(audited[0]?.place.remote, "origin");
});

test("the verdict's code is the hook's, and a refusal names the branch's command", async () => {
  for (const wanted of [1, 3]) {
    const { code, stderr } = await push(branchLine + tagLine, { exitCodeOf: () => wanted });
    strictEqual(code, wanted);
    strictEqual(stderr, "report 72 Without the tag: git push origin main\n");
    const alone = await push(tagLine, { exitCodeOf: () => wanted });
    strictEqual(alone.stderr, "report 72 \n");
  }
});

test("what breaks stops no tag that is no release by its name, and says so", async () => {
  const before = line("refs/tags/before-refactor", "refs/tags/before-refactor");
  const went = await push(before, failing(outside));
  strictEqual(went.code, 0);
  match(
    went.stderr,
    /^tagproof: the policy is broken\n {2}Mend it\.\n {2}Not stopped and not audited/,
  );
  for (const name of ["v1.0.0", "prod-5", "nightly-2026", "latest", "model#prod", "v1_final"]) {
    const { code } = await push(
      before + line("refs/tags/x", `refs/tags/${name}`),
      failing(outside),
    );
    strictEqual(code, 2, name);
  }
  strictEqual((await push(before, { load: broken })).code, 70);
  const crashed = await push(before, failing(new Error("a bug")));
  strictEqual(crashed.code, 70, "where the policy is known, it may call this a release");
});

test("what breaks stops a tag, with the code of its kind", async () => {
  const cases: readonly (readonly [unknown, number, RegExp])[] = [
    [outside, 2, /^tagproof: the policy is broken\n {2}Mend it\.\n$/],
    [new AuditError("out-of-time", "no time", "Later."), 3, /no time/],
    [new TypeError("x is not a function"), 70, /bug in tagproof: TypeError: x is not/],
    ["a string", 70, /bug in tagproof/],
    [undefined, 70, /bug in tagproof/],
    [new Error("\u001b[2Kpassed"), 70, /\\u\{1b\}\[2Kpassed/],
  ];
  for (const [error, wanted, words] of cases) {
    const { code, stderr } = await push(tagLine, failing(error));
    strictEqual(code, wanted, String(error));
    match(stderr, words);
    ok(
      stderr.split("\n").every((text) => text.length <= 72),
      stderr,
    );
    const mixed = await push(branchLine + tagLine, failing(error));
    match(mixed.stderr, /Without the tag: git push origin main\n$/);
  }
});

test("where nobody may be stopped, all is said and nothing stops", async () => {
  const refused = await push(tagLine, { exitCodeOf: () => 1, mayStop: false });
  deepStrictEqual(
    [refused.code, refused.stderr],
    [0, "report 72 Not stopped: it is unknown who writes this tag. The push will be.\n"],
  );
  const crashed = await push(tagLine, { ...failing(new Error("oh")), mayStop: false });
  strictEqual(crashed.code, 0);
  match(crashed.stderr, /bug in tagproof/);
});

test("a crash is waived for every tag of the push or for none, and recorded", async () => {
  const home = temporaryDirectory();
  const waiver = { tag: "v1.0.0", rule: "crash", reason: "#7", by: "Ada <a@x>" };
  const crashWaivers = () => Promise.resolve([waiver]);
  const crash = { ...failing(new Error("oh")), crashWaivers, home };
  const waived = await push(tagLine, crash);
  strictEqual(waived.code, 0);
  match(waived.stderr, /bug in tagproof[^]*v1\.0\.0 goes unaudited, crash waived: #7\n$/);
  const [entry] = readFileSync(join(home, "ledger.jsonl"), "utf8").trimEnd().split("\n");
  const { time, ...rest } = JSON.parse(entry!) as Record<string, unknown>;
  ok(typeof time === "string");
  deepStrictEqual(rest, {
    place: "pre-push",
    remote: "origin",
    tag: "v1.0.0",
    oid,
    rule: "crash",
    reason: "#7",
    by: "Ada <a@x>",
  });
  const other = line("refs/tags/v2", "refs/tags/v2");
  strictEqual((await push(tagLine + other, crash)).code, 70);
  strictEqual((await push(tagLine, { ...crash, home: nowhere })).code, 70, "unrecorded");
  strictEqual((await push(tagLine, { ...failing(outside), crashWaivers, home })).code, 2);
});

/** Where install wrote down that releases set the branches `release/…`. */
function watching(): string {
  const home = temporaryDirectory();
  writeFileSync(join(home, "branches"), "release/\n");
  return home;
}

const releaseLine = line("refs/heads/release/1", "refs/heads/release/1");
const nameless = report({
  releases: [],
  verdict: "failed",
  push: [finding({ rule: "release/named" })],
});

test("a branch that is watched is audited, and told of only where there is something to tell", async () => {
  const home = watching();
  const clean = await push(releaseLine, {
    home,
    auditUpdates: () => Promise.resolve(report({ releases: [] })),
  });
  deepStrictEqual([clean.code, clean.stderr, clean.loads], [0, "", 1]);
  const refused = { home, auditUpdates: () => Promise.resolve(nameless), exitCodeOf: () => 1 };
  const { code, stderr } = await push(releaseLine, refused);
  deepStrictEqual([code, stderr], [1, "report 72 \n"]);
  strictEqual((await push(branchLine, refused)).loads, 0);
  const mixed = await push(branchLine + releaseLine + tagLine, refused);
  strictEqual(mixed.stderr, "report 72 Without the tag: git push origin main\n");
});

test("what breaks over a branch is told and stops nothing", async () => {
  const crashed = await push(releaseLine, { ...failing(new Error("oh")), home: watching() });
  strictEqual(crashed.code, 0);
  match(crashed.stderr, /bug in tagproof/);
  const gone = { home: watching(), load: () => Promise.reject(new SyntaxError("cut off")) };
  strictEqual((await push(releaseLine, gone)).code, 0);
});

test("what is waived for a branch is recorded", async () => {
  const home = watching();
  const waiver = { tag: "release/1", rule: "release/named", reason: "#8", by: "Ada <a@x>" };
  const auditUpdates: Engine["auditUpdates"] = (_updates, { onBranchWaived }) => {
    onBranchWaived?.(waiver);
    return Promise.resolve(report({ releases: [], push: [finding()] }));
  };
  strictEqual((await push(releaseLine, { home, auditUpdates })).code, 0);
  const entry = JSON.parse(readFileSync(join(home, "ledger.jsonl"), "utf8")) as Record<
    string,
    unknown
  >;
  deepStrictEqual([entry["tag"], entry["oid"], entry["rule"]], ["release/1", oid, "release/named"]);
});

test("what is refused is recorded with its rules, where it was stopped", async () => {
  const home = temporaryDirectory();
  const refusedReport = report({ verdict: "failed", releases: [refusedRelease] });
  const refusal = { home, auditUpdates: () => Promise.resolve(refusedReport), exitCodeOf: () => 1 };
  strictEqual((await push(tagLine, refusal)).code, 1);
  const entry = JSON.parse(readFileSync(join(home, "refusals.jsonl"), "utf8")) as Record<
    string,
    unknown
  >;
  deepStrictEqual(entry["refused"], ["metrics/match-params"]);
  deepStrictEqual([entry["tag"], entry["commit"]], [refusedRelease.name, refusedRelease.commit]);
  const open = temporaryDirectory();
  strictEqual((await push(tagLine, { ...refusal, home: open, mayStop: false })).code, 0);
  strictEqual(existsSync(join(open, "refusals.jsonl")), false);
  strictEqual((await push(tagLine, { ...refusal, home: nowhere })).code, 1, "refused all the same");
});

test("a bug says its versions, and its stack only when asked", async () => {
  const { stderr } = await push(tagLine, failing(new Error("oh")));
  ok(stderr.includes(`tagproof ${version}, node ${process.version}`), stderr);
  ok(!stderr.includes("run.test"), stderr);
  const debug = await push(tagLine, { ...failing(new Error("oh")), env: { TAGPROOF_DEBUG: "1" } });
  ok(debug.stderr.includes("run.test"), debug.stderr);
});

test("a report that cannot be rendered or judged is a bug, not a pass", async () => {
  strictEqual((await push(tagLine, { render: broken })).code, 70);
  strictEqual((await push(tagLine, { exitCodeOf: broken })).code, 70);
});

test("a part of the bundle that is gone is called damaged", async () => {
  const gone = Object.assign(new Error("Cannot find module"), { code: "ERR_MODULE_NOT_FOUND" });
  for (const error of [gone, new SyntaxError("Unexpected end of input")]) {
    const { code, stderr } = await push(tagLine, { load: () => Promise.reject(error) });
    strictEqual(code, 1);
    match(stderr, /files of the hook are damaged\.\n {2}Run "tagproof install" again/);
  }
  const other = await push(tagLine, { load: () => Promise.reject(new Error("top level")) });
  strictEqual(other.code, 70);
});

test("input that cannot be read stops a tag only", async () => {
  const cases: readonly (readonly [string, number])[] = [
    [`${tagLine}nonsense\n`, 2],
    [`${branchLine}nonsense\n`, 0],
    [`nonsense ${oid} refs/tags/v1\n`, 2],
    ["\n", 0],
  ];
  for (const [input, wanted] of cases) strictEqual((await push(input)).code, wanted, input);
  strictEqual((await push(cutOff(tagLine))).code, 2);
  strictEqual((await push(cutOff(branchLine))).code, 0);
});

test("readInput joins characters that chunks cut, and stops at its limit", async () => {
  const bytes = Buffer.from("größe 数据");
  const single = Readable.from(Array.from(bytes, (byte) => Buffer.from([byte])));
  deepStrictEqual(await readInput(single), { text: "größe 数据", error: null });
  const { text, error } = await readInput(Readable.from(["1234", "5678", "9"]), 6);
  strictEqual(text, "12345678");
  ok(error instanceof AuditError && error.code === "hook-input");
});

const pieces = constantFrom(tagLine, branchLine, " ", "\n", " refs/tags/v1", oid);

test("runHook never rejects, and without the words of a tag never stops", async () => {
  await assertProperty(
    asyncProperty(array(oneof(pieces, string({ unit: "binary" }))), async (parts) => {
      const text = parts.join("");
      const { code } = await push(text, failing(new Error("broken")));
      if (!text.includes(" refs/tags/")) strictEqual(code, 0);
    }),
  );
});

test("the version is that of package.json", () => {
  const text = readFileSync("package.json", "utf8");
  strictEqual(version, (JSON.parse(text) as { version: string }).version);
});

test.run();
