// TOML as nodes.

import type { TomlDate, TomlTable, TomlValue } from "smol-toml";
import { conflictFault, findConflictMarker } from "./conflict.ts";
import { fault, guarded, tooDeep } from "./fault.ts";
import { MAX_DEPTH } from "./limits.ts";
import { loadToml } from "./load.ts";
import type { DateValue, MappingEntry, Node } from "./node.ts";
import type { Parsed } from "../reading.ts";
import { scanTomlLines, tomlPath } from "./toml-lines.ts";

/**
 * Reads a TOML document: always a mapping, an empty one where it holds nothing. Fractions of a
 * second are kept to the millisecond. Never throws.
 */
export function parseToml(text: string): Parsed<Node> {
  return guarded(text, () => {
    if (text.startsWith("\ufeff")) throw fault("starts with a byte order mark", 1);
    const table = parseTable(text);
    return toNode({ lines: scanTomlLines(text) }, table, { path: [], line: 1 });
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
  if (!(error instanceof loadToml().TomlError)) return fault("is not TOML", null);
  const first = error.message.split("\n", 1)[0] ?? "";
  const clause = first.replace(/^Invalid TOML document: /, "").replace(/[^\x20-\x7e]/g, "?");
  return fault(`line ${error.line} is not TOML: ${clause.slice(0, 100)}`, error.line);
}

interface Conversion {
  readonly lines: ReadonlyMap<string, number>;
}

interface Place {
  readonly path: readonly string[];
  /** Of what holds it: where its own line is not known. */
  readonly line: number;
}

function toNode(conversion: Conversion, value: TomlValue, place: Place): Node {
  const line = conversion.lines.get(tomlPath(place.path)) ?? place.line;
  if (place.path.length > MAX_DEPTH) throw tooDeep(line);
  if (value instanceof Date) return { kind: "scalar", value: toDate(value), line, source: null };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => {
      return toNode(conversion, item, { path: [...place.path, String(index)], line });
    });
    return { kind: "sequence", items, line };
  }
  if (typeof value === "object") {
    return { kind: "mapping", entries: toEntries(conversion, value, { ...place, line }), line };
  }
  return { kind: "scalar", value, line, source: null };
}

/** In the order of their lines: a JavaScript object puts keys that look like numbers first. */
function toEntries(conversion: Conversion, table: TomlTable, place: Place): MappingEntry[] {
  const entries = Object.entries(table).map(([name, value]): MappingEntry => {
    const node = toNode(conversion, value, { path: [...place.path, name], line: place.line });
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
