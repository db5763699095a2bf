// Which stages wrote or read a model, themselves or through those upstream of them.

import { effectiveHash } from "../../dvc/locate.ts";
import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { producersWithContent } from "../bundle/writers.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/** The model's own hashes, and those of outs that are equal to it as values. */
export function hashesOf(model: BundleFile, view: Seen): ReadonlySet<string> {
  const { content } = model;
  const own = content.kind === "unverifiable" ? [] : [content.md5, content.legacyMd5];
  const equal = producersWithContent(model, view).map(
    ({ entry }) => effectiveHash(entry, entry.insideProject)?.value ?? null,
  );
  return new Set([...own, ...equal].filter((hash) => hash !== null));
}

export function knows(stage: Stage, hashes: ReadonlySet<string>, view: Seen): boolean {
  return entriesBehind(stage, view).some((entry) => holdsAny(entry, hashes));
}

/** Everything that the stage and all upstream of it read and wrote. */
export function entriesBehind(stage: Stage, view: Seen): readonly LocatedEntry[] {
  const { stages } = upstreamOf(stage, producersOf(view.pipelines));
  return [...stages].flatMap(({ deps, outs }) => [...deps, ...outs]);
}

export function holdsAny(entry: LocatedEntry, hashes: ReadonlySet<string>): boolean {
  const hash = effectiveHash(entry, entry.insideProject)?.value;
  if (hash !== undefined && hashes.has(hash)) return true;
  return entry.files?.some((file) => hashes.has(file.hash)) ?? false;
}

/** A directory of which only the hash is at hand. */
export function isClosed({ files, hash }: LocatedEntry): boolean {
  return files === null && hash?.value.endsWith(".dir") === true;
}

/** Of several runs with equal metrics, those that are of the promoted model; all, where none is or none is known. */
export function runsOfModel(
  writers: readonly Stage[],
  models: readonly BundleFile[],
  view: Seen,
): readonly Stage[] {
  const each = models.map((model) => hashesOf(model, view));
  const knowing = writers.filter((stage) => each.some((hashes) => knows(stage, hashes, view)));
  return knowing.length === 0 ? writers : knowing;
}
