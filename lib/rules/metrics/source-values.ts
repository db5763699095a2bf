// Values of a promoted params file that are not those of the file that it copies.

import { posix } from "node:path";

import { getNode, type Node } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";
import { valuesIn } from "../../document/values-in.ts";
import type { RecordedParam } from "../../dvc/recorded-params.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { withSections } from "./flat-params.ts";
import { fileOfCopy } from "./copied-params.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/** A value that the committed params file has otherwise. */
export interface Departure {
  /** Dotted. */
  readonly key: string;
  readonly promoted: Node;
  readonly source: string;
  readonly there: Node;
}

/** The params that stages recorded: all, and those behind the metrics, which few releases have to be asked for. */
export interface RecordedParams {
  readonly all: readonly RecordedParam[];
  readonly measured: () => readonly RecordedParam[];
}

/** None of a value that any params file has: the promoted one may be made of several. */
export function departuresOf(
  params: BundleFile,
  document: Node,
  { all, measured }: RecordedParams,
  view: Seen,
): readonly Departure[] {
  const files = sourcesOf(all, view).filter(([path]) => path !== params.path);
  const copied = copiedOf(params, document, { files, measured, view });
  if (copied === undefined) return [];
  const [source, node] = copied;
  return [...valuesIn(document)].flatMap(({ path, value }) => {
    const there = lookUp(node, path);
    const isSomewhere = files.some(([, other]) => isAt(other, path, value));
    if (there === undefined || isSomewhere) return [];
    return [{ key: path.join("."), promoted: value, source, there }];
  });
}

function isAt(root: Node, path: readonly string[], value: Node): boolean {
  const there = lookUp(root, path);
  return there !== undefined && pythonEquals(there, value);
}

type Source = readonly [path: string, document: Node];

/** The params files of stages, and those that DVC reads before any stage. */
function sourcesOf(
  recorded: readonly RecordedParam[],
  { pipelines, documents }: Seen,
): readonly Source[] {
  const beside = pipelines.pipelines.map(({ directory }) => posix.join(directory, "params.yaml"));
  const files = new Set([...recorded.map(({ file }) => file), ...beside]);
  return [...files].flatMap((path): readonly Source[] => {
    const reading = path === null ? undefined : documents.get(path);
    return path !== null && reading?.state === "present" ? [[path, reading.value]] : [];
  });
}

interface Choice {
  readonly files: readonly Source[];
  readonly measured: () => readonly RecordedParam[];
  readonly view: Seen;
}

/** The only one with its name; of several, or of none, the one of which it has the most params of the metrics' runs. */
function copiedOf(
  params: BundleFile,
  document: Node,
  { files, measured, view }: Choice,
): Source | undefined {
  const name = posix.basename(params.path);
  const [only, ...others] = files.filter(([path]) => posix.basename(path) === name);
  if (only !== undefined && others.length === 0) return only;
  const copied = fileOfCopy(params, withSections(document), measured(), view);
  return files.find(([path]) => path === copied);
}

/** As it is written, else with the dots of a flat name as sections. */
function lookUp(root: Node, path: readonly string[]): Node | undefined {
  return walk(root, path) ?? walk(root, path.join(".").split("."));
}

function walk(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) node = node?.kind === "mapping" ? getNode(node, key) : undefined;
  return node;
}
