// Makes `.venv` with the pinned DVC and GTO. Done once; an interrupted set-up is done again.

import { spawnSync } from "node:child_process";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DVC_VERSION, GTO_VERSION, STAMP, findTestDvc, stampPath, versionOf } from "./find.ts";
import type { TestDvc } from "./find.ts";
import { withLock } from "./lock.ts";

/** Seconds that a second set-up waits for the first. */
const PATIENCE = 900;

/** Finds or makes the DVC of the tests. Throws with one sentence when it cannot. */
export function setUpDvc(root: string): TestDvc {
  return (
    findTestDvc(root) ??
    withLock(join(root, ".venv.lock"), PATIENCE, () => findTestDvc(root) ?? install(root))
  );
}

function install(root: string): TestDvc {
  const venv = join(root, ".venv");
  const python = join(venv, "bin", "python");
  rmSync(venv, { recursive: true, force: true });
  run("python3", ["-m", "venv", venv], "python3 cannot make a virtual environment");
  installPackages(venv, python, [`dvc==${DVC_VERSION}`, `gto==${GTO_VERSION}`]);
  const version = versionOf(join(venv, "bin", "dvc"));
  if (version !== DVC_VERSION)
    throw new Error(`DVC ${DVC_VERSION} was installed but answers as ${version ?? "nothing"}`);
  writeStamp(root);
  const found = findTestDvc(root);
  if (found === null) throw new Error(".venv was made but lacks dvc or gto");
  return found;
}

/** By uv, in seconds; by pip, in minutes, where uv does not install or does not run here. */
function installPackages(venv: string, python: string, packages: readonly string[]): void {
  const uv = join(venv, "bin", "uv");
  const byUv =
    succeeds(python, ["-m", "pip", "install", "--quiet", "uv"]) &&
    succeeds(uv, ["pip", "install", "--quiet", "--python", python, ...packages]);
  if (byUv) return;
  const args = ["-m", "pip", "install", "--quiet", ...packages];
  run(python, args, `pip cannot install ${packages.join(" ")} (is the network there?)`);
}

function writeStamp(root: string): void {
  const stamp = stampPath(root);
  writeFileSync(`${stamp}.new`, STAMP);
  renameSync(`${stamp}.new`, stamp);
}

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

function run(program: string, args: readonly string[], complaint: string): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  const said = error?.message ?? lastLine(stderr) ?? lastLine(stdout) ?? `exit ${status}`;
  throw new Error(`${complaint}: ${said}`);
}

function lastLine(text: string): string | undefined {
  return text.trim().split("\n").at(-1)?.trim() || undefined;
}
