// TOML as nodes.

import type { TomlDate, TomlTable, TomlValue } from "smol-toml";
import { conflictFault, findConflictMarker } from "./conflict.ts";
import { fault, guarded, tooDeep } from "./fault.ts";
import { MAX_DEPTH, MAX_INTEGER_DIGITS } from "./limits.ts";
import { loadToml } from "./load.ts";
import type { DateValue, MappingEntry, Node } from "./node.ts";
import type { Parsed } from "../reading.ts";
import { scanTomlLines, type LineTree } from "./toml-lines.ts";

/**
 * Reads a TOML document: always a mapping, an empty one where it holds nothing. Fractions of a
 * second are kept to the millisecond. Never throws.
 */
export function parseToml(text: string): Parsed<Node> {
  return guarded(text, () => {
    if (text.startsWith("\ufeff")) throw fault("starts with a byte order mark", 1);
    // DVC opens the file as text: Python has made LF of every other end of a line by then.
    const clean = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
    const table = parseTable(clean);
    return toNode(table, { tree: scanTomlLines(clean), line: 1, depth: 0 });
  });
}

function parseTable(text: string): TomlTable {
  const { parse } = loadToml();
  try {
    return parse(text, { integersAsBigInt: true, maxDepth: MAX_DEPTH });
  } catch (error) {
    const conflict = findConflictMarker(text);
    if (conflict !== null) throw conflictFault(conflict);
    throw tomlFault(error);
  }
}

function tomlFault(error: unknown): Error {
  if (!(error instanceof loadToml().TomlError))
    return fault("could not be read", null, "unsupported");
  const first = error.message.split("\n", 1)[0] ?? "";
  const clause = first.replace(/^Invalid TOML document: /, "").replace(/[^\x20-\x7e]/g, "?");
  return fault(`line ${error.line} is not TOML: ${clause.slice(0, 100)}`, error.line);
}

const INTEGER_BOUND = 10n ** BigInt(MAX_INTEGER_DIGITS);

/** Where a value stands: its own lines where they are known, else the line of what holds it. */
interface Place {
  readonly tree: LineTree | undefined;
  readonly line: number;
  readonly depth: number;
}

function toNode(value: TomlValue, place: Place): Node {
  const line = place.tree?.line ?? place.line;
  if (place.depth > MAX_DEPTH) throw tooDeep(line);
  if (value instanceof Date) return { kind: "scalar", value: toDate(value), line, source: null };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => toNode(item, below(place, String(index), line)));
    return { kind: "sequence", items, line };
  }
  if (typeof value === "object") {
    return { kind: "mapping", entries: toEntries(value, { ...place, line }), line };
  }
  if (typeof value === "bigint" && (value >= INTEGER_BOUND || value <= -INTEGER_BOUND)) {
    throw fault(`line ${line} holds an integer of too many digits`, line);
  }
  return { kind: "scalar", value, line, source: null };
}

function below({ tree, depth }: Place, name: string, line: number): Place {
  return { tree: tree?.children.get(name), line, depth: depth + 1 };
}

/** In the order of their lines: a JavaScript object puts keys that look like numbers first. */
function toEntries(table: TomlTable, place: Place): MappingEntry[] {
  const entries = Object.entries(table).map(([name, value]): MappingEntry => {
    const node = toNode(value, below(place, name, place.line));
    return { key: { kind: "scalar", value: name, line: node.line, source: null }, value: node };
  });
  return entries.toSorted((left, right) => left.key.line - right.key.line);
}

/** As Python's `str` writes dates, times and timestamps. */
function toDate(value: TomlDate): DateValue {
  const text = value.toISOString().replace("T", " ").replace(/Z$/, "+00:00");
  const whole = text.replace(/\.000(?!\d)/, "");
  return { date: whole.replace(/\.(\d{3})(?!\d)/, ".$1000") };
}
