// The texts that stand in a dvc.yaml or dvc.lock without quotes, as patterns: what they match is that string to YAML too.

import { resolvePlain } from "../../document/scalar.ts";
import { take, type Cursor } from "./cursor.ts";

/** A plain scalar on one line that starts as a name or a path does: no comment, no key, no space at its end. */
export const TEXT: string = String.raw`(?:[A-Za-z_/]|\.\.?/)[^\n:#]*(?::(?![ \n])[^\n:#]*)*(?<! )`;

/** The name of a stage, of a file or of a param, as nearly all are: YAML ends a key after 1,024 characters. */
export const NAME: string = String.raw`(?!\.\.\.)[A-Za-z_/.][\w./@=+-]{0,500}`;

/** Whether a text that a colon follows may be a key. */
export function isKey(text: string): boolean {
  return text.length <= 500 && isString(text);
}

/** A tab or a byte order mark in the text is for others to judge. */
export function isPlainText(text: string): boolean {
  return !text.includes("\t") && !text.includes("\ufeff");
}

/** Whether YAML takes what the patterns match for that string, and for no number or word of its own. */
export function isString(text: string): boolean {
  return resolvePlain(text) === text;
}

/** A pattern that is asked at one place of a text. */
export function pattern(source: string): RegExp {
  return new RegExp(source, "y");
}

const HEAD = pattern(` {2}(${NAME}):\\n {4}cmd: (${TEXT})\\n`);
const MORE = pattern(String.raw` {6}([^\s:#][^\n:#]*(?::(?![ \n])[^\n:#]*)*(?<! ))\n`);

/** What every stage starts with. */
interface Head {
  readonly name: string;
  readonly command: string;
}

/** A stage's name and its `cmd`, which goes on in further lines where it is long; null where they have another form. */
export function takeHead(cursor: Cursor): Head | null {
  const head = take(cursor, HEAD, 2);
  if (head === null) return null;
  const name = head[1] ?? "";
  let command = head[2] ?? "";
  for (let more = take(cursor, MORE, 1); more !== null; more = take(cursor, MORE, 1)) {
    command += ` ${more[1] ?? ""}`;
  }
  return isString(name) && isString(command) ? { name, command } : null;
}
