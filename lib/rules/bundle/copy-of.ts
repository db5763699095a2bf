// Whether a promoted file is a copy of something that stages wrote or read under another path.

import { effectiveHash, isWithin } from "../../dvc/locate.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { producersWithContent } from "./writers.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/** The stages that wrote its content, or its values. */
export function copiedFrom(file: BundleFile, view: Seen): readonly Stage[] {
  return producersWithContent(file, view).flatMap(({ stage, entry }) =>
    stage === null || isAround(entry, file) ? [] : [stage],
  );
}

/** Whether a stage wrote it or read its very content. */
export function isCopy(file: BundleFile, view: Seen): boolean {
  return copiedFrom(file, view).length > 0 || isRead(file, view);
}

function isRead(file: BundleFile, { pipelines }: Seen): boolean {
  const { content } = file;
  if (content.kind === "unverifiable") return false;
  const deps = pipelines.pipelines.flatMap(({ stages }) => stages.flatMap((stage) => stage.deps));
  return deps.some((dep) => {
    const hash = effectiveHash(dep, dep.insideProject)?.value;
    return hash === content.md5 && !isAround(dep, file);
  });
}

function isAround({ at }: LocatedEntry, { path }: BundleFile): boolean {
  return at.kind === "inside" && isWithin(path, at.path);
}
