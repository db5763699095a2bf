// A JSON string, escapes resolved as Python's strict decoder does.

import { fault } from "./fault.ts";

interface Cursor {
  readonly text: string;
  readonly line: number;
  at: number;
}

const PLAIN = /[^"\\\x00-\x1f]*/y;
const HEX = /^[\da-fA-F]{4}$/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Reads the string that starts at the cursor's double quote. */
export function readJsonString(cursor: Cursor): string {
  const parts: string[] = [];
  cursor.at += 1;
  for (;;) {
    parts.push(readPlain(cursor));
    const character = cursor.text[cursor.at];
    cursor.at += 1;
    if (character === '"') return parts.join("");
    if (character !== "\\") throw badString(cursor, character === undefined);
    parts.push(readEscape(cursor));
  }
}

function readPlain(cursor: Cursor): string {
  PLAIN.lastIndex = cursor.at;
  const text = PLAIN.exec(cursor.text)?.[0] ?? "";
  cursor.at += text.length;
  return text;
}

function readEscape(cursor: Cursor): string {
  const character = cursor.text[cursor.at] ?? "";
  cursor.at += 1;
  if (character !== "u") {
    const escape = ESCAPES.get(character);
    if (escape === undefined) throw fault(`line ${cursor.line} has an invalid escape`, cursor.line);
    return escape;
  }
  const digits = cursor.text.slice(cursor.at, cursor.at + 4);
  if (!HEX.test(digits)) throw fault(`line ${cursor.line} has an invalid escape`, cursor.line);
  cursor.at += 4;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function badString(cursor: Cursor, ended: boolean): Error {
  const what = ended ? "a string that does not end" : "a control character in a string";
  return fault(`line ${cursor.line} has ${what}`, cursor.line);
}
