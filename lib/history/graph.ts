// The parents of commits, read when they are first asked for, and kept for all releases of an audit.

import { parseCommit } from "../git/objects.ts";
import type { Repository } from "../git/open.ts";
import { listParents } from "../git/rev-list.ts";

export interface CommitGraph {
  /** Of a commit that was explored; null where it is not here, so that the history has a gap. */
  readonly parentsOf: (commit: string) => readonly string[] | null;
  /** Reads whatever the starts reach, and nothing behind a commit at which `isEnd` holds. */
  readonly explore: (
    starts: readonly string[],
    isEnd: (commit: string) => boolean,
  ) => Promise<void>;
  /** Why a commit is not here, as one clause. */
  readonly gapAt: (commit: string) => string;
}

export interface GraphLimits {
  /** Commits that are read one by one: then one `git rev-list` reads the rest. */
  readonly walk: number;
  /** Times that `git rev-list` may be started in one audit. */
  readonly lists: number;
  /** Commits in all. */
  readonly commits: number;
}

export const GRAPH_LIMITS: GraphLimits = { walk: 500, lists: 8, commits: 2_000_000 };

/** A commit with a longer message is none that a person wrote. */
const COMMIT_LIMIT = 4 * 1024 * 1024;

interface Graph {
  readonly repository: Repository;
  readonly limits: GraphLimits;
  readonly parents: Map<string, readonly string[] | null>;
  readonly tips: readonly string[];
  /** Read one by one since the last list. */
  alone: number;
  lists: number;
}

/**
 * An empty graph over a repository. Histories are read as they were written: no grafts, no replacements.
 * @param tips what will be asked for besides, so that a list that is read anyhow has it too
 */
export function openGraph(
  repository: Repository,
  tips: readonly string[] = [],
  limits: GraphLimits = GRAPH_LIMITS,
): CommitGraph {
  const { lists } = limits;
  const graph: Graph = { repository, limits, parents: new Map(), tips, alone: 0, lists };
  return {
    parentsOf: (commit) => graph.parents.get(commit) ?? null,
    explore: (starts, isEnd) => explore(graph, starts, isEnd),
    gapAt: (commit) => explainGap(graph, commit),
  };
}

async function explore(
  graph: Graph,
  starts: readonly string[],
  isEnd: (commit: string) => boolean,
): Promise<void> {
  const seen = new Set(starts);
  let frontier = [...seen].filter((commit) => !isEnd(commit));
  while (frontier.length > 0) {
    const unknown = frontier.filter((commit) => !graph.parents.has(commit));
    graph.alone += unknown.length;
    if (graph.alone > graph.limits.walk && unknown.length > 0) await readAll(graph, frontier);
    await Promise.all(unknown.map((commit) => readOne(graph, commit)));
    const next: string[] = [];
    for (const parent of frontier.flatMap((commit) => graph.parents.get(commit) ?? [])) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      if (!isEnd(parent)) next.push(parent);
    }
    frontier = next;
  }
}

/** Not where the history is shallow: git would show its edge as if the commits there had no parents. */
async function readAll(graph: Graph, frontier: readonly string[]): Promise<void> {
  const { repository, limits, parents, tips } = graph;
  const room = limits.commits - parents.size;
  if (repository.shallow || graph.lists === 0 || room <= 0) return;
  const starts = graph.lists === limits.lists ? [...frontier, ...tips] : frontier;
  graph.lists -= 1;
  graph.alone = 0;
  await listParents(repository, starts, {
    limit: room,
    onCommit: (commit, its) => {
      if (!parents.has(commit)) parents.set(commit, its);
    },
  });
}

async function readOne({ repository, limits, parents }: Graph, commit: string): Promise<void> {
  if (parents.has(commit) || parents.size >= limits.commits) return;
  const object = await repository.reader.read(commit, { limit: COMMIT_LIMIT });
  const parsed = object.state === "present" ? parseCommit(commit, object.bytes) : null;
  parents.set(commit, parsed?.ok === true ? parsed.value.parents : null);
}

function explainGap({ repository, limits, parents }: Graph, commit: string): string {
  if (parents.size >= limits.commits) return `the history has more than ${limits.commits} commits`;
  return repository.shallow
    ? "the history is shallow: git fetch --unshallow --tags brings the rest"
    : `the commit ${commit.slice(0, 12)} of the history is missing in this clone`;
}
