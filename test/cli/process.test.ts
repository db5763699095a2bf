// The command line as a process of its own: streams, colour, signals.

import { doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { suite } from "uvu";
import { isolatedEnvironment } from "../helpers/repository.ts";

const test = suite("cli/process");

const entry = join(process.cwd(), "dist", "test", "helpers", "command-entry.js");

function ran(words: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof run> {
  return run(words, env);
}

function run(words: readonly string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [entry, ...words], {
    env: isolatedEnvironment(env),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}

test("exits by the verdict, and writes to a pipe without colour", () => {
  const { status, stdout, stderr } = ran(["audit"]);
  strictEqual(status, 1);
  match(stdout, /^v1\.1\.0 refused/);
  doesNotMatch(stdout, /\u001b/);
  strictEqual(stderr, "");
});

test("FORCE_COLOR colours a pipe, the words stay the same", () => {
  const { stdout } = ran(["audit"], { FORCE_COLOR: "1" });
  match(stdout, /\u001b\[31m/);
  strictEqual(stdout.replaceAll(/\u001b\[\d+m/g, ""), ran(["audit"]).stdout);
});

test("all of a large report reaches a pipe", () => {
  const { stdout, status } = ran(["audit", "many", "--format", "json"]);
  strictEqual(status, 1);
  ok(stdout.length > 1_000_000);
  JSON.parse(stdout);
});

test("a reader that goes away is no error, and the exit code stays", () => {
  const command = `"$0" "$1" audit many --format json | head -c 10; echo "/\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command, process.execPath, entry], {
    env: isolatedEnvironment(),
    encoding: "utf8",
  });
  strictEqual(stderr, "");
  strictEqual(stdout, '{\n  "schem/1\n');
});

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  test(`${signal}: exits with ${code}`, async () => {
    const child = spawn(process.execPath, [entry, "audit", "forever"], {
      env: isolatedEnvironment(),
    });
    await once(child.stderr, "data");
    child.kill(signal);
    const [status]: unknown[] = await once(child, "exit");
    strictEqual(status, code);
  });
}

test.run();
