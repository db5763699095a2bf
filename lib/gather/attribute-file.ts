// The lines of one `.gitattributes`: patterns, what they set, and macros (gitattributes(5)).

import { compilePathGlob } from "./path-glob.ts";

/** One word of a line: the attribute, and what it is set to. */
export type Setting = readonly [name: string, value: string];

/** What an attribute is set to where the line gives no value. */
export const SET = "";
/** What it is set to by `-name` and `!name`. */
export const UNSET = "-";

export interface AttributeRule {
  readonly matches: (path: string) => boolean;
  readonly settings: readonly Setting[];
}

export interface AttributeFile {
  readonly rules: readonly AttributeRule[];
  /** `[attr]name …`, which git takes from the `.gitattributes` of the root alone. */
  readonly macros: ReadonlyMap<string, readonly Setting[]>;
}

/** Git passes over longer lines (attr.h, ATTR_MAX_LINE_LENGTH). */
const TOO_LONG = 2048;

/** `directory` is the file's own, with a slash at its end. */
export function parseAttributes(text: string, directory: string): AttributeFile {
  const rules: AttributeRule[] = [];
  const macros = new Map<string, readonly Setting[]>();
  for (const line of text.split(/\r?\n/)) {
    const [pattern, words] = splitLine(line);
    const settings = words.map(settingOf);
    const [, macro] = /^\[attr\](.+)$/s.exec(pattern) ?? [];
    if (macro !== undefined && directory === "") macros.set(macro, settings);
    if (macro !== undefined || settings.length === 0 || pattern.startsWith("!")) continue;
    rules.push({ matches: matcherOf(pattern, directory), settings });
  }
  return { rules, macros };
}

const NOTHING = ["", []] as const;

function splitLine(line: string): readonly [pattern: string, words: readonly string[]] {
  const text = line.trim();
  if (Buffer.byteLength(line) >= TOO_LONG || text.startsWith("#")) return NOTHING;
  const [, quoted, after = ""] = QUOTED.exec(text) ?? [];
  if (quoted !== undefined) return [unquoted(quoted), wordsOf(after)];
  const [pattern = "", ...words] = wordsOf(text);
  return [pattern, words];
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

const ESCAPE = /\\(?:([abfnrtv\\"])|([0-3][0-7]{2}))/g;
/** A text that is not well quoted is a pattern with a quote in it. */
const QUOTED = /^"((?:[^"\\]|\\[abfnrtv\\"]|\\[0-3][0-7]{2})*)"(.*)$/s;
const LETTERS: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** As C writes it: an octal number is one byte of UTF-8. */
function unquoted(text: string): string {
  const bytes = Buffer.from(text).toString("latin1");
  const plain = bytes.replaceAll(ESCAPE, (_, letter: string | undefined, octal: string) =>
    letter === undefined
      ? String.fromCharCode(Number.parseInt(octal, 8))
      : (LETTERS[letter] ?? letter),
  );
  return Buffer.from(plain, "latin1").toString();
}

function settingOf(word: string): Setting {
  const [, sign = "", name = "", value = SET] = /^([-!]?)([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  return [name, sign === "" ? value : UNSET];
}

function matcherOf(pattern: string, directory: string): (path: string) => boolean {
  const isMatch = compilePathGlob(pattern);
  return (path) => path.startsWith(directory) && isMatch(path.slice(directory.length));
}
