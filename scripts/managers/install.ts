// Installs the hook managers from their registries. Done once; an interrupted set-up is done again.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLock } from "../dvc/lock.ts";
import {
  findLfs,
  findManagers,
  managersDirectory,
  NPM_MANAGERS,
  PRE_COMMIT,
  STAMP,
  type TestManagers,
} from "./find.ts";

/** Seconds that a second set-up waits for the first. */
const PATIENCE = 600;

/** Finds or installs them, after DVC's set-up. Throws with one sentence when it cannot. */
export function setUpManagers(root: string): TestManagers {
  const lock = join(root, ".venv", "managers.lock");
  return findManagers(root) ?? withLock(lock, PATIENCE, () => findManagers(root) ?? install(root));
}

function install(root: string): TestManagers {
  const own = managersDirectory(root);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  // Without their scripts: lefthook's would install hooks into the repository of the project.
  const npm = ["install", "--prefix", own, "--ignore-scripts", "--no-audit", "--no-fund"];
  run("npm", [...npm, "--loglevel=error", ...NPM_MANAGERS]);
  installPreCommit(root, join(own, "python"));
  if (findLfs(own) === null) fetchLfs(join(own, "lfs"));
  writeFileSync(join(own, "stamp.new"), STAMP);
  renameSync(join(own, "stamp.new"), join(own, "stamp"));
  const found = findManagers(root);
  if (found === null) throw new Error("the hook managers were installed and are not there");
  return found;
}

/** An environment of its own, so that DVC's stays as it is pinned. */
function installPreCommit(root: string, directory: string): void {
  run("python3", ["-m", "venv", directory]);
  const python = join(directory, "bin", "python");
  const uv = join(root, ".venv", "bin", "uv");
  const byUv = spawnSync(uv, ["pip", "install", "--quiet", "--python", python, PRE_COMMIT]);
  if (byUv.status !== 0) run(python, ["-m", "pip", "install", "--quiet", PRE_COMMIT]);
}

/** Debian's package, unpacked and not installed; elsewhere that of PATH, if there is one. */
function fetchLfs(directory: string): void {
  const place = mkdtempSync(join(tmpdir(), "tagproof-lfs-"));
  try {
    const fetched = spawnSync("apt-get", ["download", "git-lfs"], { cwd: place, stdio: "ignore" });
    const [archive] = readdirSync(place).filter((name) => name.endsWith(".deb"));
    if (fetched.status !== 0 || archive === undefined) return;
    spawnSync("dpkg-deb", ["-x", join(place, archive), directory], { stdio: "ignore" });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  const said = error?.message ?? stderr.trim().split("\n").at(-1) ?? `exit ${status}`;
  throw new Error(`${program} cannot install the hook managers of the tests: ${said}`);
}
