// The command that makes a tag anew where it stands, or at all where it was only tried.

import type { Release } from "../../release.ts";
import { operands } from "../../shell-word.ts";

/** Whether there is no such tag: a name that is tried out, or one that pre-tag stops. */
export function isUnmade({ candidate, update }: Release): boolean {
  return candidate || update?.prepared === true;
}

export interface Made {
  readonly name: string;
  /** What the tag would have named; null where it is there, and names it. */
  readonly unmade: string | null;
}

export function madeOf(release: Release): Made {
  const { name, oid } = release;
  return { name, unmade: isUnmade(release) ? (oid?.slice(0, 12) ?? "HEAD") : null };
}

/** `git tag -a -f v1.0.0 'v1.0.0^{}'`: on the commit that the old one names. */
export function tagAgain({ name, unmade }: Made, options = "-a"): string {
  return unmade === null
    ? `git tag ${options.replace(/^-\w/, "$& -f")} ${operands(name, `${name}^{}`)}`
    : `git tag ${options} ${operands(name, `${unmade}^{}`)}`;
}
