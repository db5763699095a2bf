// Values as Python prints them: `str`, `repr`, and the text that DVC puts in place of `${…}`.

import { wide } from "../wide-pattern.ts";
import { floatRepr } from "./float-text.ts";
import type { Node, ScalarNode, ScalarValue } from "./node.ts";

/** Python's `str(value)`: `True`, `None`, `1e-05`, `[1, 'a']`; a date is its ISO text. */
export function pythonStr(node: Node): string {
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  return pythonRepr(node);
}

/** Python's `repr(value)`, but for dates, which are their ISO text here. */
export function pythonRepr(node: Node): string {
  if (node.kind === "scalar") return scalarRepr(node.value);
  if (node.kind === "sequence") return `[${node.items.map(pythonRepr).join(", ")}]`;
  const entries = node.entries.map(({ key, value }) => `${pythonRepr(key)}: ${pythonRepr(value)}`);
  return `{${entries.join(", ")}}`;
}

/** What `${key}` becomes inside of a longer string (dvc/parsing/interpolate.py): `true` but `None`. */
export function interpolationText(node: ScalarNode): string {
  return typeof node.value === "boolean" ? String(node.value) : pythonStr(node);
}

function scalarRepr(value: ScalarValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return floatRepr(value);
  if (typeof value === "bigint") return String(value);
  return typeof value === "string" ? stringRepr(value) : value.date;
}

// What Python's str.isprintable refuses: other (C*), separators (Z*) but for the space.
const UNPRINTABLE = wide(String.raw`[\p{C}\p{Zl}\p{Zp}\p{Zs}]`, "u");
const NAMED: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\\", "\\\\"],
]);

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = "";
  for (const character of text) body += escapeCharacter(character, quote);
  return quote + body + quote;
}

function escapeCharacter(character: string, quote: string): string {
  const named = NAMED.get(character);
  if (named !== undefined) return named;
  if (character === quote) return `\\${quote}`;
  if (character === " " || !UNPRINTABLE(character).test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
