// String literals of Python: prefixes, quotes and escapes.

import { fault } from "./fault.ts";

const ESCAPE = /\\(\n|[\\'"abfnrtv]|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{)/g;
const SIMPLE: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/** The value of one literal; undefined for bytes and formatted strings. */
export function evaluateString(literal: string, line: number): string | undefined {
  const match = /^([A-Za-z]*)('''|"""|'|")/.exec(literal);
  if (match === null) return undefined;
  const prefix = (match[1] ?? "").toLowerCase();
  const quote = match[2] ?? "";
  if (!["", "r", "u"].includes(prefix)) return undefined;
  const body = literal.slice(prefix.length + quote.length, -quote.length);
  if (prefix === "r") return body;
  return body.replace(ESCAPE, (_whole, escape: string) => resolveEscape(escape, line));
}

/** Python keeps an unknown escape as it stands, with its backslash: the pattern passes over it. */
function resolveEscape(escape: string, line: number): string {
  const simple = SIMPLE.get(escape);
  if (simple !== undefined) return simple;
  if (escape === "N{") {
    throw fault(
      `line ${line} names a character (\\N{…}), which is not supported`,
      line,
      "unsupported",
    );
  }
  const isOctal = /^[0-7]/.test(escape);
  const code = isOctal ? Number.parseInt(escape, 8) : Number.parseInt(escape.slice(1), 16);
  if (code > 0x10ffff) throw fault(`line ${line} has an invalid escape`, line);
  return String.fromCodePoint(code);
}
