// Whether a promoted file is a copy of something that stages wrote or read under another path.

import { effectiveHash, isWithin } from "../../dvc/locate.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { producersWithContent } from "./writers.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/** The stages that wrote its content, or its values, and did not read it: a copier tells nothing of where it is from. */
export function madeBy(file: BundleFile, view: Seen): readonly Stage[] {
  return producersWithContent(file, view).flatMap(({ stage, entry }) =>
    stage === null || isAround(entry, file) || reads(stage, file) ? [] : [stage],
  );
}

function reads({ deps }: Stage, file: BundleFile): boolean {
  const { content } = file;
  if (content.kind === "unverifiable") return false;
  return deps.some(
    (dep) =>
      !isAround(dep, file) &&
      (isOf(dep, content.md5) || dep.files?.some(({ hash }) => hash === content.md5) === true),
  );
}

/** What stages read that has its very content. */
export function copiedDeps(
  file: BundleFile,
  { pipelines }: Pick<Seen, "pipelines">,
): readonly { readonly stage: Stage; readonly dep: LocatedEntry }[] {
  const { content } = file;
  if (content.kind === "unverifiable") return [];
  const stages = pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
  return stages.flatMap((stage) =>
    stage.deps
      .filter((dep) => isOf(dep, content.md5) && !isAround(dep, file))
      .map((dep) => ({ stage, dep })),
  );
}

function isOf(entry: LocatedEntry, md5: string): boolean {
  return effectiveHash(entry, entry.insideProject)?.value === md5;
}

function isAround({ at }: LocatedEntry, { path }: BundleFile): boolean {
  return at.kind === "inside" && isWithin(path, at.path);
}
