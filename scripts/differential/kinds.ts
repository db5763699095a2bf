// The kinds of cases, and how often each one's turn comes.

import { compareImport } from "./compare-import.ts";
import { compareParamsCase } from "./compare-params.ts";
import { comparePipeline } from "./compare-pipeline.ts";
import { compareRepository } from "./compare-repository.ts";
import { compareTree } from "./compare-tree.ts";
import { makeImportCase } from "./generate-import.ts";
import { makeParamsCase } from "./generate-params.ts";
import { makePipelineCase } from "./generate-pipeline.ts";
import { makeRepositoryCase } from "./generate-repository.ts";
import { makeTreeCase } from "./generate-tree.ts";
import type { Lane } from "./lane.ts";
import type { Outcome } from "./outcome.ts";
import type { Chance } from "./random.ts";
import type { Files } from "./store.ts";

export interface Judged extends Outcome {
  readonly files: Files;
}

export type Kind = (lane: Lane, chance: Chance) => Promise<Judged>;

export const kinds: Readonly<Record<string, Kind>> = {
  resolve: async (lane, chance) => {
    const given = makePipelineCase(chance);
    const theirs = JSON.parse(await lane.ask({ kind: "resolve", ...given }));
    return { ...comparePipeline(given, theirs), files: given.files };
  },
  params: async (lane, chance) => {
    const given = makeParamsCase(chance);
    const theirs = JSON.parse(await lane.ask({ kind: "params", ...given }));
    return { ...compareParamsCase(given, theirs), files: given.files };
  },
  import: async (lane, chance) => {
    const given = makeImportCase(chance);
    const theirs = JSON.parse(await lane.ask({ kind: "import", ...given }));
    return { ...compareImport(given, theirs), files: given.files };
  },
  hash: async (lane, chance) => {
    const given = makeTreeCase(chance);
    const theirs = JSON.parse(await lane.ask({ kind: "hash", ...given }));
    return { ...(await compareTree(lane, given, theirs)), files: given.files };
  },
  repository: async (lane, chance) => {
    const given = makeRepositoryCase(chance);
    return { ...(await compareRepository(lane, chance, given)), files: given.files };
  },
};

/** A repository takes as long as twenty of the others. */
const TURNS = [
  "resolve",
  "params",
  "hash",
  "import",
  "resolve",
  "params",
  "hash",
  "repository",
] as const;

/** Which kind a case is: by its number alone. */
export function kindAt(index: number, among: readonly string[]): string {
  const turns = TURNS.filter((name) => among.includes(name));
  return turns[index % turns.length] ?? "resolve";
}
