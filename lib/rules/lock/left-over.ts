// Stages that only the lock knows: DVC passes over them and never cleans up. Which of them still matter?

import { posix } from "node:path";

import { bundleBases } from "../../bundle-bases.ts";
import { isWithin, joinDirectory, locate } from "../../dvc/locate.ts";
import { producersFor, producersOf, type Producer } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { PipelineFacts } from "../../evidence.ts";
import { matchesAny } from "../../globs.ts";
import { remembered } from "../../remembered.ts";
import type { View } from "../../rule.ts";
import { groupOf, unresolvedGroups } from "./groups.ts";

type Seen = View<"pipelines" | "contents">;

/**
 * Whether a stage was renamed or dropped, and nothing of the release rests on what it wrote: no stage
 * that matters read it, nobody declares it as an artifact, and no bundle may hold it.
 */
export function isLeftOver(stage: Stage, view: Seen): boolean {
  if (stage.declared !== null) return false;
  const { pipelines } = view.pipelines;
  const pipeline = pipelines.find(({ path }) => path === stage.pipelinePath);
  // Without a dvc.yaml nothing says what was dropped.
  if (pipeline?.declared.state !== "present") return false;
  return !unresolvedGroups(pipeline).has(groupOf(stage)) && !usedStages(view).has(stage);
}

/** The declared stages, those that wrote what may be promoted, and all that they read from. */
const usedStages: (view: Seen) => ReadonlySet<Stage> = remembered((view) => {
  const producers = producersOf(view.pipelines);
  const stages = view.pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
  const used = new Set(stages.filter(({ declared }) => declared !== null));
  for (const stage of promoting(producers.all, view)) used.add(stage);
  for (const { deps } of used) {
    for (const { stage } of deps.flatMap((dep) => producersFor(dep, producers))) {
      if (stage !== null) used.add(stage);
    }
  }
  return used;
});

function* promoting(all: readonly Producer[], view: Seen): Generator<Stage> {
  const artifacts = artifactsOf(view.pipelines);
  const unexplained = unexplainedIn(all, view);
  const mayBePromoted = ({ at, hash }: LocatedEntry): boolean => {
    if (at.kind !== "inside") return false;
    const { path } = at;
    const isArtifact = artifacts.some((one) => isWithin(one, path) || isWithin(path, one));
    const isCopied = unexplained.has(posix.basename(path)) || unexplained.has(hash?.value ?? "");
    return isArtifact || isCopied || isInBundle(path, view);
  };
  for (const { stage, entry } of all)
    if (stage?.declared === null && mayBePromoted(entry)) yield stage;
}

function artifactsOf({ pipelines }: PipelineFacts): readonly string[] {
  return pipelines.flatMap(({ file, directory, projectRoot }) => {
    const artifacts = file.state === "present" ? file.value.artifacts : [];
    return artifacts.flatMap(({ path }) => {
      const { at } = locate(directory, projectRoot, path);
      return at.kind === "inside" ? [at.path] : [];
    });
  });
}

/** Names and hashes of files of the bundle, which alone have a sha256, that no declared stage wrote. */
function unexplainedIn(all: readonly Producer[], { contents }: Seen): ReadonlySet<string> {
  const declared = all.filter(({ stage }) => stage === null || stage.declared !== null);
  const written = new Set(declared.map(({ entry }) => entry.hash?.value));
  const files = [...contents].flatMap(([path, content]) =>
    content.kind === "file" && content.sha256 !== null && !written.has(content.md5)
      ? [posix.basename(path), content.md5]
      : [],
  );
  return new Set(files);
}

/** Where a bundle may be, of whatever release: DVC may keep it, so that git does not show it. */
function isInBundle(path: string, { policy, release, pipelines }: Seen): boolean {
  const templates = bundleBases(release, pipelines).flatMap((base) =>
    (release.scope.bundle ?? policy.bundle.paths).map((template) => joinDirectory(base, template)),
  );
  const globs = templates.map((template) => template.replaceAll(/\{\w+\}/g, "*"));
  return (
    matchesAny(
      path,
      globs.flatMap((glob) => [glob, `${glob}/**`]),
    ) || templates.some((template) => template.startsWith(`${path}/`))
  );
}
