// Whether a commit is on a branch that releases come from.

import picomatch from "picomatch";

import type { Available, BranchFacts } from "../evidence.ts";
import type { Repository } from "../git/open.ts";
import { readSymbolicRef } from "../git/ref-files.ts";
import { listRefs } from "../git/refs.ts";
import type { Policy } from "../policy.ts";
import type { RefUpdate } from "../update.ts";
import type { CommitGraph } from "./graph.ts";

export interface BranchSearch {
  readonly find: (commit: string) => Promise<Available<BranchFacts>>;
}

const HEADS = "refs/heads/";
/** The branches of a fork are not those that releases come from: only the origin's count. */
const ORIGIN = "refs/remotes/origin/";

/**
 * Branches are the local ones, those of `origin` as they were fetched, and what the same push makes of
 * them: a server sees the tag before it has the branch that comes with it.
 * @param pushed every change of the push; those of branches count
 */
export function openBranches(
  repository: Repository,
  policy: Policy,
  pushed: readonly RefUpdate[],
  graph: CommitGraph,
): BranchSearch {
  let searching: Promise<Branches> | null = null;
  const reach = openReach(graph);
  return {
    find: async (commit) => {
      searching ??= findBranches(repository, policy.releases.from, pushed);
      return findOn(await searching, commit, reach);
    },
  };
}

interface Branch {
  readonly ref: string;
  readonly tip: string;
}

interface Branches {
  /** As the policy names them. */
  readonly wanted: readonly string[];
  readonly found: readonly Branch[];
}

async function findOn(
  { wanted, found }: Branches,
  commit: string,
  reach: Reach,
): Promise<Available<BranchFacts>> {
  if (found.length === 0) return unknown(`no branch ${wanted.join(" or ")} is in this clone`);
  let gap: string | null = null;
  for (const { ref, tip } of found) {
    // oxlint-disable-next-line no-await-in-loop -- the first that has it is enough
    const answer = await reach(tip, commit);
    if (answer === true) return { state: "present", value: { commit, wanted, on: ref } };
    if (answer !== false) gap ??= answer;
  }
  return gap === null ? { state: "present", value: { commit, wanted, on: null } } : unknown(gap);
}

function unknown(why: string): Available<never> {
  const reason = `whether the commit is on a branch for releases is not known: ${why}`;
  return { state: "unavailable", reason, blocking: true };
}

async function findBranches(
  repository: Repository,
  from: readonly string[],
  pushed: readonly RefUpdate[],
): Promise<Branches> {
  const changed = new Map(pushed.map(({ ref, newOid }) => [ref, newOid]));
  const stored = [
    ...(await listRefs(repository, "refs/heads")),
    ...(await listRefs(repository, "refs/remotes/origin")),
  ].filter(({ ref }) => !changed.has(ref));
  const all: Branch[] = stored.map(({ ref, oid }) => ({ ref, tip: oid }));
  for (const [ref, tip] of changed) {
    if (tip !== null && ref.startsWith(HEADS)) all.push({ ref, tip });
  }
  const wanted = from.length > 0 ? from : [await defaultBranch(repository, all)];
  const isWanted = picomatch([...wanted], { nonegate: true, noextglob: true });
  return { wanted, found: all.filter(({ ref }) => isWanted(nameOf(ref))) };
}

/** Without `refs/heads/` or the remote's name. */
function nameOf(ref: string): string {
  return ref.startsWith(ORIGIN) ? ref.slice(ORIGIN.length) : ref.slice(HEADS.length);
}

/** What the origin calls its default; of a bare repository its HEAD; else what is called so by custom. */
async function defaultBranch(repository: Repository, all: readonly Branch[]): Promise<string> {
  const { commonDirectory, gitDirectory, bare } = repository;
  const origins = readSymbolicRef(commonDirectory, `${ORIGIN}HEAD`);
  if (origins?.startsWith(ORIGIN) === true) return nameOf(origins);
  const head = readSymbolicRef(bare ? commonDirectory : gitDirectory, "HEAD");
  const current = head?.startsWith(HEADS) === true ? nameOf(head) : null;
  if (bare && current !== null) return current;
  const names = new Set(all.map(({ ref }) => nameOf(ref)));
  return ["main", "master"].find((name) => names.has(name)) ?? current ?? "main";
}

/** True, false, or why it is not known. */
type Reach = (tip: string, commit: string) => Promise<boolean | string>;

/** Questions about one tip that are each a walk of their own, before all that it reaches is kept. */
const WALKS = 3;

function openReach(graph: CommitGraph): Reach {
  const asked = new Map<string, number>();
  const known = new Map<string, Reached>();
  return async (tip, commit) => {
    const count = (asked.get(tip) ?? 0) + 1;
    asked.set(tip, count);
    const reached = known.get(tip) ?? (await walk(graph, tip, count > WALKS ? null : commit));
    if (count > WALKS) known.set(tip, reached);
    return reached.commits.has(commit) || (reached.gap ?? false);
  };
}

interface Reached {
  readonly commits: ReadonlySet<string>;
  readonly gap: string | null;
}

/** Everything from a tip on, or until the commit is met. */
async function walk(graph: CommitGraph, tip: string, until: string | null): Promise<Reached> {
  let isMet = false;
  await graph.explore([tip], (next) => {
    isMet ||= next === until;
    return isMet;
  });
  if (isMet && until !== null) return { commits: new Set([until]), gap: null };
  const commits = new Set([tip]);
  let gap: string | null = null;
  for (const commit of commits) {
    const parents = graph.parentsOf(commit);
    if (parents === null) gap ??= graph.gapAt(commit);
    for (const parent of parents ?? []) commits.add(parent);
  }
  return { commits, gap };
}
