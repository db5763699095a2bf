// The pipelines in scope, decoded and joined: each stage with what is declared, locked, and where.

import type { Node } from "../document/node.ts";
import { readFlagStyle } from "../dvc/config.ts";
import { joinDirectory, locate } from "../dvc/locate.ts";
import type { DeclaredStage, Lock, LockedEntry, LockedParams, LockedStage } from "../dvc/model.ts";
import type { LocatedEntry, LocatedParams, Pipeline, PointerFacts, Stage } from "../dvc/project.ts";
import {
  documentsNeeded,
  resolvePaths,
  resolvePipeline,
  type FlagStyle,
} from "../dvc/resolve/index.ts";
import type { Tree } from "../git/tree.ts";
import { toReading, type Reading, type Source } from "../reading.ts";
import type { Decoder } from "./decoder.ts";
import type { OwnedFile, PipelineFiles } from "./projects.ts";
import { readFile } from "./read-file.ts";

/** Reads a `dvc.yaml`, its lock and the params files that its templates name, and joins them. */
export async function readPipeline(
  tree: Tree,
  decoder: Decoder,
  files: PipelineFiles,
): Promise<Pipeline> {
  const from = { tree, decoder };
  // Together: git unpacks the one while the other is decoded.
  const [written, lock] = await Promise.all([
    readFile(from, files.path, decoder.pipelineFile),
    readFile(from, files.lockPath, decoder.lock),
  ]);
  const { file, declared } = await resolveFile(tree, decoder, files, written);
  const stages = joinStages(
    files,
    declared.state === "present" ? declared.value : [],
    lock.state === "present" ? lock.value : null,
  );
  return { ...files, file, lock, declared, stages };
}

async function resolveFile(
  tree: Tree,
  decoder: Decoder,
  files: PipelineFiles,
  file: Pipeline["file"],
): Promise<Pick<Pipeline, "file" | "declared">> {
  if (file.state !== "present") return { file, declared: file };
  const documents = new Map<string, Reading<Node>>();
  const get = (path: string): Reading<Node> => documents.get(path) ?? absentAt(path);
  const readAll = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths.filter((name) => !documents.has(name))) {
      const at = joinDirectory(files.directory, path);
      documents.set(path, await readFile({ tree, decoder }, at, decoder.document));
    }
  };
  const needed = documentsNeeded(file.value);
  await readAll(needed);
  // A file of stage vars may itself lie below a templated wdir: what is read by now tells where.
  if (needed.length > 0) await readAll(documentsNeeded(file.value, get));
  const style = needed.length > 0 ? await flagStyleOf(tree, decoder, files.projectRoot) : {};
  const resolved = resolvePipeline(file.value, get, style);
  return {
    file: { ...file, value: resolvePaths(file.value, get) },
    declared: toReading(resolved, file.source),
  };
}

/** `[parsing]` of the project's own configuration: that of a machine is not in the commit. */
async function flagStyleOf(tree: Tree, decoder: Decoder, root: string): Promise<FlagStyle> {
  const path = joinDirectory(root, ".dvc/config");
  const config = await readFile({ tree, decoder }, path, decoder.text);
  return config.state === "present" ? readFlagStyle(config.value) : {};
}

function absentAt(path: string): { readonly state: "absent"; readonly source: Source } {
  return { state: "absent", source: { path, oid: null } };
}

function joinStages(
  files: PipelineFiles,
  declared: readonly DeclaredStage[],
  lock: Lock | null,
): readonly Stage[] {
  const stages = declared.map((stage) =>
    joinStage(files, stage, lock?.stages.get(stage.name) ?? null),
  );
  const names = new Set(declared.map(({ name }) => name));
  for (const stage of lock?.stages.values() ?? []) {
    if (!names.has(stage.name)) stages.push(joinStage(files, null, stage));
  }
  return stages;
}

function joinStage(
  files: PipelineFiles,
  declared: DeclaredStage | null,
  locked: LockedStage | null,
): Stage {
  const name = declared?.name ?? locked?.name ?? "";
  const directory = joinDirectory(files.directory, declared?.workingDirectory ?? null);
  const { deps, outs, params } = isPlaced(declared) && locked !== null ? locked : NOTHING;
  const { projectRoot } = files;
  const place = (entry: LockedEntry): LocatedEntry => locateEntry(directory, projectRoot, entry);
  return {
    address: files.path === "dvc.yaml" ? name : `${files.path}:${name}`,
    name,
    pipelinePath: files.path,
    lockPath: files.lockPath,
    directory,
    declared,
    locked,
    deps: deps.map(place),
    outs: outs.map(place),
    params: params.map((one) => locateParams(directory, projectRoot, one)),
  };
}

const NOTHING: Pick<LockedStage, "deps" | "outs" | "params"> = { deps: [], outs: [], params: [] };

/** A working directory that is still a template says nothing of where the recorded paths lie. */
function isPlaced(declared: DeclaredStage | null): boolean {
  return declared?.workingDirectory?.includes("${") !== true;
}

function locateParams(base: string, projectRoot: string, params: LockedParams): LocatedParams {
  const { path, line, values } = params;
  return { path, line, values, at: locate(base, projectRoot, path).at };
}

function locateEntry(base: string, projectRoot: string, entry: LockedEntry): LocatedEntry {
  const { at, insideProject } = locate(base, projectRoot, entry.path);
  // Field by field: spreading two objects takes five times as long, and a lock has thousands of entries.
  return {
    path: entry.path,
    line: entry.line,
    hash: entry.hash,
    hashSpelled: entry.hashSpelled,
    size: entry.size,
    fileCount: entry.fileCount,
    files: entry.files,
    cloud: entry.cloud,
    dataset: entry.dataset,
    at,
    insideProject,
    projectRoot,
  };
}

/** Reads a `*.dvc` file; paths in it are relative to its directory joined with its `wdir`. */
export async function readPointer(
  tree: Tree,
  decoder: Decoder,
  file: OwnedFile,
): Promise<PointerFacts> {
  const pointer = await readFile({ tree, decoder }, file.path, (entry) =>
    decoder.pointer(entry, file),
  );
  if (pointer.state !== "present") return { ...file, pointer, outs: [], deps: [] };
  const base = joinDirectory(file.directory, pointer.value.workingDirectory);
  return {
    ...file,
    pointer,
    outs: pointer.value.outs.map((entry) => locateEntry(base, file.projectRoot, entry)),
    deps: pointer.value.deps
      .filter(({ repo, db }) => repo === null && !db)
      .map((entry) => locateEntry(base, file.projectRoot, entry)),
  };
}
