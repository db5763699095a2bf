// Tags of a repository, and how commits are related.

import { remembered } from "../remembered.ts";
import { runCommand } from "./command.ts";
import { AuditError } from "../error.ts";
import type { ObjectType } from "./answer.ts";
import type { Repository } from "./open.ts";
import { peel } from "./peel.ts";
import { readRefFiles, type StoredRef } from "./ref-files.ts";

export interface TagRef {
  /** Full name: `refs/tags/v1.0.0`. */
  readonly ref: string;
  /** What the ref holds: a tag object, or what a lightweight tag names. */
  readonly oid: string;
  /** Null where the object is not here. */
  readonly type: ObjectType | null;
  /** The object behind all tag objects; null where it cannot be reached. */
  readonly peeledOid: string | null;
}

/** Every tag of the ref store by name, as it is when an open repository is first asked. */
export const storedTags: (repository: Repository) => Promise<readonly StoredRef[]> = remembered(
  (repository) => listRefs(repository, "refs/tags"),
);

/** The refs below a prefix, without symbolic ones where it is no tag's: from the files, else by git. */
export async function listRefs(
  repository: Repository,
  prefix: string,
): Promise<readonly StoredRef[]> {
  const symbolic = prefix === "refs/tags" ? "refuse" : "skip";
  const found = readRefFiles(repository.commonDirectory, prefix, symbolic);
  return found ?? listRefsByGit(repository, prefix);
}

/** By git itself, wherever the files do not say it. */
export async function listRefsByGit(
  repository: Repository,
  prefix: string,
): Promise<readonly StoredRef[]> {
  const args = ["for-each-ref", "--format=%(objectname)%00%(refname)%00%(symref)", `${prefix}/`];
  const lines = (await runCommand(repository, args)).split("\n").slice(0, -1);
  return lines.flatMap((line) => {
    const [oid = "", ref = "", symref = ""] = line.split("\0");
    return symref !== "" && prefix !== "refs/tags" ? [] : [{ ref, oid }];
  });
}

/**
 * All tags by name, or those that hold or peel to an object. The ref store alone is asked for
 * names: with object fields, git would give up on all tags where the object of one is missing, and
 * before 2.45 peel one step only.
 */
export async function listTags(
  repository: Repository,
  { pointsAt = null }: { readonly pointsAt?: string | null } = {},
): Promise<TagRef[]> {
  const names = await storedTags(repository);
  const tags = await Promise.all(names.map((tag) => resolveTag(repository, tag)));
  return pointsAt === null
    ? tags
    : tags.filter(({ oid, peeledOid }) => oid === pointsAt || peeledOid === pointsAt);
}

async function resolveTag({ reader }: Repository, { ref, oid }: StoredRef): Promise<TagRef> {
  const found = await reader.info(oid);
  if (found.state === "missing") return { ref, oid, type: null, peeledOid: null };
  if (found.type !== "tag") return { ref, oid, type: found.type, peeledOid: oid };
  const peeled = await peel(reader, oid);
  const target = peeled.state === "present" ? peeled.value.target : null;
  const isReached = target !== null && target.type !== "tag";
  return { ref, oid, type: found.type, peeledOid: isReached ? target.oid : null };
}

/** Unknown where the history does not say it: it is shallow, or one of the commits is not here. */
export type MergeBase =
  | { readonly state: "found"; readonly oid: string }
  | { readonly state: "none" }
  | { readonly state: "unknown" };

/** The best common ancestor of two commits. */
export async function mergeBase(
  repository: Repository,
  left: string,
  right: string,
): Promise<MergeBase> {
  if (![left, right].every(isObjectId)) return { state: "unknown" };
  try {
    const text = await runCommand(repository, ["merge-base", left, right], [1]);
    const base = text.trim();
    if (base !== "") return { state: "found", oid: base };
    return { state: repository.shallow ? "unknown" : "none" };
  } catch (error) {
    if (error instanceof AuditError && error.code === "git-failed") return { state: "unknown" };
    throw error;
  }
}

/** Whether a commit is another, or among its ancestors. */
export async function isAncestor(
  repository: Repository,
  ancestor: string,
  descendant: string,
): Promise<boolean | "unknown"> {
  const base = await mergeBase(repository, ancestor, descendant);
  if (base.state === "found" && base.oid === ancestor) return true;
  return base.state === "unknown" || repository.shallow ? "unknown" : false;
}

export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/**
 * Every commit that some tag reaches and `since` does not, in one pass. Null where the history does
 * not say it: it is shallow, or a tag's object is not here.
 */
export async function commitsSince(
  repository: Repository,
  since: string,
): Promise<ReadonlySet<string> | null> {
  if (!isObjectId(since) || repository.shallow) return null;
  try {
    const text = await runCommand(repository, ["rev-list", "--tags", `^${since}`]);
    return new Set(text.split("\n").filter((line) => line !== ""));
  } catch (error) {
    if (error instanceof AuditError && error.code === "git-failed") return null;
    throw error;
  }
}
