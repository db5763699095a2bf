// The shells that the shims must run in, places for them to run, and a bundle that records its start.

import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { isolatedEnvironment } from "../helpers/repository.ts";

export interface Shell {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const known: readonly Shell[] = [
  { name: "sh", command: ["/bin/sh"] },
  { name: "dash -e", command: ["/bin/dash", "-e"] },
  { name: "bash -eu", command: ["/bin/bash", "-eu"] },
  { name: "busybox", command: ["/bin/busybox", "sh"] },
];

/** Those that this machine has. */
export const shells: readonly Shell[] = known.filter(({ command }) => existsSync(command[0]));

export const shimText: string = readFileSync(join(process.cwd(), "hooks", "pre-push.sh"), "utf8");

/** What the shims read into themselves from beside the bundle. */
export const launchText: string = readFileSync(join(process.cwd(), "hooks", "launch.sh"), "utf8");

export const zero: string = "0".repeat(40);
export const oid: string = "1".repeat(40);

/** One line of git's, with its line feed. */
export function line(
  localRef: string,
  ref: string,
  newOid: string = oid,
  oldOid: string = zero,
): string {
  return `${localRef} ${newOid} ${ref} ${oldOid}\n`;
}

export const branchLine: string = line("refs/heads/main", "refs/heads/main");
export const tagLine: string = line("refs/tags/v1.0.0", "refs/tags/v1.0.0");

/**
 * A bundle that writes what it was started with beside itself, and exits with the code in the file
 * `exit-code` there, or 0.
 */
export const recordingBundle = `
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const beside = (name) => require("node:path").join(__dirname, name);
exports.load = async () => main;
async function main() {
  let input = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) input += chunk;
  const { NODE_OPTIONS = null, NODE_EXTRA_CA_CERTS = null } = process.env;
  const record = { input, arguments: process.argv.slice(2), node: process.execPath, NODE_OPTIONS, NODE_EXTRA_CA_CERTS };
  writeFileSync(beside("started.json"), JSON.stringify(record));
  process.exitCode = existsSync(beside("exit-code")) ? Number(readFileSync(beside("exit-code"), "utf8")) : 0;
}
`;

export interface Started {
  readonly input: string;
  readonly arguments: readonly string[];
  readonly node: string;
  readonly NODE_OPTIONS: string | null;
  readonly NODE_EXTRA_CA_CERTS: string | null;
}

/** What the recording bundle of `home` wrote; null where it was never started. */
export function started(home: string): Started | null {
  const file = join(home, "started.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Started) : null;
}

export function write(file: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}

/** A directory of PATH that holds only these commands of the machine, and no Node.js. */
export function pathOf(...commands: string[]): string {
  const directory = temporaryDirectory();
  for (const command of commands) {
    const found = (process.env["PATH"] ?? "")
      .split(":")
      .map((place) => join(place, command))
      .find((file) => existsSync(file));
    if (found !== undefined) symlinkSync(found, join(directory, command));
  }
  return directory;
}

/** As on a machine without Node.js: the fixed places are moved to where nothing is. */
export const launchWithoutNode: string = launchText.replace(
  /(?<= )(?:\/opt\/homebrew|\/home\/linuxbrew|\/usr\/local\/bin|\/usr\/bin)(?=\/)/g,
  "/nonexistent",
);

export interface RunOptions {
  readonly shell: Shell;
  readonly cwd: string;
  readonly input: string;
  readonly shim?: string;
  readonly arguments?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a shim file by a shell, as git would with a shebang of that shell. */
export function runShim(options: RunOptions): SpawnSyncReturns<string> {
  const file = options.shim ?? ".git/hooks/pre-push";
  const [program, ...flags] = options.shell.command;
  const parameters = options.arguments ?? ["origin", "https://example.org/r.git"];
  return spawnSync(program, [...flags, file, ...parameters], {
    cwd: options.cwd,
    input: options.input,
    encoding: "utf8",
    env: isolatedEnvironment(options.env),
    maxBuffer: 1 << 28,
  });
}
