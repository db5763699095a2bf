// The part of git's configuration that tagproof looks at, with where it was set.

import { remembered } from "../remembered.ts";
import { commandScope } from "./environment.ts";
import { exitFailure, startFailure } from "./failure.ts";
import type { Repository } from "./open.ts";
import { runGit } from "./process.ts";

export interface ConfigEntry {
  /** `command` is `git -c`: the only scope that a waiver may come from. */
  readonly scope: "system" | "global" | "local" | "worktree" | "command" | "unknown";
  /** `file:.git/config`, `command line:`. */
  readonly origin: string;
  /** Section and name in lower case, the subsection between them as written. */
  readonly key: string;
  /** Null for a key without `=`, which git reads as true. */
  readonly value: string | null;
}

const WANTED = [
  "tagproof\\..*",
  "core\\.hookspath",
  "extensions\\.(partialclone|worktreeconfig)",
  "remote\\..*\\.(promisor|mirror|url|pushurl)",
  "gpg\\.ssh\\.allowedsignersfile",
];

/**
 * Everything wanted in one call, in git's order: a later entry of a key overrides an earlier one.
 * Asked once for an open repository: the policy and the waivers are both looked for in it.
 */
export const readConfig: (repository: Repository) => Promise<readonly ConfigEntry[]> =
  remembered(askConfig);

/**
 * Not through simple-git, which refuses to run where `git -c core.hooksPath=…` is in the
 * environment, and that is the environment of our hooks.
 */
async function askConfig(repository: Repository): Promise<ConfigEntry[]> {
  const environment = { ...repository.environment, ...commandScope(repository.callerEnvironment) };
  const pattern = `^(${WANTED.join("|")})$`;
  const args = ["config", "--null", "--show-scope", "--show-origin", "--get-regexp", pattern];
  const end = await runGit({ ...repository, environment }, args);
  if (end.startError !== null) throw startFailure(end.startError);
  if (end.code !== 0 && end.code !== 1)
    throw exitFailure("git config --list", end.code, end.stderr);
  return parseConfig(end.stdout);
}

/** `<scope> NUL <origin> NUL <key> [LF <value>] NUL`, repeated (git-config(1)). */
export function parseConfig(text: string): ConfigEntry[] {
  const fields = text.split("\0");
  const entries: ConfigEntry[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [scope = "", origin = "", setting = ""] = fields.slice(at, at + 3);
    const end = setting.indexOf("\n");
    const key = end === -1 ? setting : setting.slice(0, end);
    const value = end === -1 ? null : setting.slice(end + 1);
    entries.push({ scope: toScope(scope), origin, key, value });
  }
  return entries;
}

function toScope(text: string): ConfigEntry["scope"] {
  const scopes = ["system", "global", "local", "worktree", "command"] as const;
  return scopes.find((scope) => scope === text) ?? "unknown";
}
