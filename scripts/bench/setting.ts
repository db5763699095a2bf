// Where the bench works, with which tools, and how it starts them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestDvc } from "../dvc/find.ts";
import { setUpDvc } from "../dvc/install.ts";
import { exampleEnvironment } from "../example/build.ts";
import type { Contestant } from "./measure.ts";

export const TAGPROOF: string = join(process.cwd(), "dist/bundle/tagproof.cjs");
export const found: TestDvc = setUpDvc(process.cwd());
export const top: string = mkdtempSync(join(tmpdir(), "tagproof-bench-"));
export const environment: NodeJS.ProcessEnv = exampleEnvironment(found.dvc, top);

export function runIn(directory: string, command: string, ...args: string[]): string {
  const child = spawnSync(command, args, { cwd: directory, env: environment, encoding: "utf8" });
  if (child.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${child.stderr}`);
  return child.stdout;
}

export function contestant(
  name: string,
  directory: string,
  command: string,
  ...args: string[]
): Contestant {
  return { name, directory, command, args, environment, accepted: [0] };
}

export function node(name: string, directory: string, ...args: string[]): Contestant {
  return contestant(name, directory, process.execPath, ...args);
}

/** The audit of one release, under a policy. */
export function audited(
  name: string,
  directory: string,
  config: string,
  release: string = "v1.0.0",
): Contestant {
  return node(name, directory, TAGPROOF, "audit", release, "--config", config);
}

/** The policy that leaves `dvc status` out: what tagproof itself costs. */
export function writeQuietPolicy(): string {
  const path = join(top, "quiet.yaml");
  writeFileSync(path, "dvc:\n  status: off\n");
  return path;
}
