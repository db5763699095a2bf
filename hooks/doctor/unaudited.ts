// The releases of a repository that no hook and no audit here ever looked at.

import { loadPolicy } from "../../config/audit.ts";
import type { Repository } from "../../lib/git/open.ts";
import { selectTags } from "../../lib/select.ts";
import { readAudited } from "../audited.ts";

/** Their names; null where the policy cannot be read, which the next audit will tell. */
export async function unauditedReleases(
  repository: Repository,
  home: string,
): Promise<readonly string[] | null> {
  const { directory, callerEnvironment } = repository;
  const options = { directory, environment: callerEnvironment, config: null };
  const loaded = await loadPolicy(options).catch(() => null);
  if (loaded === null) return null;
  const audited = readAudited(home);
  const { releases } = await selectTags(repository, loaded.policy, { all: true, since: null });
  return releases.filter(({ name, oid }) => !audited.has(`${name} ${oid}`)).map(({ name }) => name);
}
