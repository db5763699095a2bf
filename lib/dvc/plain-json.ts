// Nodes as Python's `json.dumps(…, sort_keys=True)` writes them, without the keys that DVC leaves
// out of a pointer file's checksum.

import type { MappingNode, Node, ScalarNode } from "../document/node.ts";
import { compareCodePoints, pythonJson, pythonString } from "../document/value.ts";

/** A key and the text of its value: null leaves it out, undefined spoils the whole. */
export type JsonFields = readonly (readonly [key: string, text: string | null | undefined])[];

/** DVC, stage/utils.py `compute_md5`: dropped at every depth. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "desc",
  "type",
  "labels",
  "meta",
  "locked",
  "frozen",
  "metric",
  "persist",
  "isexec",
  "size",
  "nfiles",
]);

/** A pointer file that an alias blows up past this is not worth its checksum. */
const LONGEST = 1 << 20;
const DEEPEST = 100;

/** An object with its keys in order; of two fields with one key the later counts. */
export function objectText(fields: JsonFields): string | undefined {
  const kept = new Map<string, string>();
  for (const [key, text] of fields) {
    if (text === null || LEFT_OUT.has(key)) continue;
    if (text === undefined) return undefined;
    kept.set(key, text);
  }
  const sorted = [...kept].toSorted(([left], [right]) => compareCodePoints(left, right));
  return bounded(`{${sorted.map(([key, text]) => `${pythonString(key)}: ${text}`).join(", ")}}`);
}

export function listText(texts: readonly (string | undefined)[]): string | undefined {
  return texts.includes(undefined) ? undefined : bounded(`[${texts.join(", ")}]`);
}

export function stringText(text: string): string {
  return pythonString(text);
}

/** Undefined for what Python cannot write, and for what is too long or too deep. */
export function nodeText(node: Node, depth: number = 0): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (node.kind === "mapping") return mappingText(node, depth);
  if (node.kind === "scalar") return scalarText(node);
  const texts: string[] = [];
  let length = 0;
  for (const item of node.items) {
    const text = nodeText(item, depth + 1);
    length += text?.length ?? LONGEST;
    if (text === undefined || length > LONGEST) return undefined;
    texts.push(text);
  }
  return listText(texts);
}

function mappingText(node: MappingNode, depth: number): string | undefined {
  const fields: [string, string][] = [];
  let length = 0;
  for (const { key, value } of node.entries) {
    if (typeof key.value !== "string") return undefined;
    if (LEFT_OUT.has(key.value)) continue;
    const text = nodeText(value, depth + 1);
    length += text?.length ?? LONGEST;
    if (text === undefined || length > LONGEST) return undefined;
    fields.push([key.value, text]);
  }
  return objectText(fields);
}

/** Python writes no dates. */
function scalarText(node: ScalarNode): string | undefined {
  const { value } = node;
  if (typeof value === "string") return pythonString(value);
  if (typeof value === "object" && value !== null) return undefined;
  return pythonJson(node, { sortKeys: true });
}

function bounded(text: string): string | undefined {
  return text.length > LONGEST ? undefined : text;
}
