// Values of a promoted params file that changed although the file that it copies did not.

import { getNode, type Node } from "../../document/node.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { valuesIn } from "../../document/values-in.ts";
import type { BundleFile } from "../../evidence.ts";
import type { Side } from "./changed.ts";
import { isOwnKey } from "./own-keys.ts";

export interface EditedParam {
  /** Dotted, for people. */
  readonly key: string;
  readonly now: string;
  readonly before: string;
  /** The params file that the promoted one copies. */
  readonly source: string;
  readonly line: number;
}

interface Copies {
  readonly file: BundleFile;
  readonly other: BundleFile;
  readonly now: Side;
  readonly before: Side;
}

/**
 * By value, and only of keys that both the copy and its source have: a copy may hold more, or less, than its
 * source. Where they disagreed before, it was no copy: its name is not enough.
 */
export function editedParams({ file, other, now, before }: Copies): readonly EditedParam[] {
  const source = sourceOf(file, now);
  const copy = valueOf(now, file.path);
  if (source === null || copy === null) return [];
  const [old, there, thereBefore] = [
    valueOf(before, other.path),
    valueOf(now, source),
    valueOf(before, source),
  ];
  if (old === null || thereBefore === null || !agree(old, thereBefore)) return [];
  return [...valuesIn(copy)].flatMap(({ path, value }) => {
    const [was, is, its] = [lookUp(old, path), lookUp(there, path), lookUp(thereBefore, path)];
    if (was === undefined || is === undefined || its === undefined) return [];
    if (!pythonEquals(is, its) || pythonEquals(value, was)) return [];
    const [mine, theirs] = [formatValue(value), formatValue(was)];
    return [{ key: path.join("."), now: mine, before: theirs, source, line: value.line }];
  });
}

/** In all that both hold, but for what a copy says of itself. */
function agree(copy: Node, source: Node): boolean {
  return [...valuesIn(copy)].every(({ path, value }) => {
    const there = lookUp(source, path);
    return there === undefined || pythonEquals(there, value) || isOwnKey(path.at(-1) ?? "");
  });
}

/** The recorded params file with its name, else the only one. */
function sourceOf({ path }: BundleFile, { pipelines }: Side): string | null {
  const stages = pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
  const recorded = stages.flatMap((stage) =>
    stage.params.flatMap(({ at }) => (at.kind === "inside" ? [at.path] : [])),
  );
  const files = [...new Set(recorded)].filter((file) => file !== path);
  const namesakes = files.filter((file) => nameOf(file) === nameOf(path));
  const [only, ...others] = namesakes.length > 0 ? namesakes : files;
  return only === undefined || others.length > 0 ? null : only;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function valueOf({ documents }: Side, path: string): Node | null {
  const reading = documents.get(path);
  return reading?.state === "present" ? reading.value : null;
}

function lookUp(root: Node | null, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root ?? undefined;
  for (const key of path) {
    node = node?.kind === "mapping" ? getNode(node, key) : undefined;
  }
  return node;
}
