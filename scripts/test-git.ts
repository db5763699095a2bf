// `npm run test:git -- <path to git> […]`: the tests of the hooks on other gits than the system's.

import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** What git itself decides: the shims, the installer, and everything that is pushed or tagged. */
const PATTERNS = [
  "test/hooks/",
  "test/git/",
  "test/end-to-end/scenarios/",
  "test/end-to-end/hazards",
  "test/end-to-end/hooks",
  "test/end-to-end/branches",
  "test/end-to-end/managers",
  "test/end-to-end/push.test",
  "test/end-to-end/server",
  "test/end-to-end/waivers",
  "test/end-to-end/layouts",
];

/** Runs them with that git first on PATH; null where it is none. */
function testOn(path: string): number | null {
  const git = realpathSync(resolve(path));
  const { status, stdout } = spawnSync(git, ["--version"], { encoding: "utf8" });
  if (status !== 0) return null;
  console.log(`\n${git}: ${stdout.trim()}`);
  const directory = mkdtempSync(join(tmpdir(), "tagproof-git-"));
  try {
    symlinkSync(git, join(directory, "git"));
    const env = { ...process.env, PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}` };
    const args = [join(process.cwd(), "dist/scripts/test.js"), ...PATTERNS];
    return spawnSync(process.execPath, args, { env, stdio: "inherit" }).status;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: npm run test:git -- <path to git> […]");
  process.exitCode = 2;
}
for (const path of paths) {
  const status = testOn(path);
  if (status === null) console.error(`${path} is no git`);
  if (status !== 0) process.exitCode = 1;
}
