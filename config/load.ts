// Finds the policy of an audit, reads it, and says what is wrong with it.

import { readFileSync, realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Policy } from "../lib/policy.ts";
import { namedCandidate, type Candidate } from "./candidate.ts";
import { checkFile, isInside } from "./check-file.ts";
import { completePolicy } from "./complete.ts";
import { findInTree } from "./find.ts";
import { readConfigured, readDefaultBranch } from "./from-git.ts";
import { parseConfig, type DocumentParsers } from "./parse.ts";
import type { KnownRule } from "./rule-names.ts";
import type { PolicySource } from "./source.ts";
import { invalid, unreadable } from "./trouble.ts";

export interface LoadOptions {
  /** Absolute: the audited directory. */
  readonly directory: string;
  /** `--config`: a path, relative to `directory`; null where none is given. */
  readonly config: string | null;
  /** Without one, only the directory itself is searched. */
  readonly repository?: PolicySource | null;
  readonly knownRules: readonly KnownRule[];
  readonly parsers: DocumentParsers;
}

export interface LoadedPolicy {
  readonly policy: Policy;
  /** Absolute path of the file on disk; null where the policy came from git or is the preset. */
  readonly file: string | null;
  /** What a reader should know of where the policy came from. */
  readonly notices: readonly string[];
}

/**
 * First found (DESIGN 4): `--config`; `git config tagproof.policy`, a `<rev>:<path>` or an absolute path; the working tree's rc file; the
 * rc file at the default branch; the preset `recommended`. One that is named or there, and cannot
 * be read, is an error, never a reason to look further.
 * @throws AuditError `config-unreadable`; `config-invalid`, whose message has one line a problem
 */
export async function loadPolicy(options: LoadOptions): Promise<LoadedPolicy> {
  const candidate = await findCandidate(options);
  if (candidate === null)
    return { policy: completePolicy({}, "recommended"), file: null, notices: [] };
  const { text, source, file, notices } = candidate;
  if (text.state === "broken") throw invalid(source, [text.problem]);
  const { resolvePolicy } = await import("./resolve.ts");
  const resolved = resolvePolicy(text.document, { knownRules: options.knownRules, source });
  if (!resolved.ok) throw invalid(source, resolved.problems);
  return { policy: resolved.policy, file, notices };
}

async function findCandidate(options: LoadOptions): Promise<Candidate | null> {
  const { config, directory, parsers, repository = null } = options;
  if (config !== null) return readNamed(config, directory, parsers);
  if (repository === null) return findInTree(directory, directory, parsers);
  const configured = await repository.configured();
  if (configured !== null && isAbsolute(configured))
    return readNamed(configured, directory, parsers);
  return (
    (await readConfigured(repository, configured, parsers)) ??
    (await searchRepository(directory, repository, parsers))
  );
}

async function searchRepository(
  directory: string,
  repository: PolicySource,
  parsers: DocumentParsers,
): Promise<Candidate | null> {
  const { worktree } = repository;
  if (worktree === null) return readDefaultBranch(repository, [""], parsers);
  return (
    (await findInTree(directory, worktree, parsers)) ??
    (await readDefaultBranch(repository, waysUp(directory, worktree), parsers))
  );
}

/** The directories from the audited one up, as paths from the root, which is `""`. */
function waysUp(directory: string, worktree: string): string[] {
  const [start, top] = [realpathSync(directory), realpathSync(worktree)];
  if (!isInside(start, top)) return [""];
  const steps = relative(top, start)
    .split(sep)
    .filter((step) => step !== "");
  return Array.from({ length: steps.length + 1 }, (_, index) =>
    steps.slice(0, steps.length - index).join("/"),
  );
}

function readNamed(config: string, directory: string, parsers: DocumentParsers): Candidate {
  const file = resolve(directory, config);
  if (!checkFile(file)) throw unreadable(`${file} is a directory`);
  const text = parseConfig(file, readFileSync(file, "utf8"), parsers);
  return namedCandidate(text, config, file);
}
