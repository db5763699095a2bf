// The policy of a repository: its places are git's, its documents are read by the core's parsers.

import { parseJson } from "../lib/document/json.ts";
import { parseToml } from "../lib/document/toml.ts";
import { parseYaml } from "../lib/document/yaml.ts";
import { readConfig } from "../lib/git/config.ts";
import type { Repository } from "../lib/git/open.ts";
import { rules } from "../lib/rules/index.ts";
import { loadPolicy, type LoadedPolicy } from "./load.ts";
import type { DocumentParsers } from "./parse.ts";
import type { PolicySource } from "./source.ts";

export const parsers: DocumentParsers = {
  yaml: parseYaml,
  json: (text) => parseJson(text, { duplicates: "refuse" }),
  toml: parseToml,
};

/** Where it is looked for. */
export interface PolicyQuery {
  readonly directory: string;
  /** Path of a policy file; null looks for the repository's own. */
  readonly config: string | null;
  /** Then nothing counts that whoever pushes can change. */
  readonly onServer: boolean;
}

export async function loadPolicyOf(
  repository: Repository,
  { directory, config, onServer }: PolicyQuery,
): Promise<LoadedPolicy> {
  return loadPolicy({
    directory,
    config,
    repository: policySourceOf(repository, onServer),
    knownRules: rules,
    parsers,
  });
}

/**
 * The places of a repository where a policy may lie, as config/load.ts asks for them. On a server
 * only its own configuration and the default branch as it is before the push: nothing that whoever
 * pushes can change in the same push.
 */
export function policySourceOf(repository: Repository, onServer: boolean): PolicySource {
  const { reader } = repository;
  return {
    worktree: onServer ? null : repository.worktree,
    configured: async () => {
      const all = await readConfig(repository);
      const entries = onServer ? all.filter(({ scope }) => scope !== "command") : all;
      return entries.findLast(({ key }) => key === "tagproof.policy")?.value ?? null;
    },
    readAt: async (rev, path) => {
      const object = await reader.read(`${rev}:${path}`);
      return object.state === "present" ? object.bytes : null;
    },
    defaultBranch: async () => {
      const remote = onServer ? [] : ["refs/remotes/origin/HEAD"];
      const names = [...remote, ...(repository.bare || onServer ? ["HEAD"] : [])];
      for (const name of names) {
        const found = await reader.info(`${name}^{commit}`);
        if (found.state === "present") return name;
      }
      return null;
    },
  };
}
