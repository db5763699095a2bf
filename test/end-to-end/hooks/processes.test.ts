// How many git processes a hook adds to a push or a tag: five are the most for one release (DESIGN 7).

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { hooked, runGitIn, type Hooked } from "../../helpers/hooked.ts";
import { write } from "../../hooks/shells.ts";

const test = suite("end-to-end/hooks/processes");

/**
 * Git puts its own directory first on the PATH of a hook, so that is replaced: by one whose `git`
 * writes down what a hook or Node.js asks of it, and nothing of what git itself starts.
 */
function countingDirectory(root: string): { directory: string; log: string } {
  const directory = join(root, "exec");
  const log = join(root, "asked");
  const real = spawnSync("git", ["--exec-path"], { encoding: "utf8" }).stdout.trim();
  mkdirSync(directory);
  for (const name of readdirSync(real))
    if (name !== "git") symlinkSync(join(real, name), join(directory, name));
  const script = `#!/bin/sh
IFS= read -r parent <"/proc/$PPID/comm"
case $parent in git*) ;; *) printf '%s\\n' "$*" >>'${log}' ;; esac
exec '${join(real, "git")}' "$@"
`;
  write(join(directory, "git"), script, 0o755);
  return { directory, log };
}

/** The commands that the hooks of one run start, by name: some of them run at the same time. */
function asked(place: Hooked, args: readonly string[], code: number): readonly string[] {
  const { directory, log } = countingDirectory(place.root);
  const environment = { ...place.environment, GIT_EXEC_PATH: directory };
  const ran = runGitIn(place.directory, environment, args);
  strictEqual(ran.code, code, ran.stderr);
  const lines = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
  return lines.map((line) => line.replace(/^(?:-c \S+ )*/, "").split(" ")[0] ?? "").toSorted();
}

const good = ["cat-file", "config", "rev-parse", "rev-parse"];

test("a push of one release asks git four times, the shim's question included", () => {
  deepStrictEqual(asked(hooked(), ["push", "origin", "v1.1.0"], 0), good);
});

test("a tag of one release asks git four times, the shim's question included", () => {
  const tag = ["tag", "-a", "-m", "released", "v1.6.0", "next"];
  deepStrictEqual(asked(hooked(), tag, 0), good);
});

test("a release that is refused, and its working tree compared, asks at most five times", () => {
  const pushed = asked(hooked(), ["push", "origin", "v1.5.0"], 1);
  const tagged = asked(hooked(), ["tag", "-a", "-m", "released", "v1.7.0", "main"], 128);
  for (const commands of [pushed, tagged]) {
    ok(commands.length > good.length && commands.length <= 5, commands.join(", "));
  }
});

test("a push of a branch, a commit and a checkout ask nothing", () => {
  for (const args of [
    ["push", "origin", "main"],
    ["commit", "--quiet", "--allow-empty", "-m", "x"],
    ["checkout", "--quiet", "-b", "other"],
  ]) {
    deepStrictEqual(asked(hooked(), args, 0), [], args.join(" "));
  }
});

test.run();
