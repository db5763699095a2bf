// Which locked stages wrote the content of a bundle file: by hash, else by equal values.

import type { Node } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";
import { effectiveHash, isWithin } from "../../dvc/locate.ts";
import { producersOf, upstreamOf, type Producer } from "../../dvc/producers.ts";
import { fileInside } from "../../dvc/inside.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFacts, BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { type PassedOn, passedOnBy } from "./passed-on.ts";
import { isPublisher } from "./publisher.ts";
import { documentsOf, sourcesOf } from "./rewritten.ts";

type Seen = View<"pipelines" | "documents" | "contents">;
type WithBundle = Seen & { readonly bundle: BundleFacts | null };

/**
 * The stages that first wrote this content. Where a publish stage copies or rewrites what another
 * stage wrote, that other stage is meant: a stage is left out when it read from another of them.
 */
export function writersOf(file: BundleFile, view: WithBundle): readonly Stage[] {
  const found = producersWithContent(file, view).flatMap(({ stage }) => stage ?? []);
  const stages = [...new Set(found)];
  const measuring = stages.filter((stage) => passingOn(stage, file, view) === null);
  return firstOf(measuring.length === 0 ? stages : measuring, view).flatMap((writer) => {
    const sources = firstOf(sourcesOf(file, writer, view), view);
    return sources.length === 0 ? measuredBy(writer, file, view) : sources;
  });
}

/**
 * Of a stage that only passes metrics on, the stages that measured them: also where nobody can look at those. None
 * where it has them from a file that no stage wrote, or of a run before the one that is recorded.
 */
function measuredBy(writer: Stage, file: BundleFile, view: WithBundle): readonly Stage[] {
  const passedOn = passingOn(writer, file, view);
  if (passedOn === null) return [writer];
  if (passedOn.isHandedOn || passedOn.outdated.length > 0) return [];
  const producers = producersOf(view.pipelines);
  const paths = [...passedOn.sources.keys(), ...passedOn.unseen];
  const stages = paths.flatMap((path) =>
    [...producers.at(path), ...producers.above(path)].flatMap(({ stage }) => stage ?? []),
  );
  const others = new Set(stages.filter((stage) => stage !== writer));
  return others.size === 0 ? [writer] : firstOf([...others], view);
}

/**
 * What a stage passes on that cannot have measured the file; null where it can: a stage that promotes
 * nothing else may be an evaluation that does not declare its data, and ran with params of its own.
 */
function passingOn(stage: Stage, file: BundleFile, view: WithBundle): PassedOn | null {
  if (file.role !== "metrics" && file.nestedRole !== "metrics") return null;
  const passedOn = passedOnBy(stage, file, view);
  if (passedOn === null || passedOn.isHandedOn) return passedOn;
  return passedOn.isAll && isPublisher(stage, view) ? passedOn : null;
}

/** Where no recorded run measured the file: the stages that have it from something else. */
export function passingOnOthers(file: BundleFile, view: WithBundle): readonly PassedOn[] {
  const stages = producersWithContent(file, view).flatMap(({ stage }) => stage ?? []);
  const found = [...new Set(stages)].flatMap((stage) => passingOn(stage, file, view) ?? []);
  return found.filter(({ isHandedOn, outdated }) => isHandedOn || outdated.length > 0);
}

function firstOf(stages: readonly Stage[], view: Seen): readonly Stage[] {
  const producers = producersOf(view.pipelines);
  return stages.filter((stage) => {
    const upstream = upstreamOf(stage, producers).stages;
    return !stages.some((other) => other !== stage && upstream.has(other));
  });
}

/** Recorded outs that hold the content of the file, as bytes or as values. */
export function producersWithContent(file: BundleFile, view: Seen): readonly Producer[] {
  const { all } = producersOf(view.pipelines);
  return all.filter(
    (producer) =>
      hasHash(producer, file) || isRecordOf(producer, file) || hasValues(producer, file, view),
  );
}

/** Of those outs: where the file was written anew, a lock knows their hashes and not its own. */
export function recordedHashes(file: BundleFile, view: Seen): readonly string[] {
  return producersWithContent(file, view).flatMap(
    ({ entry }) => effectiveHash(entry, entry.insideProject)?.value ?? [],
  );
}

function hasHash({ entry }: Producer, { content }: BundleFile): boolean {
  if (content.kind === "unverifiable") return false;
  const hash = effectiveHash(entry, entry.insideProject);
  const hashes = [content.md5, content.legacyMd5, content.crlfMd5, content.lfMd5];
  if (hash !== null && hashes.includes(hash.value)) return true;
  return entry.files?.some((listed) => hashes.includes(listed.hash)) ?? false;
}

/** A file that DVC keeps is what its own record says, whether its bytes are at hand or not. */
function isRecordOf({ entry }: Producer, file: BundleFile): boolean {
  if (file.entry !== null || entry.at.kind !== "inside") return false;
  const { path } = entry.at;
  if (path === file.path) return true;
  return isWithin(file.path, path) && fileInside(entry, file.path.slice(path.length + 1)) !== null;
}

/**
 * A structured file that the publish stage re-indented or renamed: equal as values. Of what has its very bytes,
 * the recorded hash is the judge: where that is another one, git holds something else than what was written.
 */
function hasValues({ entry }: Producer, file: BundleFile, view: Seen): boolean {
  const mine = view.documents.get(file.path);
  if (mine?.state !== "present" || !isTelling(mine.value)) return false;
  const { value } = mine;
  return (
    !hasSameBytes(entry, file, view) &&
    documentsOf(entry, view).some((node) => node !== value && pythonEquals(value, node))
  );
}

/** A list that is empty is like any other one, and so is a single value. */
function isTelling(node: Node): boolean {
  return node.kind === "mapping" || (node.kind === "sequence" && node.items.length > 0);
}

function hasSameBytes({ at }: LocatedEntry, { content }: BundleFile, { contents }: Seen): boolean {
  const there = at.kind === "inside" ? contents.get(at.path) : undefined;
  return there?.kind === "file" && content.kind !== "unverifiable" && there.md5 === content.md5;
}

/** Recorded directories whose files git does not show and no listing names: what is in them is not known. */
export function closedDirectories({ pipelines, contents }: Seen): readonly string[] {
  return producersOf(pipelines).all.flatMap(({ entry }) => {
    const hash = effectiveHash(entry, entry.insideProject);
    if (entry.at.kind !== "inside" || hash?.value.endsWith(".dir") !== true) return [];
    return entry.files === null && !contents.has(entry.at.path) ? [entry.at.path] : [];
  });
}

/** In words, that a file has the values of a stage's output and other bytes; empty where it has those. */
export function rewrittenFrom(file: BundleFile, stage: Stage, view: Seen): string {
  const isSame = producersOf(view.pipelines).all.some(
    (producer) =>
      producer.stage === stage && (hasHash(producer, file) || isRecordOf(producer, file)),
  );
  return isSame ? "" : ` (written anew, with the values of stage ${stage.address})`;
}
