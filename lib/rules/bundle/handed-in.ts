// Files with numbers that a stage read and no stage wrote: a notebook's metrics, or what somebody typed.

import { posix } from "node:path";

import type { Node } from "../../document/node.ts";
import { isStructured } from "../../document/structured.ts";
import { declaredMetrics } from "../../dvc/declared-metrics.ts";
import { fileInside, pathsIn } from "../../dvc/inside.ts";
import { effectiveHash } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { recordedParamsOf } from "../../dvc/recorded-params.ts";
import type { BundleFacts, BundleFile, PipelineFacts } from "../../evidence.ts";
import { remembered } from "../../remembered.ts";
import type { View } from "../../rule.ts";
import { isCalledMetrics, isCopier } from "./publisher.ts";
import { holdsNumbersOf } from "./rewritten.ts";

type Seen = View<"pipelines" | "documents"> & { readonly bundle: BundleFacts | null };

export interface HandedIn {
  readonly path: string;
  /** What it says, where that is at hand. */
  readonly document: Node | null;
  /** True where it is the published file, byte for byte. */
  readonly isCopied: boolean;
}

/** Of those, the ones that the published numbers may be from: they are there, or nobody can look into it. */
export function handedIn(stage: Stage, file: BundleFile, view: Seen): readonly HandedIn[] {
  const read = stage.deps.flatMap((dep) => pathsIn(dep).map((path) => ({ dep, path })));
  return read.flatMap(({ dep, path }) => {
    if (!isStructured(path) || isWritten(path, view)) return [];
    const hash = hashOf(dep, path);
    if (isOtherwisePromoted(hash, view)) return [];
    const reading = view.documents.get(path);
    const document = reading?.state === "present" ? reading.value : null;
    const isCopied = isSame(hash, file);
    if (!isCopied && !mayHold({ path, document }, stage, file, view)) return [];
    return [{ path, document, isCopied }];
  });
}

/** By a stage; params are no metrics either. */
function isWritten(path: string, { pipelines }: Seen): boolean {
  const producers = producersOf(pipelines);
  const writers = [...producers.at(path), ...producers.above(path)];
  return paramsFiles(pipelines).has(path) || writers.some(({ stage }) => stage !== null);
}

const paramsFiles: (facts: PipelineFacts) => ReadonlySet<string | null> = remembered(
  ({ pipelines }) =>
    new Set(recordedParamsOf(pipelines.flatMap(({ stages }) => stages)).map(({ file }) => file)),
);

/** A stage that copies what it read promotes these numbers too, where it adds some of its own. */
function mayHold(
  { path, document }: Pick<HandedIn, "path" | "document">,
  stage: Stage,
  file: BundleFile,
  view: Seen,
): boolean {
  if (document !== null) return holdsNumbersOf(file, document, { inPart: isCopier(stage) }, view);
  return isCalledMetrics(path, file.path) || declaredMetrics(view.pipelines).includes(path);
}

function hashOf(dep: LocatedEntry, path: string): string | null {
  if (dep.at.kind !== "inside") return null;
  if (dep.at.path === path) return effectiveHash(dep, dep.insideProject)?.value ?? null;
  return fileInside(dep, posix.relative(dep.at.path, path))?.hash ?? null;
}

function isSame(hash: string | null, { content }: Pick<BundleFile, "content">): boolean {
  if (hash === null || content.kind === "unverifiable") return false;
  return hash === content.md5 || hash === content.legacyMd5;
}

/** The model, the params: also where they hold a number that the metrics have. */
function isOtherwisePromoted(hash: string | null, { bundle }: Seen): boolean {
  return (bundle?.files ?? []).some(
    (file) => file.role !== "metrics" && file.nestedRole !== "metrics" && isSame(hash, file),
  );
}
