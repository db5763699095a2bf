// Which tags may be releases where nobody knows how the policy names them: it could not be read.

import { classifyTag } from "../lib/classify.ts";
import { defaults } from "./defaults.ts";

/**
 * Whether a tag is a release by the built-in grammars, or tries to be one. A name with a digit may be one
 * to a template of the policy (`prod-5`), so that it counts; `before-refactor` does not.
 * @param shortName the tag's name without `refs/tags/`
 */
export function mayBeRelease(shortName: string): boolean {
  return /\p{N}/u.test(shortName) || classifyTag(shortName, defaults.releases).kind !== "other";
}
