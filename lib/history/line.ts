// The releases of a repository, sorted into lines: those of one artifact, which follow each other.

import { classifyTag } from "../classify.ts";
import type { Released } from "../evidence.ts";
import type { Repository } from "../git/open.ts";
import { peel } from "../git/peel.ts";
import { storedTags } from "../git/refs.ts";
import type { StoredRef } from "../git/ref-files.ts";
import { versionOrder } from "../naming/version.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";

export interface Line {
  /** In the order of their names. */
  readonly all: readonly Released[];
  readonly at: (commit: string) => readonly Released[];
  /** The releases of lower versions, the highest last; all of them for null. */
  readonly below: (version: string | null) => readonly Released[];
  /** Why a release of the line is not known to be where; null where each is. */
  readonly gap: string | null;
}

export interface Lines {
  readonly of: (release: Release) => Promise<Line>;
  /** Whether there are releases, and every one is of a named artifact. */
  readonly areAllNamed: () => Promise<boolean>;
}

/**
 * Lines over the ref store and the audited releases, which a hook sees before the ref store has
 * them: an audited name stands for what the audit says it holds, and what a push moves away from, or
 * holds under a second name, is no release of its own.
 */
export function openLines(
  repository: Repository,
  policy: Policy,
  audited: readonly Release[],
): Lines {
  let sorting: Promise<ReadonlyMap<string, readonly Release[]>> | null = null;
  const sorted = () =>
    (sorting ??= storedTags(repository).then((tags) => sortIntoLines(tags, policy, audited)));
  const known = new Map<string, Promise<Line>>();
  return {
    of: async (release) => {
      const key = lineOf(release);
      const line = known.get(key) ?? readLine(repository, (await sorted()).get(key) ?? [], audited);
      known.set(key, line);
      return line;
    },
    areAllNamed: async () => {
      const keys = [...(await sorted()).keys()];
      return keys.length > 0 && !keys.includes(UNNAMED);
    },
  };
}

const UNNAMED = "unnamed";

/**
 * Whose line a release is of. Where its name says no artifact, the words around the version do:
 * `app-1.0.0` and `lib-1.0.0` are two products, `v1` and `2.0.0` one. A revision without a name is
 * compared with every release that names no artifact.
 */
function lineOf({ naming, scope }: Release): string {
  const { artifact, grammar } = naming;
  if (grammar === "none") return UNNAMED;
  return JSON.stringify([scope.project, artifact, artifact === null ? grammar : null]);
}

function sortIntoLines(
  tags: readonly StoredRef[],
  policy: Policy,
  audited: readonly Release[],
): ReadonlyMap<string, readonly Release[]> {
  const names = new Set(audited.map(({ name }) => name));
  const stored = tags.flatMap((tag) => toRelease(tag, policy) ?? []);
  const lines = new Map<string, Release[]>();
  const add = (key: string, release: Release): void => {
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [release]);
    else line.push(release);
  };
  const all = [...stored.filter(({ name }) => !names.has(name)), ...audited];
  for (const release of all.filter(isOfLine).toSorted(byName)) {
    add(lineOf(release), release);
    if (release.naming.artifact === null) add(UNNAMED, release);
  }
  return lines;
}

function toRelease({ ref, oid }: StoredRef, { releases }: Policy): Release | null {
  const name = ref.slice("refs/tags/".length);
  const classification = classifyTag(name, releases);
  if (classification.kind !== "release") return null;
  const { naming, scope } = classification;
  return { ref, name, oid, naming, scope, nearMiss: null, candidate: false, update: null };
}

/** Tags that give a version, or take one back. A stage assignment gives none of its own. */
function isOfLine({ oid, candidate, naming }: Release): boolean {
  const { action, version } = naming;
  if (oid === null || candidate || version === null) return false;
  return action === "release" || action === "deregister";
}

function byName(left: Release, right: Release): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

