// Which release an audited one is compared with.

import type { Available, Released } from "../evidence.ts";
import type { Repository } from "../git/open.ts";
import { versionOrder } from "../naming/version.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { openAncestors, type Below } from "./ancestor.ts";
import { openGraph, type CommitGraph } from "./graph.ts";
import { highestOf, lowestVersionOf, openLines, versionOf, type Line, type Lines } from "./line.ts";
import { isFinal, lastFinal, unavailable, type LastFinal, type Related } from "./last-final.ts";
import { findParted, type Asking, type Parted } from "./merge-base.ts";

/** A baseline before what it holds is read. */
export interface FoundBaseline {
  readonly nearest: Related | null;
  /** Of a final that follows a candidate. */
  readonly final: LastFinal | null;
  readonly others: readonly Released[];
  /** Those of the others that name the very same commit. */
  readonly beside: readonly Released[];
}

export interface BaselineSearch {
  /**
   * The baseline of a release is an earlier release of the same artifact, in this order:
   *
   * 1. `ancestor`: the nearest one in its history; where merges lead to several, the highest version.
   * 2. `merge-base`: where no ancestor is a release (release branches that are never merged back),
   *    of the lower versions the one that shares the nearest common ancestor.
   * 3. `unrelated`: the highest lower version, where no history is shared with any.
   * 4. `same-commit`: a lower version of the very same commit, where there is no other release.
   *
   * A final that is tagged on the commit of its own candidate is thus compared with what the
   * candidate was compared with, and what holds for the candidate holds for it: against itself,
   * nothing could have changed, and a first look at an old history would be hidden by its candidate.
   * Pre-releases are baselines like any other release. A stage assignment is compared as the version
   * that it assigns, which is on its commit; a version that GTO took back is no release.
   */
  readonly find: (release: Release, commit: string) => Promise<Available<FoundBaseline>>;
  /** What a stage tag on the commit assigns: the highest version there, of two that GTO would refuse; else null. */
  readonly assigned: (release: Release, commit: string) => Promise<Release | null>;
}

/** @param audited every release of this audit: a hook's are not in the ref store yet */
export function openBaselines(
  repository: Repository,
  policy: Policy,
  audited: readonly Release[],
  graph: CommitGraph = graphOf(repository, audited),
): BaselineSearch {
  const lines = openLines(repository, policy, audited);
  const known = new Map<Line, Known>();
  const search: Search = { graph, lines, audited };
  return {
    find: async (release, commit) => {
      const line = await lines.of(release);
      const memory = known.get(line) ?? remember(known, line, graph);
      return findIn(line, { release, commit }, memory, search);
    },
    assigned: async (release, commit) => {
      const line = await lines.of(release);
      return highestOf(line.at(commit))?.release ?? null;
    },
  };
}

/** The graph of an audit: one for all that looks at its history. */
export function graphOf(repository: Repository, audited: readonly Release[]): CommitGraph {
  return openGraph(
    repository,
    audited.flatMap(({ oid }) => oid ?? []),
  );
}

interface Search {
  readonly graph: CommitGraph;
  readonly lines: Lines;
  readonly audited: readonly Release[];
}

/** What is known of a line after some of its releases were audited. */
interface Known {
  readonly below: (commit: string) => Promise<Below>;
  /** The same among final releases alone. */
  readonly finalsBelow: (commit: string) => Promise<Below>;
  parted: Promise<ReadonlyMap<string, Parted>> | null;
}

/** Lines that are remembered: an audit takes releases by name, so that those of a line come together. */
const REMEMBERED = 4;

function remember(known: Map<Line, Known>, line: Line, graph: CommitGraph): Known {
  const finals = { at: (commit: string) => line.at(commit).filter(isFinal) };
  const memory: Known = {
    below: openAncestors(graph, line),
    finalsBelow: openAncestors(graph, finals),
    parted: null,
  };
  const [oldest] = known.keys();
  if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
  known.set(line, memory);
  return memory;
}

