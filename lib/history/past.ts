// What was published under the name of a release before: dates of both objects, and the last one seen.

import type { Repository } from "../git/open.ts";
import { parseCommit, parseTag } from "../git/objects.ts";
import type { Release } from "../release.ts";

/** An object that a hook of this repository saw published (hooks/published.ts). */
export interface Published {
  /** ISO 8601, when it was seen. */
  readonly time: string;
  /** Name or URL; null on the server itself. */
  readonly remote: string | null;
  readonly tag: string;
  readonly oid: string;
}

/** Adds the past of each release that a push changes; `known` are the records of its receiver. */
export async function withPast(
  repository: Repository,
  releases: readonly Release[],
  known: readonly Published[],
): Promise<readonly Release[]> {
  return Promise.all(releases.map((release) => addPast(repository, release, known)));
}

async function addPast(
  repository: Repository,
  release: Release,
  known: readonly Published[],
): Promise<Release> {
  const { update, name } = release;
  if (update === null) return release;
  const last = known.findLast(({ tag }) => tag === name) ?? null;
  if (update.oldOid === null && last === null) return release;
  const [oldDate, newDate] = await Promise.all([
    dateOf(repository, update.oldOid),
    dateOf(repository, update.newOid),
  ]);
  return { ...release, past: { oldDate, newDate, last } };
}

/**
 * Of releases that went to the receiver before, as another object, and are not there now. They may
 * never have arrived, so this refuses nothing; what was seen there is `tag/immutable`'s.
 */
export function sentNotices(
  releases: readonly Release[],
  sent: readonly Published[],
): readonly string[] {
  return releases.flatMap(({ name, update, past }) => {
    const last = sent.findLast(({ tag }) => tag === name);
    if (update?.kind !== "create" || last === undefined || last.oid === update.newOid) return [];
    if ((past?.last ?? null) !== null) return [];
    const { oid, time } = last;
    return [
      `${name} went out as ${oid.slice(0, 12)} on ${time.slice(0, 10)} and is not there now: where it arrived, whoever fetched it keeps that one`,
    ];
  });
}

const LIMIT = 4 * 1024 * 1024;

/** The day that a tag or a commit says it was made, in UTC; null where it is not here or says none. */
async function dateOf({ reader }: Repository, oid: string | null): Promise<string | null> {
  const found = oid === null ? null : await reader.info(oid);
  if (oid === null || found?.state !== "present") return null;
  const object = await reader.read(oid, { limit: LIMIT });
  if (object.state !== "present") return null;
  const time = found.type === "tag" ? taggedAt(object.bytes) : committedAt(oid, object.bytes);
  const date = new Date(time * 1000);
  return time === 0 || Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}

function taggedAt(bytes: Uint8Array): number {
  const tag = parseTag(bytes);
  return tag.ok ? (tag.value.tagger?.time ?? 0) : 0;
}

function committedAt(oid: string, bytes: Uint8Array): number {
  const commit = parseCommit(oid, bytes);
  return commit.ok ? commit.value.author.time : 0;
}