async function readLine(
  repository: Repository,
  releases: readonly Release[],
  audited: readonly Release[],
): Promise<Line> {
  const found = await Promise.all(releases.map((release) => locate(repository, release)));
  const gap = found.find((place) => typeof place === "string") ?? null;
  const placed = found.filter((place) => place !== null && typeof place === "object");
  const names = namesByObject(audited);
  const all = withoutWithdrawn(placed.filter((place) => !isSecondName(place, names)));
  const byCommit = new Map<string, Released[]>();
  for (const place of all) {
    const here = byCommit.get(place.commit);
    if (here === undefined) byCommit.set(place.commit, [place]);
    else here.push(place);
  }
  const ascending = all.toSorted(byVersion);
  return {
    all,
    at: (commit) => byCommit.get(commit) ?? [],
    below: (version) => ascending.slice(0, countBelow(ascending, version)),
    gap,
  };
}

/** Of equal versions the first name comes last: it is the one that is meant by the highest. */
function byVersion(left: Released, right: Released): number {
  const order = versionOrder(versionOf(left), versionOf(right));
  return order === 0 ? byName(right.release, left.release) : order;
}

function countBelow(ascending: readonly Released[], version: string | null): number {
  if (version === null) return ascending.length;
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = ascending[middle];
    if (there !== undefined && versionOrder(versionOf(there), version) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a release is; null where it names no commit; why it is not known. */
async function locate({ reader }: Repository, release: Release): Promise<Released | string | null> {
  const oid = release.oid ?? "";
  const found = await reader.info(`${oid}^{commit}`);
  if (found.state === "present") return { release, commit: found.oid };
  const peeled = await peel(reader, oid);
  const isMissing = peeled.state === "unreadable" && peeled.problem.cause === "missing-object";
  return isMissing ? `what ${release.name} names is missing in this clone` : null;
}

type NamesByObject = ReadonlyMap<string | null, ReadonlySet<string>>;

/** Under which names an audited release has, or before a push had, an object. */
function namesByObject(audited: readonly Release[]): NamesByObject {
  const names = new Map<string | null, Set<string>>();
  for (const { name, oid, update } of audited) {
    for (const held of [oid, update?.oldOid ?? null])
      names.set(held, (names.get(held) ?? new Set()).add(name));
  }
  return names;
}

/** The same tag object under another name, or what a push moves away from: no release of its own. */
function isSecondName({ release, commit }: Released, names: NamesByObject): boolean {
  const { name, oid } = release;
  if (oid === null || oid === commit) return false;
  const known = names.get(oid);
  return known !== undefined && (known.size > 1 || !known.has(name));
}

/** GTO: `model@v1.0.0!` takes back the version of its own commit, until it is registered again. */
function withoutWithdrawn(placed: readonly Released[]): readonly Released[] {
  const balance = new Map<string, number>();
  for (const place of placed) {
    const step = place.release.naming.action === "release" ? 1 : -1;
    balance.set(placeKey(place), (balance.get(placeKey(place)) ?? 0) + step);
  }
  return placed.filter(
    (place) => place.release.naming.action === "release" && (balance.get(placeKey(place)) ?? 0) > 0,
  );
}

function placeKey({ release, commit }: Released): string {
  return `${release.naming.version} ${commit}`;
}

/** The highest version; of equal ones the first name. Null of none. */
export function highestOf(releases: readonly Released[]): Released | null {
  return releases.reduce<Released | null>(
    (best, next) => (best === null || isHigher(next, best) ? next : best),
    null,
  );
}

function isHigher(left: Released, right: Released): boolean {
  const order = versionOrder(versionOf(left), versionOf(right));
  return order > 0 || (order === 0 && left.release.name < right.release.name);
}

/** The lowest version; null of none. */
export function lowestVersionOf(releases: readonly Released[]): string | null {
  const versions = releases.map(versionOf);
  return versions.toSorted(versionOrder)[0] ?? null;
}

/** Every release of a line has one. */
export function versionOf({ release }: Released): string {
  return release.naming.version ?? "";
}
