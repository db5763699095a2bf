// What a `Baseline:` trailer names.

import { wide } from "../wide-pattern.ts";
import type { NamedBaseline } from "../review-facts.ts";
import type { Repository } from "../git/open.ts";
import { isAncestor } from "../git/refs.ts";
import { namesNothing } from "./no-claim.ts";

export interface NamedIn {
  /** Of the release that has the trailer. */
  readonly name: string;
  readonly commit: string;
}

/** What a tag's name may hold; nothing that git would take for an expression. */
const TAG = wide(
  String.raw`^(?!-)(?!.*(?:\.\.|@\{|\/\/|\.lock$))[^\s~^:?*[\]\\\p{C}]{1,200}$`,
  "u",
);
const COMMIT = /^[0-9a-f]{7,64}$/i;

/**
 * A release by its tag, or a commit by its id. A name that is not earlier is no baseline: the
 * release itself, or what was built on it. Null for `none`.
 */
export async function resolveBaseline(
  repository: Repository,
  value: string,
  release: NamedIn,
): Promise<NamedBaseline | null> {
  const name = value.replace(/^refs\/tags\//, "");
  const commit = await commitOf(repository, name);
  if (commit === null) return namesNothing(name) ? null : { name, state: "absent", commit };
  const isSelf = name === release.name || (commit === release.commit && COMMIT.test(name));
  const isLater =
    commit !== release.commit && (await isAncestor(repository, release.commit, commit)) === true;
  return { name, state: isSelf || isLater ? "not-earlier" : "earlier", commit };
}

async function commitOf({ reader }: Repository, name: string): Promise<string | null> {
  const names = [
    ...(TAG(name).test(name) ? [`refs/tags/${name}^{commit}`] : []),
    ...(COMMIT.test(name) ? [`${name.toLowerCase()}^{commit}`] : []),
  ];
  for (const each of names) {
    // oxlint-disable-next-line no-await-in-loop -- a tag goes before a commit
    const found = await reader.info(each);
    if (found.state === "present") return found.oid;
  }
  return null;
}
