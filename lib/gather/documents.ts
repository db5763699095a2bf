// Documents that rules read as values: params files, promoted files, structured outs in git.

import type { Node } from "../document/node.ts";
import type { DocumentFacts, PipelineFacts } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import type { Reading } from "../reading.ts";
import type { FoundBundle } from "./bundle.ts";
import type { Role } from "../policy.ts";
import type { Decoder } from "./decoder.ts";
import { follow } from "./follow.ts";

const STRUCTURED = /\.(?:json|ya?ml|toml)$/i;

/** DVC reads params, and nothing else, from Python too. */
function isRead(path: string, role: Role | null): boolean {
  return role !== null && (STRUCTURED.test(path) || (role === "params" && path.endsWith(".py")));
}

/** Params files of the locks, and the structured files that a bundle promotes or a stage leaves to git. */
export async function gatherDocuments(
  tree: Tree,
  decoder: Decoder,
  { pipelines }: PipelineFacts,
  bundle: FoundBundle | null,
): Promise<DocumentFacts> {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  const params = stages.flatMap((stage) => stage.params.map(({ at }) => at));
  const outs = bundle === null ? [] : stages.flatMap((stage) => stage.outs.map(({ at }) => at));
  const inside = [
    ...params,
    ...outs.filter((at) => at.kind === "inside" && STRUCTURED.test(at.path)),
  ];
  const paths = new Set([
    ...inside.flatMap((at) => (at.kind === "inside" ? [at.path] : [])),
    ...(bundle?.files.flatMap(({ path, role }) => (isRead(path, role) ? [path] : [])) ?? []),
  ]);
  const documents = new Map<string, Reading<Node>>();
  for (const path of paths) {
    const there = await follow(tree, decoder, path);
    // A link's own name says how to read it, as it does to DVC.
    if (there.kind === "file") {
      documents.set(path, await decoder.document({ ...there.entry, path }));
    }
  }
  return documents;
}
