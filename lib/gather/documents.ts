// Documents that rules read as values: params files, promoted files, structured outs.

import { posix } from "node:path";

import { isStructured } from "../document/structured.ts";
import { declaredMetrics } from "../dvc/declared-metrics.ts";
import { MAX_COMPARED_SIZE } from "../document/limits.ts";
import type { Node } from "../document/node.ts";
import { parseDocument, parseStrictly } from "../document/read.ts";
import { effectiveHash } from "../dvc/locate.ts";
import { producersOf } from "../dvc/producers.ts";
import type { LocatedEntry } from "../dvc/project.ts";
import { recordedAt } from "../dvc/recorded-at.ts";
import type { ContentFacts, DocumentFacts, PipelineFacts } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import { toReading, type Reading } from "../reading.ts";
import type { FoundBundle } from "./bundle.ts";
import { DOCUMENT_LIMIT, type Decoder } from "./decoder.ts";
import { follow } from "./follow.ts";
import { handedPaths } from "./handed-paths.ts";
import type { KeptFiles } from "./kept.ts";

const MOST_COMPARED = 200;

/** DVC reads params, and nothing else, from Python too. */
function isRead({ path, role, nestedRole }: FoundBundle["files"][number]): boolean {
  if (nestedRole === "params") return isStructured(path);
  return role !== null && (isStructured(path) || (role === "params" && path.endsWith(".py")));
}

export interface DocumentSource {
  readonly tree: Tree;
  readonly decoder: Decoder;
  readonly kept: KeptFiles;
  readonly pipelines: PipelineFacts;
  readonly bundle: FoundBundle | null;
  readonly contents: () => Promise<ContentFacts>;
}

/** Params files of the locks, declared metrics, and the structured files that a bundle promotes or a stage writes. */
export async function gatherDocuments(source: DocumentSource): Promise<DocumentFacts> {
  const { pipelines, bundle } = source;
  const promoted = (bundle?.files ?? []).filter(isRead);
  // DVC reads it before any stage, whether a template asks for it or not.
  const beside = pipelines.pipelines.map(({ directory }) => posix.join(directory, "params.yaml"));
  const wanted = new Set([
    ...beside,
    ...recordedParams(pipelines),
    ...promoted.map(({ path }) => path),
  ]);
  const shown = declaredMetrics(pipelines).filter((path) => isStructured(path));
  const compared = bundle === null ? [] : writtenPaths(pipelines, promoted, wanted);
  const documents = new Map<string, Reading<Node>>();
  for (const path of wanted) await add(documents, path, source, DOCUMENT_LIMIT);
  for (const path of [...shown, ...compared]) {
    if (!documents.has(path)) await add(documents, path, source, null);
  }
  const values = (await wantsValues(source)) ? compared : [];
  const handed = handedPaths(pipelines, promoted);
  for (const paths of [ownMetrics(shown, promoted), values, handed]) {
    const missing = paths.filter((path) => !documents.has(path));
    for (const path of missing.slice(0, MOST_COMPARED)) {
      await add(documents, path, source, MAX_COMPARED_SIZE);
    }
  }
  return documents;
}

/** The metrics that are the release's: where a bundle has some, no others. */
function ownMetrics(shown: readonly string[], promoted: FoundBundle["files"]): readonly string[] {
  return promoted.some(({ role }) => role === "metrics") ? [] : shown;
}

/** The params files that stages recorded. */
function recordedParams({ pipelines }: PipelineFacts): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { params } of pipelines.flatMap(({ stages }) => stages)) {
    for (const { at } of params) if (at.kind === "inside") paths.add(at.path);
  }
  return paths;
}

/** Files of the bundle are read as consumers read them. */
function isPromoted(path: string, { bundle }: DocumentSource): boolean {
  return bundle !== null && path.startsWith(`${bundle.path}/`);
}

/** Adds what git holds at the path, else what DVC keeps there up to the limit; null: git alone. */
async function add(
  documents: Map<string, Reading<Node>>,
  path: string,
  source: DocumentSource,
  keptLimit: number | null,
): Promise<void> {
  const { tree, decoder, kept } = source;
  const isStrict = isPromoted(path, source);
  const there = await follow(tree, decoder, path);
  // A link's own name says how to read it, as it does to DVC.
  if (there.kind === "file") {
    const read = isStrict ? decoder.promoted : decoder.document;
    documents.set(path, await read({ ...there.entry, path }));
  }
  if (there.kind !== "absent" || keptLimit === null) return;
  const bytes = await kept.read(path, keptLimit);
  if (bytes === null) return;
  const parse = isStrict ? parseStrictly : parseDocument;
  documents.set(path, toReading(parse(path, bytes), { path, oid: null }));
}

/**
 * The structured outs, and some of the files that listings of directories name, in a fixed order:
 * first those with the name of a promoted file.
 */
function writtenPaths(
  { pipelines }: PipelineFacts,
  promoted: readonly { readonly path: string }[],
  taken: ReadonlySet<string>,
): readonly string[] {
  const outs = pipelines.flatMap(({ stages }) => stages.flatMap((stage) => stage.outs));
  const own = outs.flatMap(({ at }) => (at.kind === "inside" ? [at.path] : []));
  const inside = outs.flatMap(({ at, files }) =>
    at.kind === "inside" ? (files ?? []).map((file) => `${at.path}/${file.path}`) : [],
  );
  const isWanted = (path: string): boolean => isStructured(path) && !taken.has(path);
  const names = new Set(promoted.map(({ path }) => posix.basename(path)));
  const listed = inside.filter(isWanted).toSorted();
  const namesakes = listed.filter((path) => names.has(posix.basename(path)));
  const some = [...namesakes, ...listed].slice(0, MOST_COMPARED);
  return [...new Set([...some, ...own.filter(isWanted).toSorted()])];
}

/** A promoted file that no record beside the bundle has by its bytes: it may have the values of one. */
async function wantsValues({ bundle, pipelines, contents }: DocumentSource): Promise<boolean> {
  if (bundle === null) return false;
  const promoted = bundle.files.filter(
    (file) => file.role !== "manifest" && file.role !== "review" && isRead(file),
  );
  const producers = producersOf(pipelines);
  const inBundle = new Set(promoted.map(({ path }) => path));
  const recorded = new Set(
    producers.all.flatMap(({ entry }) => hashesIn(entry, (path) => !inBundle.has(path))),
  );
  const hashed = await contents();
  return promoted.some(({ path, entry }) => {
    const content = hashed.get(path);
    const own = entry === null ? recordedAt(path, producers)?.value : null;
    const md5 = content?.kind === "file" ? content.md5 : own;
    return md5 != null && !recorded.has(md5);
  });
}

function hashesIn(entry: LocatedEntry, isWanted: (path: string) => boolean): readonly string[] {
  const { at, files } = entry;
  if (at.kind !== "inside") return [];
  const own = effectiveHash(entry, entry.insideProject)?.value;
  const listed = (files ?? []).filter((file) => isWanted(`${at.path}/${file.path}`));
  return [...(own !== undefined && isWanted(at.path) ? [own] : []), ...listed.map((it) => it.hash)];
}