async function findIn(
  line: Line,
  asked: Released,
  memory: Known,
  search: Search,
): Promise<Available<FoundBaseline>> {
  const { release, commit } = asked;
  const others = othersIn(line, asked);
  if (await isOfNoLine(line, release, search)) return NAMELESS;
  const below = await memory.below(commit);
  const gap = line.gap ?? below.gap;
  if (gap !== null) return unavailable(gap);
  const follow = async (nearest: Related) =>
    present(nearest, others, await lastFinal(line, asked, nearest, memory.finalsBelow));
  if (below.highest !== null) return follow({ ...below.highest, kinship: "ancestor" });
  const version = versionAt(line, asked);
  const highest = line.below(version).findLast((other) => isElsewhere(other, asked)) ?? null;
  if (highest === null) return present(onSameCommit(line, asked), others, null);
  const parted = await partedFrom(line, asked, version, { memory, search });
  if (parted.gap !== null) return unavailable(parted.gap);
  return follow(
    parted.release === null
      ? { ...highest, kinship: "unrelated" }
      : { ...parted.release, kinship: "merge-base" },
  );
}

function isLower(release: Released, version: string | null): boolean {
  return version === null || versionOrder(versionOf(release), version) < 0;
}

async function isOfNoLine(line: Line, { naming }: Release, { lines }: Search): Promise<boolean> {
  return naming.grammar === "none" && line.all.length === 0 && lines.areAllNamed();
}

function isElsewhere({ release, commit }: Released, asked: Released): boolean {
  return commit !== asked.commit && release.name !== asked.release.name;
}

/** Of all audited releases of the line in one pass; of others each for itself. */
async function partedFrom(
  line: Line,
  asked: Released,
  version: string | null,
  { memory, search }: { readonly memory: Known; readonly search: Search },
): Promise<Parted> {
  const asking: Asking = { commit: asked.commit, version };
  memory.parted ??= partAll(line, memory, search);
  const known = (await memory.parted).get(keyOf(asking));
  if (known !== undefined) return known;
  const earlier = line.below(version).filter((other) => isElsewhere(other, asked));
  const answers = await findParted(search.graph, earlier, [asking]);
  return answers.get(asking) ?? { release: null, gap: null };
}

async function partAll(
  line: Line,
  { below }: Known,
  { graph, audited }: Search,
): Promise<ReadonlyMap<string, Parted>> {
  const names = new Set(audited.map(({ name }) => name));
  const askings = new Map<string, Asking>();
  for (const released of line.all) {
    if (!names.has(released.release.name)) continue;
    // oxlint-disable-next-line no-await-in-loop -- each stands on what the ones before it found
    const { highest } = await below(released.commit);
    const asking = { commit: released.commit, version: versionAt(line, released) };
    if (highest === null) askings.set(keyOf(asking), asking);
  }
  const answers = await findParted(graph, line.all, [...askings.values()]);
  return new Map([...answers].map(([asking, parted]) => [keyOf(asking), parted]));
}

function keyOf({ commit, version }: Asking): string {
  return `${commit} ${version ?? ""}`;
}

const NAMELESS: Available<never> = {
  state: "not-applicable",
  reason: "a revision without a name is of no artifact, and every release here names one",
};

type Others = Pick<FoundBaseline, "others" | "beside">;

function present(
  nearest: FoundBaseline["nearest"],
  others: Others,
  final: LastFinal | null,
): Available<FoundBaseline> {
  return {
    state: "present",
    value: {
      nearest,
      final,
      beside: others.beside,
      get others() {
        return others.others;
      },
    },
  };
}

/** Listed when they are asked for: of ten thousand releases, each has all the others. */
function othersIn(line: Line, { release, commit }: Released): Others {
  const isOther = (other: Released): boolean => other.release.name !== release.name;
  let all: readonly Released[] | null = null;
  return {
    beside: line.at(commit).filter(isOther),
    get others() {
      return (all ??= line.all.filter(isOther));
    },
  };
}

/**
 * The version below which a release is earlier: the lowest on the commit, so that a final and its
 * candidate are asked for alike. Of a stage assignment, that of what it assigns; null without any.
 */
function versionAt(line: Line, { release, commit }: Released): string | null {
  const { version, action } = release.naming;
  if (version === null && action !== "assign") return null;
  const lowest = lowestVersionOf(line.at(commit));
  if (version === null || lowest === null) return version ?? lowest;
  return versionOrder(lowest, version) < 0 ? lowest : version;
}

function onSameCommit(line: Line, { release, commit }: Released): FoundBaseline["nearest"] {
  const { version } = release.naming;
  if (version === null) return null;
  const highest = highestOf(line.at(commit).filter((other) => isLower(other, version)));
  return highest === null ? null : { ...highest, kinship: "same-commit" };
}
