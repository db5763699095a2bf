// The test runner is seen to fail on everything that uvu alone is green on.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";

const runner = suite("scripts/test");
const RUNNER = join(process.cwd(), "dist/scripts/test.js");

/** A project with test files: each is its own source and its own compiled output. */
function project(files: Record<string, string>, uncompiled: readonly string[] = []): string {
  const root = temporaryDirectory();
  symlinkSync(join(process.cwd(), "node_modules"), join(root, "node_modules"));
  put(root, "package.json", '{ "type": "module" }\n');
  for (const [name, source] of Object.entries(files)) {
    put(root, `test/${name}.test.ts`, source);
    if (!uncompiled.includes(name)) put(root, `dist/test/${name}.test.js`, source);
  }
  return root;
}

function put(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

interface Ended {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly last: string | undefined;
  readonly text: string;
}

function run(root: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUNNER, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  const lines = stdout.trimEnd().split("\n");
  return { status, lines, last: lines.at(-1), text: stdout + stderr };
}

const PASSES = `import { test } from "uvu";
test("one", () => {});
test("two", () => {});
test.run();
`;

runner("passes what passes, and its last line is the sum", () => {
  const { status, last, lines } = run(project({ a: PASSES, "deep/b": PASSES }));
  assert.equal(last, "4 passed, 0 failed, 0 skipped");
  assert.equal(status, 0);
  assert.equal(lines.length, 3);
  assert.match(lines.join("\n"), /^ok {4}test\/deep\/b\.test\.ts {2}2 passed/m);
});

const head = 'import { suite, test } from "uvu";\n';

/** What must fail: the source of a file, the sum that is printed, the reason that is given. */
const FAILURES: Record<string, readonly [source: string, last: string, reason: RegExp]> = {
  "a failing test": [
    `${head}test("a", () => {}); test("b", () => { throw new Error("broken"); }); test.run();`,
    "1 passed, 1 failed, 0 skipped",
    /Error|broken/,
  ],
  "a throw at import": ['throw new Error("early");', "0 passed, 1 failed, 0 skipped", /early/],
  "a file without a test": ["export {};", "0 passed, 1 failed, 0 skipped", /no test was run/],
  "a suite without a test": [
    `${head}test.run();`,
    "0 passed, 1 failed, 0 skipped",
    /no test was run/,
  ],
  "a forgotten run": [
    `${head}test("a", () => {});`,
    "0 passed, 1 failed, 0 skipped",
    /test\.run\(\) is never called/,
  ],
  "a forgotten run beside one that is not": [
    `${head}const good = suite("good");\nconst bad = suite("bad");
good("a", () => {}); bad("b", () => { throw new Error(); }); good.run(); test("c", () => {}); test.run();`,
    "2 passed, 1 failed, 0 skipped",
    /bad\.run\(\) is never called/,
  ],
  "a test after the run": [
    `${head}test("a", () => {}); test.run(); test("b", () => { throw new Error(); });`,
    "1 passed, 1 failed, 0 skipped",
    /a test of test comes after the last test\.run\(\)/,
  ],
  "a throwing before": [
    `${head}test.before(() => { throw new Error(); }); test("a", () => {}); test("b", () => {}); test.run();`,
    "0 passed, 2 failed, 0 skipped",
    /2 of 2 tests did not pass/,
  ],
  "a throwing after.each": [
    `${head}test.after.each(() => { throw new Error(); }); test("a", () => {}); test.run();`,
    "0 passed, 1 failed, 0 skipped",
    /did not pass|exited with/,
  ],
  "a left-over only": [
    `${head}test.only("a", () => {}); test("b", () => { throw new Error(); }); test.run();`,
    "1 passed, 1 failed, 1 skipped",
    /\.only or \.skip/,
  ],
  "a skipped test": [
    `${head}test("a", () => {}); test.skip("b", () => {}); test.run();`,
    "1 passed, 1 failed, 1 skipped",
    /\.only or \.skip/,
  ],
  "an exit inside of a test": [
    `${head}test("a", () => process.exit(0)); test.run();`,
    "0 passed, 1 failed, 0 skipped",
    /exited with 1/,
  ],
  "a promise that never settles": [
    `${head}test("a", () => new Promise(() => {})); test.run();`,
    "0 passed, 1 failed, 0 skipped",
    /exited with/,
  ],
  "a throw after the end": [
    `${head}test("a", () => {}); test.run(); setTimeout(() => { throw new Error("late"); }, 50);`,
    "1 passed, 1 failed, 0 skipped",
    /late/,
  ],
  "a signal": [
    `${head}test("a", () => process.kill(process.pid, "SIGKILL")); test.run();`,
    "0 passed, 1 failed, 0 skipped",
    /ended by SIGKILL/,
  ],
};

for (const [name, [source, last, reason]] of Object.entries(FAILURES))
  runner(`fails on ${name}`, () => {
    const ended = run(project({ a: PASSES, b: source }));
    const [passed, ...rest] = last.split(" ");
    assert.equal(ended.last, [Number(passed) + 2, ...rest].join(" "));
    assert.match(ended.text, reason);
    assert.match(ended.text, /^FAIL {2}test\/b\.test\.ts/m);
    assert.equal(ended.status, 1);
  });

runner("fails on a test file without compiled output, and on output without a source", () => {
  const root = project({ a: PASSES, b: PASSES }, ["b"]);
  put(root, "dist/test/renamed.test.js", 'throw new Error("stale");');
  const { status, last, text } = run(root);
  assert.equal(last, "2 passed, 1 failed, 0 skipped");
  assert.match(text, /FAIL {2}test\/b\.test\.ts {2}it has no compiled output/);
  assert.doesNotMatch(text, /stale/);
  assert.equal(status, 1);
});

runner("fails on a pattern that names nothing, beside one that does", () => {
  const root = project({ "dvc/lock": PASSES, other: PASSES });
  assert.equal(run(root, ["dvc/lock"]).last, "2 passed, 0 failed, 0 skipped");
  const nothing = run(root, ["dvc/lokc"]);
  assert.equal(nothing.last, "0 passed, 1 failed, 0 skipped");
  assert.match(nothing.text, /no test file matches "dvc\/lokc"/);
  assert.equal(nothing.status, 1);
  const both = run(root, ["dvc/lock", "dvc/lokc"]);
  assert.equal(both.last, "2 passed, 1 failed, 0 skipped");
  assert.equal(both.status, 1);
});

runner("fails where there is no test at all", () => {
  const { status, last } = run(project({}));
  assert.equal(last, "0 passed, 1 failed, 0 skipped");
  assert.equal(status, 1);
});

runner("refuses an option that it does not know, or a senseless limit", () => {
  const root = project({ a: PASSES });
  for (const args of [["--bail"], ["--timeout", "soon"], ["--jobs", "0"]]) {
    const { status, text } = run(root, args);
    assert.equal(status, 2, args.join(" "));
    assert.match(text, /usage: npm test/);
  }
});

runner("stops a file that hangs, and what it has started", () => {
  const root = project({
    a: `import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { test } from "uvu";
test("hangs", () => {
  const child = spawn("sleep", ["600"], { stdio: "inherit" });
  writeFileSync("pid", String(child.pid));
  return new Promise((resolve) => setTimeout(resolve, 600_000));
});
test.run();
`,
  });
  const { status, last, text } = run(root, ["--timeout", "2"]);
  assert.match(text, /it was stopped after 2 s/);
  assert.equal(last, "0 passed, 1 failed, 0 skipped");
  assert.equal(status, 1);
  assert.ok(isGone(Number(readFileSync(join(root, "pid"), "utf8"))));
});

runner("does not wait for a process that outlives its file, and says so", () => {
  const root = project({
    a: `import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { test } from "uvu";
test("leaves a process", () => {
  const child = spawn("sleep", ["600"], { stdio: "inherit" });
  child.unref();
  writeFileSync("pid", String(child.pid));
});
test.run();
`,
  });
  const { status, text } = run(root);
  assert.match(text, /a process that it started outlived it/);
  assert.equal(status, 1);
  assert.ok(isGone(Number(readFileSync(join(root, "pid"), "utf8"))));
});

/** Dead, or dead and not yet collected by the init of a container. */
function isGone(pid: number): boolean {
  assert.ok(pid > 0);
  for (let look = 0; look < 50; look += 1) {
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    if (/^(Z|$)/.test(stdout.trim())) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  return false;
}

runner("gives tests a clean environment and a temporary directory that it removes", () => {
  const source = `import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
test("environment", () => {
  const names = ["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "FORCE_COLOR", "GIT_DIR", "GIT_INDEX_FILE"];
  assert.deepEqual(names.filter((name) => name in process.env), []);
  assert.equal(process.env.KEPT, "yes");
  writeFileSync("tmpdir", mkdtempSync(join(tmpdir(), "left-")));
});
test.run();
`;
  const root = project({ a: source });
  const { last, text } = run(root, [], {
    NODE_EXTRA_CA_CERTS: "/nonexistent",
    NODE_OPTIONS: "--no-warnings",
    FORCE_COLOR: "1",
    GIT_DIR: "/nonexistent",
    GIT_INDEX_FILE: "/nonexistent",
    KEPT: "yes",
  });
  assert.equal(last, "1 passed, 0 failed, 0 skipped", text);
  const left = readFileSync(join(root, "tmpdir"), "utf8");
  assert.match(left, /tagproof-test-/);
  assert.equal(existsSync(left), false);
});

runner("adds up a file whose suites run in two goes", () => {
  const source = `import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
const early = suite("early"); early("a", () => {}); early.run();
await setTimeout(50);
const late = suite("late"); late("b", () => {}); late("c", () => {}); late.run();
`;
  assert.equal(run(project({ a: source })).last, "3 passed, 0 failed, 0 skipped");
});

runner("is not taken in by totals that a test prints for itself", () => {
  const block = String.raw`\n  Total:     9\n  Passed:    9\n  Skipped:   0\n  and so on`;
  const { status, last } = run(
    project({ a: `console.log("${block}"); await new Promise((done) => setTimeout(done, 20));` }),
  );
  assert.equal(last, "0 passed, 1 failed, 0 skipped");
  assert.equal(status, 1);
});

runner("shows the whole of what a failing file printed, and nothing of the others", () => {
  const long = `console.error("first line"); console.log("x".repeat(200_000)); console.log("last line");`;
  const { text, last } = run(
    project({ a: `console.log("quiet");${PASSES}`, b: `${long}\nthrow new Error("b");` }),
  );
  assert.ok(text.includes("x".repeat(200_000)));
  assert.match(text, /first line/);
  assert.match(text, /last line/);
  assert.doesNotMatch(text, /quiet/);
  assert.equal(last, "2 passed, 1 failed, 0 skipped");
});

runner("leaves slow files out of a quick run, and says how many", () => {
  const root = project({
    a: PASSES,
    "end-to-end/push": PASSES,
    "dvc/status": `// import { runDvc } from "../helpers/dvc.ts"\n${PASSES}`,
  });
  const quick = run(root, ["--quick"]);
  assert.equal(quick.last, "2 passed, 0 failed, 0 skipped");
  assert.match(quick.text, /quick: 2 slow files are left to npm test/);
  assert.equal(run(root).last, "6 passed, 0 failed, 0 skipped");
});

runner("ends its children and cleans up when it is interrupted", async () => {
  const root = project({
    a: `import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "uvu";
test("waits", () => {
  writeFileSync("started", process.pid + " " + tmpdir());
  return new Promise((resolve) => setTimeout(resolve, 600_000));
});
test.run();
`,
  });
  const child = spawn(process.execPath, [RUNNER], { cwd: root, stdio: "ignore" });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  while (!existsSync(join(root, "started")) || readFileSync(join(root, "started")).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGTERM");
  assert.equal(await ended, 143);
  const [pid, temporary] = readFileSync(join(root, "started"), "utf8").split(" ");
  assert.ok(isGone(Number(pid)));
  assert.ok(temporary !== undefined && !existsSync(temporary), readdirSync(root).join());
});

runner.run();
