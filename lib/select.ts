// Which releases an audit is about: from tags, from revisions, or from what a push changes.

import { classifyTag } from "./classify.ts";
import { AuditError } from "./error.ts";
import type { Repository } from "./git/open.ts";
import { commitsSince, listTags, type TagRef } from "./git/refs.ts";
import { versionOrder } from "./naming/version.ts";
import type { Policy, TagScope } from "./policy.ts";
import type { Naming, Release } from "./release.ts";
import type { RefUpdate } from "./update.ts";

const TAGS = "refs/tags/";
export const NO_SCOPE: TagScope = { project: null, bundle: null, rules: new Map() };
/** Of what no grammar names. */
export const UNNAMED: Naming = {
  grammar: "none",
  artifact: null,
  version: null,
  promotionStage: null,
  action: "release",
};

export interface Selection {
  readonly releases: readonly Release[];
  /** Tags that were seen and are not audited, each as one sentence. */
  readonly notices: readonly string[];
}

interface Held {
  readonly ref: string | null;
  readonly name: string;
  readonly oid: string | null;
  readonly update: RefUpdate | null;
}

/** A release if the name is one or tries to be one; else why it is passed over. */
function toRelease(held: Held, policy: Policy): Release | string {
  const classification = classifyTag(held.name, policy.releases);
  const base = { ...held, candidate: held.ref === null };
  if (classification.kind === "release") {
    const { naming, scope } = classification;
    return { ...base, naming, nearMiss: null, scope };
  }
  if (classification.kind === "near-miss") {
    const { reason, nearest } = classification;
    return { ...base, naming: UNNAMED, nearMiss: { reason, nearest }, scope: NO_SCOPE };
  }
  return classification.kind === "ignored"
    ? `${held.name}: not audited, releases.ignore has ${classification.pattern}`
    : `${held.name}: not a release: not audited`;
}

function sortOut(found: readonly (Release | string)[]): Selection {
  return {
    releases: found.filter((item) => typeof item !== "string"),
    notices: found.filter((item) => typeof item === "string"),
  };
}

/** The releases among the tags that a push or a transaction changes; branches are not looked at. */
export function selectUpdates(updates: readonly RefUpdate[], policy: Policy): Selection {
  const tags = updates.filter(({ ref }) => ref.startsWith(TAGS));
  return sortOut(
    tags.map((update) => {
      const { ref, newOid } = update;
      return toRelease({ ref, name: ref.slice(TAGS.length), oid: newOid, update }, policy);
    }),
  );
}

/** The releases at HEAD, or every release of the repository, or those after a commit. */
export async function selectTags(
  repository: Repository,
  policy: Policy,
  which: { readonly all: boolean; readonly since: string | null },
): Promise<Selection> {
  const since = which.since === null ? null : await commitOf(repository, which.since);
  const pointsAt = which.all || since !== null ? null : await commitOf(repository, "HEAD");
  const tags = await listTags(repository, { pointsAt });
  const recent = since === null ? tags : await tagsSince(repository, tags, since);
  const { releases, notices } = sortOut(
    recent.map(({ ref, oid }) =>
      toRelease({ ref, name: ref.slice(TAGS.length), oid, update: null }, policy),
    ),
  );
  return { releases: releases.toSorted(byVersion), notices };
}

/**
 * As people count: `v1.9.0` before `v1.10.0`, artifact by artifact. So each release comes after the one
 * it is compared with, and what both share is read once. What has no version keeps the order of names.
 */
function byVersion(left: Release, right: Release): number {
  const [first, second] = [left.naming, right.naming];
  return (
    compare(first.artifact ?? "", second.artifact ?? "") ||
    versionOrder(first.version ?? "", second.version ?? "")
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Only a tag whose commit is known to be an ancestor is left out: in doubt it is audited. */
async function tagsSince(
  repository: Repository,
  tags: readonly TagRef[],
  since: string,
): Promise<readonly TagRef[]> {
  const commits = await commitsSince(repository, since);
  if (commits === null) return tags;
  const kept = await Promise.all(
    tags.map(async ({ peeledOid }) => {
      if (peeledOid === null || commits.has(peeledOid)) return true;
      const target = await repository.reader.info(peeledOid);
      return target.state === "missing" || target.type !== "commit";
    }),
  );
  return tags.filter((_, index) => kept[index]);
}

/** Tags by name, else revisions as candidates; `as` is the name that a candidate would get. */
export async function selectNamed(
  repository: Repository,
  policy: Policy,
  names: readonly string[],
  as: string | null,
): Promise<Selection> {
  const selections = await Promise.all(
    names.map((name) => selectOne(repository, policy, name, as)),
  );
  return {
    releases: selections.flatMap(({ releases }) => releases),
    notices: selections.flatMap(({ notices }) => notices),
  };
}

async function selectOne(
  repository: Repository,
  policy: Policy,
  name: string,
  as: string | null,
): Promise<Selection> {
  if (as !== null) return asCandidate(repository, policy, name, as);
  for (const ref of tagRefsOf(name)) {
    const tag = await repository.reader.info(ref);
    if (tag.state !== "present") continue;
    const held = { ref, name: ref.slice(TAGS.length), oid: tag.oid, update: null };
    const release = toRelease(held, policy);
    if (typeof release !== "string") return { releases: [release], notices: [] };
  }
  const oid = await commitOf(repository, name);
  return { releases: [unnamed(name, oid)], notices: [] };
}

/** The refs that may be meant, in git's order (gitrevisions): `tags/v1.0.0` is `refs/tags/v1.0.0`, too. */
function tagRefsOf(name: string): readonly string[] {
  if (name.startsWith(TAGS)) return [name];
  return name.startsWith("tags/") ? [`refs/${name}`, TAGS + name] : [TAGS + name];
}

async function asCandidate(
  repository: Repository,
  policy: Policy,
  revision: string,
  as: string,
): Promise<Selection> {
  const oid = await commitOf(repository, revision);
  const release = toRelease({ ref: null, name: as, oid, update: null }, policy);
  if (typeof release !== "string") return { releases: [release], notices: [] };
  const reason = `${as} is not a version of any naming grammar of the policy.`;
  return { releases: [{ ...unnamed(as, oid), nearMiss: { reason, nearest: null } }], notices: [] };
}

function unnamed(name: string, oid: string): Release {
  return {
    ref: null,
    name,
    oid,
    naming: UNNAMED,
    nearMiss: null,
    scope: NO_SCOPE,
    candidate: true,
    update: null,
  };
}

async function commitOf(repository: Repository, revision: string): Promise<string> {
  const found = await repository.reader.info(`${revision}^{commit}`);
  if (found.state === "present") return found.oid;
  throw new AuditError(
    "unknown-revision",
    revision === "HEAD"
      ? "the repository has no commit yet"
      : `${revision === "" ? "an empty name" : revision} is neither a tag nor a revision of this repository`,
    revision === "HEAD"
      ? "Commit first, or name what to audit."
      : "git tag --list shows the tags; fetch it if it is at the remote only.",
  );
}
