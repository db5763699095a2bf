// What a file of a bundle is for, by its path in the bundle.

import { isLeftover } from "./formats/leftovers.ts";
import { isCompanion, isPlumbing, isSumsFile } from "./formats/names.ts";
import { matchesAny } from "./globs.ts";
import type { Policy, Role } from "./policy.ts";
import { remembered } from "./remembered.ts";

export const REQUIRED_ROLES: readonly Role[] = ["model", "metrics", "params", "manifest"];
export const ROLES: readonly Role[] = [...REQUIRED_ROLES, "review"];

/** Endings of what is read by people: a card, a chart or a report of a model is not the model. */
export const DOCUMENT_ENDINGS: readonly string[] =
  ".gif .htm .html .ipynb .jpeg .jpg .markdown .md .pdf .png .rst .svg .webp".split(" ");

/** Roles of what programs read, and what a document beside it is often named after. */
const DATA_ROLES: ReadonlySet<Role> = new Set(REQUIRED_ROLES);

/**
 * Null for a file without a role. A signature or checksum (`model.sig`) is not what it accompanies,
 * a backup (`model.json.bak`) is not the model, and neither is its card (`model.md`), unless a pattern spells its ending.
 */
export function roleOf(relative: string, policy: Policy): Role | null {
  if (isCompanion(relative) || isPlumbing(relative) || isLeftover(relative)) return null;
  const role = ROLES.find((candidate) => {
    const patterns = policy.bundle.roles[candidate];
    return matchesAny(relative, DATA_ROLES.has(candidate) ? forData(relative, patterns) : patterns);
  });
  return role ?? (isSumsFile(relative) ? "manifest" : null);
}

const STRUCTURED = /\.(?:csv|json|toml|tsv|ya?ml)$/i;

/** Of a file of data deeper in the bundle, the role that its name alone has. */
export function nestedRoleOf(relative: string, policy: Policy): Role | null {
  const name = relative.slice(relative.lastIndexOf("/") + 1);
  return name !== relative && STRUCTURED.test(name) ? roleOf(name, policy) : null;
}

/** Of a document, the patterns that spell its ending. */
function forData(relative: string, patterns: readonly string[]): readonly string[] {
  const ending = DOCUMENT_ENDINGS.find((one) => relative.toLowerCase().endsWith(one));
  return ending === undefined ? patterns : (spelledOut(patterns).get(ending) ?? []);
}

/** The patterns that spell each ending: the same list every time, so that it is compiled once. */
const spelledOut: (patterns: readonly string[]) => ReadonlyMap<string, readonly string[]> =
  remembered(
    (patterns) =>
      new Map(DOCUMENT_ENDINGS.map((ending) => [ending, patterns.filter(endsWith(ending))])),
  );

function endsWith(ending: string): (pattern: string) => boolean {
  return (pattern) => pattern.toLowerCase().endsWith(ending);
}
