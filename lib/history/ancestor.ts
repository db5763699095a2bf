// The releases that a commit stands on: the nearest ones among its ancestors, and the highest of them.

import type { Released } from "../evidence.ts";
import type { CommitGraph } from "./graph.ts";
import { highestOf, type Line } from "./line.ts";

/** What is known of the way down from a commit. */
export interface Below {
  /** Null where no ancestor is a release. */
  readonly highest: Released | null;
  /** Why a part of the history could not be looked at; null where all of it was. */
  readonly gap: string | null;
}

const NOTHING: Below = { highest: null, gap: null };

/**
 * Answers for any commit of one line. Every way from the commit into the past is followed up to the
 * first release on it; where a merge makes several ways, the highest of their releases is taken, as
 * that is what the commit follows (`v2.1.0` after `v2.0.0`, although it merged the hotfix `v1.0.1`).
 * What is known of a commit is kept, so that all releases of a line are one walk.
 */
export function openAncestors(
  graph: CommitGraph,
  line: Pick<Line, "at">,
): (commit: string) => Promise<Below> {
  const known = new Map<string, Below>();
  const isEnd = (commit: string): boolean => known.has(commit) || line.at(commit).length > 0;
  return async (commit) => {
    await graph.explore([commit], (next) => next !== commit && isEnd(next));
    const parents = graph.parentsOf(commit);
    if (parents === null) return { highest: null, gap: graph.gapAt(commit) };
    for (const parent of parents) settle(parent, { graph, line, known });
    return join(parents, known);
  };
}

interface Search {
  readonly graph: CommitGraph;
  readonly line: Pick<Line, "at">;
  readonly known: Map<string, Below>;
}

/** Depth first, with a stack of its own: histories are deeper than the stack of calls. */
function settle(start: string, { graph, line, known }: Search): void {
  const stack = [start];
  for (let commit = stack.at(-1); commit !== undefined; commit = stack.at(-1)) {
    if (known.has(commit)) {
      stack.pop();
      continue;
    }
    const highest = highestOf(line.at(commit));
    const parents = highest === null ? graph.parentsOf(commit) : [];
    if (parents === null) known.set(commit, { highest: null, gap: graph.gapAt(commit) });
    else if (highest !== null) known.set(commit, { highest, gap: null });
    else {
      const open = parents.filter((parent) => !known.has(parent));
      if (open.length === 0) known.set(commit, join(parents, known));
      stack.push(...open);
    }
  }
}

function join(parents: readonly string[], known: ReadonlyMap<string, Below>): Below {
  const all = parents.map((parent) => known.get(parent) ?? NOTHING);
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return {
    highest: highestOf(all.flatMap(({ highest }) => highest ?? [])),
    gap: all.find(({ gap }) => gap !== null)?.gap ?? null,
  };
}
