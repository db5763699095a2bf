// A value in a message: short, one line, nothing that a terminal would obey.

import { wide } from "../wide-pattern.ts";
import { floatRepr } from "./float-text.ts";
import type { Node, ScalarValue } from "./node.ts";

const LIMIT = 80;
// Control, format (bidirectional, zero width), private and unassigned characters, odd separators.
const HIDDEN = wide(String.raw`[\p{C}\p{Zl}\p{Zp}]`, "gu");

/** The value as YAML-like text of at most 80 characters: `0.65`, `"text"`, `[1, 2]`, `{a: 1}`. */
export function formatValue(node: Node, limit: number = LIMIT): string {
  const pieces: string[] = [];
  write(node, pieces, limit);
  const characters = Array.from(pieces.join(""));
  if (characters.length <= limit) return characters.join("");
  return `${characters.slice(0, limit - 1).join("")}…`;
}

/** Writes until the budget is spent; gives what is left of it, below zero where the text is too long. */
function write(node: Node, pieces: string[], budget: number): number {
  if (node.kind === "scalar") return put(scalarText(node.value, budget), pieces, budget);
  const isSequence = node.kind === "sequence";
  let left = put(isSequence ? "[" : "{", pieces, budget);
  let separator = "";
  const members = isSequence ? node.items.entries() : node.entries.entries();
  for (const [, member] of members) {
    if (left < 0) return left;
    left = put(separator, pieces, left);
    separator = ", ";
    left = "kind" in member ? write(member, pieces, left) : writeEntry(member, pieces, left);
  }
  return put(isSequence ? "]" : "}", pieces, left);
}

function writeEntry(
  entry: { readonly key: { readonly value: ScalarValue }; readonly value: Node },
  pieces: string[],
  budget: number,
): number {
  const { value } = entry.key;
  const key =
    typeof value === "string" && /^[\w./-]+$/.test(value) ? value : scalarText(value, budget);
  return write(entry.value, pieces, put(`${key}: `, pieces, budget));
}

function put(text: string, pieces: string[], budget: number): number {
  pieces.push(text);
  return budget - text.length;
}

/** Of a long text no more than may be shown: a character has one or two units. */
function scalarText(value: ScalarValue, budget: number): string {
  const most = Math.max(budget, 0) * 2;
  if (value === null) return "null";
  if (typeof value === "string") return quote(value.slice(0, most));
  if (typeof value === "number") return floatText(value);
  if (typeof value === "object") return value.date;
  return String(value).slice(0, most);
}

function floatText(value: number): string {
  const text = floatRepr(value);
  return Number.isFinite(value) ? text : text.replace(/inf|nan/, (word) => `.${word}`);
}

function quote(text: string): string {
  const escaped = text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return `"${escaped.replace(HIDDEN(text), escapeHidden)}"`;
}

function escapeHidden(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
