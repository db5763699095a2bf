// Which DVC and GTO the tests use: those of `.venv`, or those on PATH when their versions fit.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export const DVC_VERSION = "3.67.1";
export const GTO_VERSION = "1.10.1";

/** The oldest DVC 3 that the tests accept from PATH. */
const OLDEST_MINOR = 50;

export interface TestDvc {
  /** The programs' full paths. */
  readonly dvc: string;
  readonly gto: string;
  readonly version: string;
  readonly from: "venv" | "path";
}

/** What the stamp of a finished `.venv` says. */
export const STAMP: string = `dvc ${DVC_VERSION}, gto ${GTO_VERSION}\n`;

/** Where the stamp lies; it is written last, so that a set-up cut short has none. */
export function stampPath(root: string): string {
  return join(root, ".venv", "tagproof-stamp");
}

/** The DVC that the tests use, or null: then `npm run dvc:setup` has to make one. */
export function findTestDvc(
  root: string,
  path: string = process.env["PATH"] ?? "",
): TestDvc | null {
  return findInVenv(root) ?? findOnPath(path);
}

function findInVenv(root: string): TestDvc | null {
  const bin = join(root, ".venv", "bin");
  const stamp = stampPath(root);
  const dvc = join(bin, "dvc");
  const gto = join(bin, "gto");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== STAMP) return null;
  if (!existsSync(dvc) || !existsSync(gto)) return null;
  return { dvc, gto, version: DVC_VERSION, from: "venv" };
}

function findOnPath(path: string): TestDvc | null {
  const dvc = findProgram("dvc", path);
  const gto = findProgram("gto", path);
  if (dvc === null || gto === null) return null;
  const version = versionOf(dvc);
  const fits = version !== null && isSupported(version) && versionOf(gto)?.startsWith("1.");
  return fits ? { dvc, gto, version, from: "path" } : null;
}

function findProgram(name: string, path: string): string | null {
  const places = path.split(delimiter).filter((directory) => directory.startsWith("/"));
  return places.map((directory) => join(directory, name)).find((file) => existsSync(file)) ?? null;
}

/** The first `a.b.c` that `--version` prints; a pyenv shim without a program behind it fails. */
export function versionOf(program: string): string | null {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 ? (/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? null) : null;
}

function isSupported(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor !== undefined && minor >= OLDEST_MINOR;
}
