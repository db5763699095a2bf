// What a run writes into its temporary directory is gone after it, however it ends.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";

const runDirectory = suite("scripts/run-directory");

const MODULE = pathToFileURL(resolve("dist/scripts/run-directory.js")).href;

/** A run that leaves a file and then ends in some way. */
async function run(end: string, temporary?: string) {
  const code = `
    import { writeFileSync } from "node:fs";
    import { openRunDirectory } from ${JSON.stringify(MODULE)};
    const directory = openRunDirectory("x", () => console.log("stopped"));
    writeFileSync(directory.path + "/left", "");
    console.log(directory.path);
    ${end}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    env: { PATH: process.env["PATH"], ...(temporary !== undefined && { TMPDIR: temporary }) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [exit] = (await once(child, "close")) as [number | null];
  return { exit, said: said.trim().split("\n") };
}

const WAYS: readonly (readonly [end: string, exit: number, stopped: boolean])[] = [
  ["directory.remove();", 0, false],
  ['process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 60_000);', 130, true],
  ['process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 60_000);', 143, true],
];

for (const [end, exit, stopped] of WAYS) {
  runDirectory(`nothing is left after ${end}`, async () => {
    const temporary = temporaryDirectory();
    const linked = join(temporaryDirectory(), "linked");
    symlinkSync(temporary, linked);
    const ended = await run(end, linked);
    assert.deepEqual([ended.exit, ended.said.includes("stopped")], [exit, stopped]);
    assert.ok(ended.said[0]?.startsWith(join(temporary, "tagproof-x-")), ended.said[0]);
    assert.deepEqual(readdirSync(temporary), []);
  });
}

runDirectory(
  "where nothing is asked for, it lies in memory or in the system's place, and is gone too",
  async () => {
    const { said, exit } = await run("directory.remove();");
    assert.equal(exit, 0);
    const [path = ""] = said;
    assert.match(path, /^(?:\/dev\/shm|\/(?:private\/)?tmp)\/tagproof-x-\w{6}$/);
    assert.equal(existsSync(path), false);
  },
);

runDirectory.run();
