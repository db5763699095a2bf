// Values of a promoted params file that are not those of the file that it copies.

import { posix } from "node:path";

import { getNode, type Node } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";
import { valuesIn } from "../../document/values-in.ts";
import type { RecordedParam } from "../../dvc/recorded-params.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
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

/** None of a value that any params file has: the promoted one may be made of several. */
export function departuresOf(
  params: BundleFile,
  document: Node,
  recorded: readonly RecordedParam[],
  view: Seen,
): readonly Departure[] {
  const files = sourcesOf(recorded, view).filter(([path]) => path !== params.path);
  const copied = copiedOf(params, document, { recorded, files, view });
  if (copied.length === 0) return [];
  return [...valuesIn(document)].flatMap(({ path, value }) => {
    const [first] = copied.flatMap(([source, node]) => {
      const there = lookUp(node, path);
      return there === undefined ? [] : [{ key: path.join("."), promoted: value, source, there }];
    });
    if (first === undefined || pythonEquals(first.there, value)) return [];
    const isSomewhere = files.some(([, node]) => {
      const other = lookUp(node, path);
      return other !== undefined && pythonEquals(other, value);
    });
    return isSomewhere ? [] : [first];
  });
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
  readonly recorded: readonly RecordedParam[];
  readonly files: readonly Source[];
  readonly view: Seen;
}

/** Those with its name, else the one of which it has the most recorded params. */
function copiedOf(
  params: BundleFile,
  document: Node,
  { recorded, files, view }: Choice,
): readonly Source[] {
  const name = posix.basename(params.path);
  const namesakes = files.filter(([path]) => posix.basename(path) === name);
  if (namesakes.length > 0) return namesakes;
  const copied = fileOfCopy(params, document, recorded, view);
  return files.filter(([path]) => path === copied);
}

function lookUp(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) node = node?.kind === "mapping" ? getNode(node, key) : undefined;
  return node;
}
