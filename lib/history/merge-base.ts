// Releases on branches that were never merged back: the one whose line parted last from a commit's.

import { versionOrder } from "../naming/version.ts";
import type { Released } from "../evidence.ts";
import type { CommitGraph } from "./graph.ts";
import { highestOf, versionOf } from "./line.ts";

/** A commit of which no ancestor is a release. */
export interface Asking {
  readonly commit: string;
  /** Only lower versions are earlier; null asks among all. */
  readonly version: string | null;
}

export interface Parted {
  /** The highest of the lower releases that share the nearest common ancestor; null: none shares any. */
  readonly release: Released | null;
  readonly gap: string | null;
}

/**
 * Answers several askings over one set of releases in one pass: releases are taken in the order of
 * their versions, and each marks what it reaches. The first marked commit below an asking one is the
 * nearest common ancestor with an earlier release (by steps; the same everywhere, other than by date).
 */
export async function findParted(
  graph: CommitGraph,
  releases: readonly Released[],
  askings: readonly Asking[],
): Promise<ReadonlyMap<Asking, Parted>> {
  const marks: Marks = { graph, generations: new Map(), lower: [], gap: null };
  const waiting = releases.toSorted((left, right) =>
    versionOrder(versionOf(left), versionOf(right)),
  );
  let taken = 0;
  const isLower = (release: Released, { version }: Asking): boolean =>
    version === null || versionOrder(versionOf(release), version) < 0;
  const answers = new Map<Asking, Parted>();
  for (const asking of askings.toSorted(byVersion)) {
    const lower = takeWhile(waiting, taken, (release) => isLower(release, asking));
    taken += lower.length;
    // oxlint-disable-next-line no-await-in-loop -- each stands on the marks of those before it
    await mark(marks, lower);
    // oxlint-disable-next-line no-await-in-loop
    answers.set(asking, await answer(marks, asking.commit));
  }
  return answers;
}

function takeWhile<Item>(
  items: readonly Item[],
  start: number,
  test: (item: Item) => boolean,
): readonly Item[] {
  let end = start;
  for (let item = items[end]; item !== undefined && test(item); item = items[end]) end += 1;
  return items.slice(start, end);
}

interface Marks {
  readonly graph: CommitGraph;
  /** Of every marked commit: one more than the highest of its parents. */
  readonly generations: Map<string, number>;
  /** The releases that have marked, the highest version last. */
  readonly lower: Released[];
  gap: string | null;
}

function byVersion(left: Asking, right: Asking): number {
  if (left.version === null || right.version === null) {
    return Number(left.version === null) - Number(right.version === null);
  }
  return versionOrder(left.version, right.version);
}

async function mark(marks: Marks, releases: readonly Released[]): Promise<void> {
  const { graph, generations, lower } = marks;
  const starts = releases.map(({ commit }) => commit);
  await graph.explore(starts, (commit) => generations.has(commit));
  for (const start of starts) markFrom(start, marks);
  lower.push(...releases);
}

function markFrom(start: string, marks: Marks): void {
  const { graph, generations } = marks;
  const stack = [start];
  for (let commit = stack.at(-1); commit !== undefined; commit = stack.at(-1)) {
    const parents = graph.parentsOf(commit);
    if (parents === null) marks.gap ??= graph.gapAt(commit);
    const open = (parents ?? []).filter((parent) => !generations.has(parent));
    if (open.length === 0 || generations.has(commit)) {
      generations.set(commit, generationAfter(parents ?? [], generations));
      stack.pop();
    } else stack.push(...open);
  }
}

function generationAfter(
  parents: readonly string[],
  generations: ReadonlyMap<string, number>,
): number {
  return parents.reduce((most, parent) => Math.max(most, (generations.get(parent) ?? 0) + 1), 0);
}

async function answer(marks: Marks, commit: string): Promise<Parted> {
  const { graph, generations, gap } = marks;
  if (gap !== null) return { release: null, gap };
  await graph.explore([commit], (next) => generations.has(next));
  const seen = new Set([commit]);
  let level = [commit];
  while (level.length > 0) {
    const met = level.filter((next) => generations.has(next));
    if (met.length > 0) return { release: highestThrough(marks, met), gap: null };
    const parents = level.flatMap((next) => graph.parentsOf(next) ?? []);
    level = [...new Set(parents)].filter((parent) => !seen.has(parent));
    for (const next of level) seen.add(next);
  }
  return { release: null, gap: null };
}

/** Of the releases that have one of the commits in their history, the highest. */
function highestThrough(marks: Marks, commits: readonly string[]): Released | null {
  const found: Released[] = [];
  const wanted = new Set(commits);
  for (let index = marks.lower.length - 1; index >= 0; index -= 1) {
    const release = marks.lower[index];
    const best = found[0];
    if (release === undefined) break;
    if (best !== undefined && versionOrder(versionOf(release), versionOf(best)) < 0) break;
    if (reachesOne(marks, release.commit, wanted)) found.push(release);
  }
  return highestOf(found);
}

/** No commit is behind one of a lower generation. */
function reachesOne(
  { graph, generations }: Marks,
  start: string,
  wanted: ReadonlySet<string>,
): boolean {
  const lowest = Math.min(...[...wanted].map((commit) => generations.get(commit) ?? 0));
  const seen = new Set([start]);
  for (const commit of seen) {
    if (wanted.has(commit)) return true;
    if ((generations.get(commit) ?? 0) <= lowest) continue;
    for (const parent of graph.parentsOf(commit) ?? []) seen.add(parent);
  }
  return false;
}
