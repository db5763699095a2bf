// JSON as Python's `json` reads it, with the lines that JSON.parse does not keep and the keys that it loses.

import { conflictFault, findConflictMarker } from "./conflict.ts";
import { fault, guarded } from "./fault.ts";
import { readJsonValue, skipBlank, type JsonCursor } from "./json-value.ts";
import type { Node } from "./node.ts";
import type { Parsed } from "../reading.ts";

export interface JsonOptions {
  /** What a repeated key does: Python lets the last one win, which a manifest must not. */
  readonly duplicates: "refuse" | "last-wins";
}

/**
 * Reads one JSON document: integers exact, `NaN`, `Infinity` and `-Infinity` as Python takes them,
 * `1e400` infinite. A byte order mark, an empty text and anything after the value are malformed. Never throws.
 */
export function parseJson(text: string, options: JsonOptions): Parsed<Node> {
  return guarded(text, () => {
    if (text.startsWith("\ufeff"))
      throw fault("starts with a byte order mark, which JSON forbids", 1);
    try {
      return readWhole({ text, at: 0, line: 1, ...options });
    } catch (error) {
      const conflict = findConflictMarker(text);
      throw conflict === null ? error : conflictFault(conflict);
    }
  });
}

function readWhole(cursor: JsonCursor): Node {
  const node = readJsonValue(cursor, 0);
  skipBlank(cursor);
  if (cursor.at === cursor.text.length) return node;
  throw fault(`line ${cursor.line} goes on after the end of the JSON value`, cursor.line);
}
