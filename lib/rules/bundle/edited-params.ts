// Values of a promoted params file that changed although the file that it copies did not.

import { getNode, type Node } from "../../document/node.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { valuesIn } from "../../document/values-in.ts";
import type { BundleFile } from "../../evidence.ts";
import type { Side } from "./changed.ts";

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
 * By value, and only of keys that both the copy and its source have and agreed on before: a copy may
 * hold more, or less, than its source.
 */
export function editedParams({ file, other, now, before }: Copies): readonly EditedParam[] {
  const source = sourceOf(file, now);
  const copy = valueOf(now, file.path);
  if (source === null || copy === null) return [];
  const roots = [valueOf(before, other.path), valueOf(now, source), valueOf(before, source)];
  return [...valuesIn(copy)].flatMap(({ path, value }) => {
    const [old, there, thereBefore] = roots.map((root) => lookUp(root, path));
    if (old === undefined || there === undefined || thereBefore === undefined) return [];
    const isSteady = pythonEquals(there, thereBefore) && pythonEquals(old, thereBefore);
    if (!isSteady || pythonEquals(value, old)) return [];
    const [mine, its] = [formatValue(value), formatValue(old)];
    return [{ key: path.join("."), now: mine, before: its, source, line: value.line }];
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
