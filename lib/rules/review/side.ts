// The audited release and its baseline as the same kind of thing, so that one can be held against the other.

import { declaredMetrics } from "../../dvc/declared-metrics.ts";
import { effectiveHash, joinDirectory } from "../../dvc/locate.ts";
import { fileInside } from "../../dvc/inside.ts";
import { isLeftToGit, producersOf, upstreamOf, type Producers } from "../../dvc/producers.ts";
import { recordedAt } from "../../dvc/recorded-at.ts";
import type { Stage } from "../../dvc/project.ts";
import type { Node } from "../../document/node.ts";
import type { Available, Baseline, BundleFacts, BundleFile } from "../../evidence.ts";
import type { Tree } from "../../git/tree.ts";
import { remembered } from "../../remembered.ts";
import type { Reading } from "../../reading.ts";
import type { View } from "../../rule.ts";
import { writersOf } from "../bundle/writers.ts";
import { withNamedMetrics } from "./listed-metrics.ts";

export interface Side extends View<"pipelines" | "contents" | "documents"> {
  readonly tree: Tree;
  readonly bundle: BundleFacts | null;
}

/** What the baseline held; why it cannot be compared where that is not known. */
export function sideOf(
  { evidence, release }: Baseline,
  { policy }: Pick<View<never>, "policy">,
): Side | Absent {
  const { tree, pipelines, contents, documents, bundle } = evidence;
  if (tree.state !== "present") return tree;
  if (pipelines.state !== "present") return pipelines;
  if (contents.state !== "present") return contents;
  if (documents.state !== "present") return documents;
  if (bundle.state === "unavailable") return bundle;
  return {
    release,
    policy,
    options: {},
    tree: tree.value,
    pipelines: pipelines.value,
    contents: contents.value,
    documents: documents.value,
    bundle: bundle.state === "present" ? bundle.value : null,
  };
}

type Absent = Exclude<Available<never>, { state: "present" }>;

/** A metrics file of a release. */
export interface MetricsFile {
  readonly path: string;
  /** From the bundle's directory, or the path: what it is called in every release. */
  readonly name: string;
  readonly file: BundleFile | null;
  /** True where git does not hold it, and DVC does. */
  readonly isKept: boolean;
  /** The hash that it is kept by, where there is a single one. */
  readonly keptAs: string | null;
  readonly document: Reading<Node> | undefined;
}

/** Those of the bundle; where it has none, those of the pipelines that git holds or DVC keeps. */
export function promotedMetrics(side: Side): readonly MetricsFile[] {
  const { bundle, documents, pipelines, tree } = side;
  const files = (bundle?.files ?? []).filter(({ role }) => role === "metrics");
  if (files.length > 0) {
    return files.map((file) => {
      const { path, relative: name, entry, content } = file;
      const keptAs = entry === null && content.kind === "file" ? content.md5 : null;
      const document = metricsAt(path, documents);
      return { path, name, file, isKept: entry === null, keptAs, document };
    });
  }
  const producers = producersOf(pipelines);
  return declaredMetrics(pipelines).flatMap((path) => {
    const isKept = tree.get(path) === undefined;
    if (isKept && !mayKeep(path, producers)) return [];
    const keptAs = isKept ? (recordedAt(path, producers)?.value ?? null) : null;
    const document = metricsAt(path, documents);
    return [{ path, name: path, file: null, isKept, keptAs, document }];
  });
}

function metricsAt(path: string, documents: Side["documents"]): MetricsFile["document"] {
  const reading = documents.get(path);
  if (reading?.state !== "present") return reading;
  return { ...reading, value: withNamedMetrics(reading.value) };
}

/** Whether DVC has it by some record, or may: of a directory perhaps only the hash is at hand. */
function mayKeep(path: string, producers: Producers): boolean {
  const around = [...producers.at(path), ...producers.above(path)];
  return around.some((producer) => {
    const { entry } = producer;
    if (entry.at.kind !== "inside" || isLeftToGit(producer)) return false;
    if (entry.at.path === path) return entry.hash !== null;
    return entry.files === null || fileInside(entry, path.slice(entry.at.path.length + 1)) !== null;
  });
}

/**
 * What of a release is the model: its hashes, and the stages that first wrote it, which a stage that
 * copies it into a bundle is not. Nothing where neither a bundle nor an artifact says what it is.
 */
export interface Model {
  readonly hashes: ReadonlySet<string>;
  readonly stages: ReadonlySet<Stage>;
}

export const modelOf: (side: Side) => Model = remembered(findModel);

function findModel(side: Side): Model {
  const { bundle, pipelines } = side;
  const producers = producersOf(pipelines);
  const files = (bundle?.files ?? []).filter(({ role }) => role === "model");
  const declared = pipelines.pipelines.flatMap(({ file, directory }) =>
    file.state === "present"
      ? file.value.artifacts.flatMap(({ path, type }) =>
          type === null || type === "model" ? producers.at(joinDirectory(directory, path)) : [],
        )
      : [],
  );
  const hashes = new Set<string>();
  for (const { content } of files) {
    if (content.kind !== "unverifiable") hashes.add(content.md5);
  }
  for (const { entry } of declared) {
    const hash = effectiveHash(entry, entry.insideProject);
    if (hash !== null) hashes.add(hash.value);
  }
  const writers = stagesOf(
    producers.all.filter(({ entry }) =>
      hashes.has(effectiveHash(entry, entry.insideProject)?.value ?? ""),
    ),
  );
  const stages = [...firstOf(writers, side), ...files.flatMap((file) => writersOf(file, side))];
  return { hashes, stages: new Set(stages) };
}

export function stagesOf(found: readonly { readonly stage: Stage | null }[]): readonly Stage[] {
  return [...new Set(found.flatMap(({ stage }) => stage ?? []))];
}

/** Without those that read from another one of them: they copied it. */
export function firstOf(stages: readonly Stage[], { pipelines }: Side): readonly Stage[] {
  const producers = producersOf(pipelines);
  return stages.filter((stage) => {
    const upstream = upstreamOf(stage, producers).stages;
    return !stages.some((other) => other !== stage && upstream.has(other));
  });
}
