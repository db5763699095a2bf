// Where the bench works, with which tools, and how it starts them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { TestDvc } from "../dvc/find.ts";
import { setUpDvc } from "../dvc/install.ts";
import type { Contestant } from "./measure.ts";

export const TAGPROOF: string = join(process.cwd(), "dist/bundle/tagproof.mjs");
export const found: TestDvc = setUpDvc(process.cwd());
export const top: string = mkdtempSync(join(tmpdir(), "tagproof-bench-"));
export const environment: NodeJS.ProcessEnv = {
  PATH: `${dirname(found.dvc)}${delimiter}${process.env["PATH"] ?? ""}`,
  HOME: top,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
  DVC_NO_ANALYTICS: "1",
  DVC_SITE_CACHE_DIR: join(top, "site"),
};

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
