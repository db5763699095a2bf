// What a tag's short name is to the policy: a release, ignored, a failed try, or nothing of ours.

import { nearMissOf, repeatedPrefix } from "./naming/near-miss.ts";
import { ignoredBy, readName } from "./naming/read.ts";
import type { Policy } from "./policy.ts";
import type { Classification } from "./release.ts";

/**
 * Classifies any string, in time linear in its length. `releases.ignore` wins over everything; then
 * the first grammar of `releases.tags` that reads the name, so `v1.2.0-final` and `model#prod` are releases.
 * @param shortName the tag's name without `refs/tags/`
 */
export function classifyTag(shortName: string, releases: Policy["releases"]): Classification {
  const pattern = ignoredBy(shortName, releases.ignore);
  if (pattern !== null) return { kind: "ignored", pattern };
  const repeated = repeatedPrefix(shortName, releases);
  if (repeated !== null) return { kind: "near-miss", ...repeated };
  const read = readName(shortName, releases.tags);
  if (read !== null) return { kind: "release", naming: read.naming, scope: read.scope };
  const miss = nearMissOf(shortName, releases);
  return miss === null ? { kind: "other" } : { kind: "near-miss", ...miss };
}
