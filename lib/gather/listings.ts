// Recorded directories get their listings where DVC's cache has them: then what is inside can be compared.

import { join } from "node:path";

import { effectiveHash } from "../dvc/locate.ts";
import type { LocatedEntry, Pipeline, PointerFacts } from "../dvc/project.ts";
import { readListing } from "../dvc/store/cache.ts";
import type { PipelineFacts } from "../evidence.ts";

/** Without a working tree nothing is looked up. Listings that are in the lock stay. */
export async function withListings(
  facts: PipelineFacts,
  worktree: string | null,
): Promise<PipelineFacts> {
  if (worktree === null) return facts;
  const look = async (entry: LocatedEntry, projectRoot: string): Promise<LocatedEntry> => {
    const hash = effectiveHash(entry, entry.insideProject);
    if (entry.files !== null || hash?.value.endsWith(".dir") !== true) return entry;
    const files = await readListing(join(worktree, projectRoot), hash.value);
    return files === null ? entry : { ...entry, files };
  };
  const all = (entries: readonly LocatedEntry[], root: string) =>
    Promise.all(entries.map((entry) => look(entry, root)));
  return {
    ...facts,
    pipelines: await Promise.all(facts.pipelines.map((pipeline) => pipelineWith(pipeline, all))),
    pointers: await Promise.all(facts.pointers.map((pointer) => pointerWith(pointer, all))),
  };
}

type LookAll = (entries: readonly LocatedEntry[], root: string) => Promise<readonly LocatedEntry[]>;

async function pipelineWith(pipeline: Pipeline, all: LookAll): Promise<Pipeline> {
  const { stages, projectRoot } = pipeline;
  const looked = stages.map(async (stage) => ({
    ...stage,
    deps: await all(stage.deps, projectRoot),
    outs: await all(stage.outs, projectRoot),
  }));
  return { ...pipeline, stages: await Promise.all(looked) };
}

async function pointerWith(pointer: PointerFacts, all: LookAll): Promise<PointerFacts> {
  return { ...pointer, outs: await all(pointer.outs, pointer.projectRoot) };
}
