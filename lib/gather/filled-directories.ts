// Directories that stages read and that hold what others wrote: the files of git with the recorded ones.

import { effectiveHash } from "../dvc/locate.ts";
import type { HashKind, RecordedHash } from "../dvc/model.ts";
import { insidePath } from "../dvc/producer.ts";
import { producersOf, type Producer, type Producers } from "../dvc/producers.ts";
import type { LocatedEntry } from "../dvc/project.ts";
import type { Content, ContentFacts, PipelineFacts } from "../evidence.ts";
import type { RecordedInside, Request } from "./content-requests.ts";
import { unverifiable, type ContentSource } from "./content-source.ts";
import { directoryContent } from "./directory-content.ts";

/**
 * Every directory among the deps of which git holds a part at most, as DVC would hash it where each out
 * in it is the recorded one. Of a directory whose files are all in git, `contents` tells.
 */
export async function fillDirectories(
  facts: PipelineFacts,
  contents: ContentFacts,
  source: () => Promise<ContentSource>,
): Promise<ContentFacts> {
  const producers = producersOf(facts);
  const filled = new Map<string, Content>();
  for (const [path, deps] of directoriesRead(facts)) {
    const outs = outsIn(path, producers).filter(({ entry }) => !isInGit(entry, contents));
    if (outs.length > 0) filled.set(path, await fill(await source(), path, deps, outs));
  }
  return filled;
}

/** Deps with the hash of a directory, by their path. */
function directoriesRead({ pipelines }: PipelineFacts): ReadonlyMap<string, LocatedEntry[]> {
  const read = new Map<string, LocatedEntry[]>();
  const add = (dep: LocatedEntry): void => {
    const path = insidePath(dep);
    if (path === null || dep.hash?.value.endsWith(".dir") !== true) return;
    const there = read.get(path);
    if (there === undefined) read.set(path, [dep]);
    else there.push(dep);
  };
  for (const { stages } of pipelines) for (const { deps } of stages) deps.forEach(add);
  return read;
}

/** What nobody declares any more DVC does not bring back: a machine may have it, or not. */
function outsIn(directory: string, producers: Producers): readonly Producer[] {
  return producers
    .below(directory)
    .filter(({ stage }) => stage === null || stage.declared !== null);
}

function isInGit(entry: LocatedEntry, contents: ContentFacts): boolean {
  return contents.has(insidePath(entry) ?? "");
}

async function fill(
  source: ContentSource,
  path: string,
  deps: readonly LocatedEntry[],
  outs: readonly Producer[],
): Promise<Content> {
  const request = requestOf(deps);
  const kind = request.legacy ? "md5-dos2unix" : "md5";
  const isPlain = deps.every((dep) => effectiveHash(dep, dep.insideProject)?.kind === kind);
  if (!isPlain) return unverifiable(path, "it was recorded by hashes of two kinds", false);
  const closed = outs.find((out) => filesOf(out, kind) === null);
  const inside = outs.flatMap((out) => filesOf(out, kind) ?? []);
  const content = await directoryContent(source, path, path, { ...request, inside });
  return closed === undefined || content.kind === "unverifiable"
    ? content
    : unknownFiles(path, closed, (content.fileCount ?? 0) + countOf(outs, kind));
}

function requestOf(deps: readonly LocatedEntry[]): Request {
  const hashes = deps.map((dep) => effectiveHash(dep, dep.insideProject));
  return {
    recorded: new Set(hashes.flatMap((hash) => (hash === null ? [] : [hash.value]))),
    legacy: hashes.some((hash) => hash?.kind === "md5-dos2unix"),
    projects: new Set(deps.map(({ projectRoot }) => projectRoot)),
    sha256: false,
  };
}

function unknownFiles(path: string, { label, entry }: Producer, fileCount: number): Content {
  const reason = `${insidePath(entry)} in it is known by the hash alone that ${label} records`;
  return { ...unverifiable(path, reason, false), fileCount };
}

/** The files of an out, hashed as the directory is; null where nothing tells them. */
function filesOf({ entry }: Producer, kind: HashKind): readonly RecordedInside[] | null {
  const path = insidePath(entry) ?? "";
  const hash: RecordedHash | null = effectiveHash(entry, entry.insideProject);
  if (entry.files !== null && (hash === null || hash.kind === kind)) {
    return entry.files.map((file) => ({ ...file, path: `${path}/${file.path}` }));
  }
  if (hash?.kind !== kind || hash.value.endsWith(".dir")) return null;
  return [{ path, hash: hash.value, size: entry.size }];
}

/** How many files the others have, as far as the records count them. */
function countOf(outs: readonly Producer[], kind: HashKind): number {
  const closed = outs.filter((out) => filesOf(out, kind) === null);
  return closed.reduce((sum, { entry }) => sum + (entry.fileCount ?? 0), 0);
}
