// An audit under the policy of its repository: where the policy and the core meet.

import { auditReleases } from "../lib/audit.ts";
import { readConfig } from "../lib/git/config.ts";
import { openRepository, type Repository } from "../lib/git/open.ts";
import type { Report } from "../lib/report.ts";
import { rules } from "../lib/rules/index.ts";
import { selectNamed, selectTags, selectUpdates, type Selection } from "../lib/select.ts";
import type { RefUpdate } from "../lib/update.ts";
import { loadPolicy as loadPolicyWith, type LoadedPolicy } from "./load.ts";
import type { DocumentParsers } from "./parse.ts";
import type { PolicySource } from "./source.ts";

export interface AuditOptions {
  /** Any directory of the repository. */
  readonly directory: string;
  /** The environment that git and DVC get, filtered; usually that of the process. */
  readonly environment: NodeJS.ProcessEnv;
  /** Tag names or revisions; none means the releases at HEAD. */
  readonly revisions: readonly string[];
  /** The name that a single revision would be released under. */
  readonly as: string | null;
  readonly all: boolean;
  /** With it, only releases whose commit is not an ancestor of this revision. */
  readonly since: string | null;
  /** Path of a policy file; null looks for the repository's own. */
  readonly config: string | null;
  readonly onProgress?: (progress: { done: number; total: number; name: string }) => void;
}

/**
 * Audits releases of a repository and returns the report; the verdict is in it.
 * @throws AuditError where the audit could not begin: no repository, unknown revision, broken policy
 */
export async function audit(options: AuditOptions): Promise<Report> {
  return withRepository(options, null, (repository, { policy }) => {
    if (options.revisions.length > 0) {
      return selectNamed(repository, policy, options.revisions, options.as);
    }
    return options.as === null
      ? selectTags(repository, policy, options)
      : selectNamed(repository, policy, ["HEAD"], options.as);
  });
}

export interface UpdateOptions {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly remote: string | null;
  readonly place: "pre-push";
}

/**
 * Audits the releases that a push brings, by the object ids that git will send.
 * @throws AuditError as `audit` does
 */
export async function auditUpdates(
  updates: readonly RefUpdate[],
  options: UpdateOptions,
): Promise<Report> {
  const started = Date.now();
  return withRepository({ ...options, config: null }, started, (_, { policy }) =>
    Promise.resolve(selectUpdates(updates, policy)),
  );
}

interface Opening {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly config: string | null;
  readonly onProgress?: AuditOptions["onProgress"];
}

async function withRepository(
  options: Opening,
  startedInHook: number | null,
  select: (repository: Repository, loaded: LoadedPolicy) => Promise<Selection>,
): Promise<Report> {
  const repository = await openRepository(options.directory, options.environment);
  try {
    const loaded = await loadPolicyOf(repository, options);
    const selection = await select(repository, loaded);
    const { policy } = loaded;
    return await auditReleases({
      repository,
      policy,
      rules,
      releases: selection.releases,
      notices: [...loaded.notices, ...selection.notices],
      deadline: startedInHook === null ? null : startedInHook + policy.hook.budget * 1000,
      onProgress: options.onProgress ?? (() => undefined),
    });
  } finally {
    await repository.close();
  }
}

const parsers: DocumentParsers = {
  yaml: async (text) => (await import("../lib/document/yaml.ts")).parseYaml(text),
  json: async (text) =>
    (await import("../lib/document/json.ts")).parseJson(text, { duplicates: "refuse" }),
  toml: async (text) => (await import("../lib/document/toml.ts")).parseToml(text),
};

/** The policy that applies in a directory, and where it came from. */
export async function loadPolicy(options: Opening): Promise<LoadedPolicy> {
  const repository = await openRepository(options.directory, options.environment);
  try {
    return await loadPolicyOf(repository, options);
  } finally {
    await repository.close();
  }
}

async function loadPolicyOf(repository: Repository, options: Opening): Promise<LoadedPolicy> {
  return loadPolicyWith({
    directory: options.directory,
    config: options.config,
    repository: policySourceOf(repository),
    knownRules: rules,
    parsers,
  });
}

/** The places of a repository where a policy may lie, as config/load.ts asks for them. */
function policySourceOf(repository: Repository): PolicySource {
  const { reader } = repository;
  return {
    worktree: repository.worktree,
    configured: async () => {
      const entries = await readConfig(repository);
      return entries.findLast(({ key }) => key === "tagproof.policy")?.value ?? null;
    },
    readAt: async (rev, path) => {
      const object = await reader.read(`${rev}:${path}`);
      return object.state === "present" ? object.bytes : null;
    },
    defaultBranch: async () => {
      const names = ["refs/remotes/origin/HEAD", ...(repository.bare ? ["HEAD"] : [])];
      for (const name of names) {
        const found = await reader.info(`${name}^{commit}`);
        if (found.state === "present") return name;
      }
      return null;
    },
  };
}
