// The installer killed for real at each change that it makes to a file: git goes on working with the old
// hooks or the new ones, what was begun can be finished, and all of it be undone.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, lstatSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { writeBundle } from "../../../scripts/build/bundle.ts";
import { isolatedEnvironment } from "../../helpers/repository.ts";
import { shimText, started, write } from "../../hooks/shells.ts";
import {
  bundleDirectory,
  install,
  places,
  snapshot,
  uninstall,
  type HookPlace,
} from "../../hooks/install/places.ts";

const test = suite("end-to-end/hooks/kill");

const hooks = { hooks: ["pre-push", "pre-tag"] };
const one = bundleDirectory(undefined, "one");
const two = bundleDirectory(undefined, "two");
const then = new Date("2026-01-02T03:04:05Z");

/** A repository with a hook by hand, of an odd mode and an old time. */
function handMade(): HookPlace {
  const made = places["a plain repository"]!();
  write(made.hook, "#!/bin/sh\ncat >>../by-hand\n", 0o751);
  utimesSync(made.hook, then, then);
  return made;
}

/** Puts a place back as it is now, at the same path: a fresh one for each kill costs six times that. */
function keeper({ root }: HookPlace): () => void {
  const copy = join(temporaryDirectory(), "copy");
  const options = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true };
  cpSync(root, copy, options);
  return () => {
    rmSync(root, { recursive: true });
    cpSync(copy, root, options);
  };
}

/** As one file: modules that are loaded one by one would be most of what each kill costs. */
const entry = join(temporaryDirectory(), "killed-installer.cjs");
await writeBundle({
  root: process.cwd(),
  entries: { "killed-installer": "test/helpers/killed-installer-entry.ts" },
  command: "killed-installer",
  outDir: dirname(entry),
});

function git({ repository }: HookPlace, ...args: string[]): number | null {
  const options = { cwd: repository.directory, env: isolatedEnvironment() };
  return spawnSync("git", args, options).status;
}

/** Runs the installer and returns true where it was killed before its end. */
function isKilled(made: HookPlace, action: string, bundle: string, at: number): boolean {
  const args = [entry, action, made.repository.directory, bundle, String(at)];
  const { status, signal, stderr } = spawnSync(process.execPath, args, {
    env: isolatedEnvironment(),
    encoding: "utf8",
  });
  ok(signal === "SIGKILL" || status === 0, stderr);
  return signal === "SIGKILL";
}

/** Git works, the hook by hand is heard, and where ours is wired it audits. */
function isWorking(made: HookPlace, what: string): void {
  const byHand = join(made.root, "by-hand");
  rmSync(byHand, { force: true });
  rmSync(join(made.home, "started.json"), { force: true });
  strictEqual(git(made, "push", "--quiet", "origin", `HEAD:refs/heads/${what}`), 0, what);
  ok(existsSync(byHand), `${what}: the hook by hand was started`);
  strictEqual(git(made, "push", "--quiet", "origin", `HEAD:refs/tags/${what}`), 0, what);
  const isOurs = readFileSync(made.hook, "utf8") === shimText;
  strictEqual(started(made.home) !== null, isOurs, `${what}: ours audits where it is there`);
  rmSync(join(made.home, "started.json"), { force: true });
}

/**
 * Every hook and every file of the bundle; not the state, which knows the place, and not what a
 * killed write left, which may be another installer's at work: uninstall takes it away.
 */
function installed({ hook, home }: HookPlace): string[] {
  const lines = [...snapshot(dirname(hook)).split("\n"), ...snapshot(home).split("\n")];
  const ours = lines.filter(
    (line) => !/^(?:state\.json|\.tagproof-\S+\.tmp|\S+\.sample) /.test(line),
  );
  return ours.map((line) => createHash("sha1").update(line).digest("hex"));
}

interface Kill {
  readonly name: string;
  readonly from: string | null;
  readonly action: "install" | "uninstall";
  readonly bundle: string;
}

const kills: readonly Kill[] = [
  { name: "a first install", from: null, action: "install", bundle: one },
  { name: "an upgrade", from: one, action: "install", bundle: two },
  { name: "an uninstall", from: one, action: "uninstall", bundle: one },
];

/** Where an own hook in a state of its own was before: bytes, mode, time. */
function original(made: HookPlace): unknown {
  return [snapshot(dirname(made.hook)), lstatSync(made.hook).mtimeMs, existsSync(made.home)];
}

for (const { name, from, action, bundle } of kills) {
  test(`${name}, killed at any change`, async () => {
    const made = handMade();
    const before = original(made);
    await install(made, { ...hooks, bundle });
    const whole = installed(made);
    await uninstall(made, hooks);
    if (from !== null) await install(made, { ...hooks, bundle: from });
    const putBack = keeper(made);
    let at = 0;
    for (let killed = true; killed;) {
      at += 1;
      putBack();
      killed = isKilled(made, action, bundle, at);
      isWorking(made, `kill-${at}`);
      if (action === "install") {
        await install(made, { ...hooks, bundle });
        deepStrictEqual(installed(made), whole, `${at}: as without a kill`);
      }
      await uninstall(made, hooks);
      deepStrictEqual(original(made), before, `${at}`);
    }
    ok(at > 10, `${at} changes`);
  });
}

test.run();
