// The `${…}` of a text (dvc/parsing/interpolate.py): where they stand, and the path that each names.

import { quoted } from "../known-keys.ts";
import { Unresolvable } from "./fault.ts";
import { strip } from "./python-text.ts";

export interface Expression {
  readonly start: number;
  readonly end: number;
  /** What stands between the braces, as written. */
  readonly inner: string;
}

/**
 * Every `${` without a backslash before it, up to the next `}` of the same line. DVC's pattern is
 * `(?<!\\)\${(.*?)}`; this scan is linear where a text has many `${` and no `}`.
 */
export function findExpressions(text: string): readonly Expression[] {
  const found: Expression[] = [];
  let start = text.indexOf("${");
  while (start !== -1) {
    if (text[start - 1] === "\\") {
      start = text.indexOf("${", start + 2);
      continue;
    }
    const end = text.indexOf("}", start + 2);
    if (end === -1) break;
    const inner = text.slice(start + 2, end);
    const lineEnd = inner.lastIndexOf("\n");
    if (lineEnd === -1) found.push({ start, end: end + 1, inner });
    start = text.indexOf("${", lineEnd === -1 ? end + 1 : start + lineEnd + 3);
  }
  return found;
}

/** Whether the text is one expression and nothing else: it then takes the native value. */
export function isWhole(text: string, expressions: readonly Expression[]): boolean {
  const [only] = expressions;
  return expressions.length === 1 && only?.start === 0 && only.end === text.length;
}

/** Whether the text holds an expression; an escaped one is none. */
export function holdsExpression(text: string): boolean {
  return text.includes("${") && findExpressions(text).length > 0;
}

const FIRST = /^[^.[\]]+/;
const STEP = /\.([^.[\]]+)|\[([^.[\]]+)\][ \t\r\n]*/y;

/** `models.us[0].lr` as its names, trimmed. There are no quotes, operators or functions. */
export function parsePath(inner: string): readonly string[] {
  const [first] = FIRST.exec(inner) ?? [];
  if (first === undefined) throw syntaxFault(inner);
  const names = [readable(first, inner)];
  let at = first.length;
  while (at < inner.length) {
    STEP.lastIndex = at;
    const step = STEP.exec(inner);
    if (step === null) throw syntaxFault(inner);
    names.push(readable(step[1] ?? step[2] ?? "", inner));
    at += step[0].length;
  }
  return names;
}

function readable(word: string, inner: string): string {
  const name = strip(word);
  // DVC's parser turns an inner tab into spaces, but not everywhere.
  if (name.includes("\t")) throw new Unresolvable(`${shown(inner)} holds a tab`);
  return name;
}

function syntaxFault(inner: string): Unresolvable {
  return new Unresolvable(`${shown(inner)} is not an expression that DVC can parse`);
}

/** The expression as a message shows it. */
export function shown(inner: string): string {
  return quoted(`\${${inner}}`);
}
