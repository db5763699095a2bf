// Python's `json.dumps`, byte for byte: DVC hashes such text.

import { floatRepr } from "./float-text.ts";
import type { MappingEntry, Node, ScalarValue } from "./node.ts";

/**
 * `json.dumps(value)` with its defaults: `", "` and `": "`, ASCII only with lower-case `\u` escapes,
 * `NaN` and `Infinity`. With `sortKeys` mappings are in order of their keys (code points).
 * A date, which Python would refuse, is its ISO text.
 */
export function pythonJson(node: Node, options: { readonly sortKeys: boolean }): string {
  if (node.kind === "scalar") return scalarJson(node.value);
  if (node.kind === "sequence") {
    return `[${node.items.map((item) => pythonJson(item, options)).join(", ")}]`;
  }
  const entries = options.sortKeys ? node.entries.toSorted(byKey) : node.entries;
  const texts = entries.map(({ key, value }) => {
    return `${keyJson(key.value)}: ${pythonJson(value, options)}`;
  });
  return `{${texts.join(", ")}}`;
}

function byKey(left: MappingEntry, right: MappingEntry): number {
  const [first, second] = [left.key.value, right.key.value];
  if (isNumeric(first) && isNumeric(second)) {
    return Number(first > second) - Number(first < second);
  }
  return compareCodePoints(keyText(first), keyText(second));
}

function isNumeric(value: ScalarValue): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Order of Python's strings; JavaScript's own compares UTF-16 units, and puts U+1F600 before U+FF00. */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    if (left.charCodeAt(index) !== right.charCodeAt(index)) {
      return codePointNear(left, index) - codePointNear(right, index);
    }
  }
  return left.length - right.length;
}

/** Units that differ second in a pair stand behind the same first half, so that they compare as they are. */
function codePointNear(text: string, index: number): number {
  return text.codePointAt(index) ?? 0;
}

function keyText(value: ScalarValue): string {
  return typeof value === "string" ? value : unquoted(value);
}

function keyJson(value: ScalarValue): string {
  return pythonString(keyText(value));
}

function scalarJson(value: ScalarValue): string {
  if (typeof value === "string") return pythonString(value);
  return value !== null && typeof value === "object" ? pythonString(value.date) : unquoted(value);
}

function unquoted(value: Exclude<ScalarValue, string>): string {
  if (value === null) return "null";
  if (typeof value === "object") return value.date;
  return typeof value === "number" ? numberJson(value) : String(value);
}

function numberJson(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return floatRepr(value);
}

// JSON.stringify escapes what Python escapes below U+0020, and lone surrogates; the rest, DEL included, follows.
/** A string as Python's `json.dumps` writes it: ASCII only, lower-case escapes. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
