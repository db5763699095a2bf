// The command that pushes the branches of a refused push without its tags.

import type { RefUpdate } from "../lib/update.ts";

/** What a shell reads as one plain word; a URL, which may hold a password, is none. */
const PLAIN_REMOTE = /^(?!-)[\w./-]+$/;
const PLAIN_SPEC = /^(?!-)[\w./:-]+$/;
const TAGS = "refs/tags/";
const HEADS = "refs/heads/";

/** More would be a wall of text; whoever pushes that many knows how. */
const MOST = 4;

/**
 * `git push origin main`; null where nothing but tags is pushed, and where a name is not plain
 * enough to be typed: a branch's name may be a stranger's.
 */
export function branchCommand(updates: readonly RefUpdate[], remote: string): string | null {
  const others = updates.filter(({ ref }) => !ref.startsWith(TAGS));
  const tags = new Set(updates.map(({ ref }) => ref).filter((ref) => ref.startsWith(TAGS)));
  const specs = others.map((update) => refspec(update, tags));
  const typeable = PLAIN_REMOTE.test(remote) && specs.every((spec) => PLAIN_SPEC.test(spec));
  if (specs.length === 0 || specs.length > MOST || !typeable) return null;
  return `git push ${[remote, ...specs].join(" ")}`;
}

/** The shortest form that says the same; a branch that shares its name with a tag is named in full. */
function refspec({ ref, localRef, newOid }: RefUpdate, tags: ReadonlySet<string>): string {
  if (newOid === null) return `:${ref}`;
  if (localRef === ref) return shorten(ref, tags);
  const from = localRef !== null && isPlainSource(localRef) ? localRef : newOid;
  return `${from}:${ref}`;
}

function shorten(ref: string, tags: ReadonlySet<string>): string {
  const name = ref.startsWith(HEADS) ? ref.slice(HEADS.length) : ref;
  return tags.has(`${TAGS}${name}`) ? ref : name;
}

/** An expression (`main@{1 day ago}`) may mean another commit tomorrow: the object is named instead. */
function isPlainSource(localRef: string): boolean {
  return localRef === "HEAD" || localRef.startsWith("refs/");
}
