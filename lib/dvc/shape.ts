// Reads nodes of an expected shape. The first fault is kept, and decoding goes on with stand-ins.

import type { MappingEntry, MappingNode, Node } from "../document/node.ts";
import { parsed, type Parsed, type Problem } from "../reading.ts";
import { printableKey, unknownKeyText } from "./known-keys.ts";

/**
 * How many items a document may hold once its aliases are followed: a small file can name one long
 * list a thousand times, and all that read it would walk it as often.
 */
const MAXIMUM_ITEMS = 2_000_000;

/** The one document that is being decoded. */
export interface Decoding {
  /** Keeps the first fault; `what` names the place ("deps of stage \"train\""), empty for the top. */
  readonly fault: (line: number, what: string, text: string) => void;
  /** False once the document holds more than may be read. */
  readonly spend: (count: number, line: number) => boolean;
  /** The value, or the first fault. */
  readonly finish: <Value>(value: Value) => Parsed<Value>;
}

export function startDecoding(maximumItems: number = MAXIMUM_ITEMS): Decoding {
  let problem: Problem | null = null;
  let left = maximumItems;
  const keep = (cause: Problem["cause"], text: string, line: number): void => {
    problem ??= { cause, text, line, column: null };
  };
  return {
    fault: (line, what, text) => keep("malformed", what === "" ? text : `${what}: ${text}`, line),
    spend: (count, line) => {
      left -= count;
      if (left < 0) keep("too-large", `it holds more than ${maximumItems} items`, line);
      return left >= 0;
    },
    finish: (value) => (problem === null ? parsed(value) : { ok: false, problem }),
  };
}

/** What a node is, for people. */
export function describe(node: Node): string {
  if (node.kind !== "scalar") return node.kind === "mapping" ? "a mapping" : "a list";
  if (node.value === null) return "empty";
  if (typeof node.value === "string") return "a string";
  if (typeof node.value === "boolean") return "true or false";
  return typeof node.value === "object" ? "a date" : "a number";
}

/** A mapping, or a fault. `name` is what the sentence calls the node. */
export function asMapping(
  decoding: Decoding,
  node: Node,
  what: string,
  name: string,
): MappingNode | null {
  if (node.kind === "mapping") return decoding.spend(node.entries.length, node.line) ? node : null;
  decoding.fault(node.line, what, kindFault(name, node, "a mapping"));
  return null;
}

/** A string, or a fault. */
export function asText(decoding: Decoding, node: Node, what: string, name: string): string | null {
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  decoding.fault(node.line, what, kindFault(name, node, "a string"));
  return null;
}

/** The entries of the mapping under a key; none where the key is absent or the value another. */
export function readEntries(
  decoding: Decoding,
  entry: MappingEntry | undefined,
  what: string,
): readonly MappingEntry[] {
  if (entry === undefined) return [];
  const { key, value } = entry;
  if (value.kind === "mapping") {
    return decoding.spend(value.entries.length, key.line) ? value.entries : [];
  }
  decoding.fault(key.line, what, kindFault(printableKey(key), value, "a mapping"));
  return [];
}

/** The items of the list under a key; none where the key is absent or the value another. */
export function readItems(
  decoding: Decoding,
  entry: MappingEntry | undefined,
  what: string,
): readonly Node[] {
  if (entry === undefined) return [];
  const { key, value } = entry;
  if (value.kind === "sequence") {
    return decoding.spend(value.items.length, key.line) ? value.items : [];
  }
  decoding.fault(key.line, what, kindFault(printableKey(key), value, "a list"));
  return [];
}

/** The string under a key; null where the key is absent or the value another. */
export function readText(
  decoding: Decoding,
  entry: MappingEntry | undefined,
  what: string,
): string | null {
  if (entry === undefined) return null;
  const { key, value } = entry;
  if (value.kind === "scalar" && typeof value.value === "string") return value.value;
  decoding.fault(key.line, what, kindFault(printableKey(key), value, "a string"));
  return null;
}

/** `true` or `false` under a key, or what its absence means. */
export function readFlag(
  decoding: Decoding,
  entry: MappingEntry | undefined,
  what: string,
  absent: boolean,
): boolean {
  if (entry === undefined) return absent;
  const { key, value } = entry;
  if (value.kind === "scalar" && typeof value.value === "boolean") return value.value;
  decoding.fault(key.line, what, kindFault(printableKey(key), value, "true or false"));
  return absent;
}

/** The integer under a key; null where it is absent, negative or past what a number holds. */
export function readCount(
  decoding: Decoding,
  entry: MappingEntry | undefined,
  what: string,
): number | null {
  if (entry === undefined) return null;
  const { key, value } = entry;
  if (value.kind === "scalar" && typeof value.value === "bigint") {
    const count = value.value;
    return count >= 0n && count <= Number.MAX_SAFE_INTEGER ? Number(count) : null;
  }
  decoding.fault(key.line, what, kindFault(printableKey(key), value, "a whole number"));
  return null;
}

/** Faults the first key that the format does not have: DVC refuses the whole file for one. */
export function refuseUnknownKeys(
  decoding: Decoding,
  node: MappingNode,
  what: string,
  known: ReadonlySet<string>,
): void {
  for (const { key } of node.entries) {
    if (typeof key.value === "string" && known.has(key.value)) continue;
    decoding.fault(key.line, what, unknownKeyText(key, known));
    return;
  }
}

/** The key of an entry where it is a string, else a fault. */
export function stringKey(decoding: Decoding, entry: MappingEntry, what: string): string | null {
  if (typeof entry.key.value === "string") return entry.key.value;
  decoding.fault(entry.key.line, what, `the key ${printableKey(entry.key)} is not a string`);
  return null;
}

/** `"deps" is empty, not a list`. */
export function kindFault(name: string, node: Node, wanted: string): string {
  return `${name} is ${describe(node)}, not ${wanted}`;
}
