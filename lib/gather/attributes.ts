// `.gitattributes` that make a working copy differ from its blob: then a hash of the blob proves nothing.

import { compilePathGlob } from "./path-glob.ts";
import type { Tree } from "../git/tree.ts";
import type { Decoder } from "./decoder.ts";

/** Why the working copy of a path is not its blob, as one clause; null where it is. */
export type ConversionOf = (path: string) => string | null;

/** How the lines of a path end on checkout; `none` is never converted, null is left to each machine. */
export type LineEndingOf = (path: string) => "crlf" | "lf" | "none" | null;

export interface Attributes {
  readonly conversionOf: ConversionOf;
  readonly lineEndingOf: LineEndingOf;
}

type Settings = ReadonlyMap<string, string>;

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly settings: Settings;
}

/** What an attribute is set to where the line gives no value. */
const SET = "";
const UNSET = "-";

/**
 * Reads every `.gitattributes` of the tree (gitattributes(5)). Deeper files win over higher ones,
 * later lines over earlier ones. LFS is told by its pointers, line endings by comparing both.
 */
export async function readAttributes(tree: Tree, decoder: Decoder): Promise<Attributes> {
  const files = tree.entries
    .filter(({ path }) => path === ".gitattributes" || path.endsWith("/.gitattributes"))
    .toSorted((left, right) => left.path.split("/").length - right.path.split("/").length);
  const rules: Rule[] = [];
  for (const entry of files) {
    const reading = await decoder.text(entry);
    const directory = entry.path.slice(0, -".gitattributes".length);
    if (reading.state === "present") rules.push(...parseAttributes(reading.value, directory));
  }
  if (rules.length === 0) return { conversionOf: () => null, lineEndingOf: () => null };
  const settingsOf = (path: string): Settings =>
    new Map(rules.flatMap(({ matches, settings }) => (matches(path) ? [...settings] : [])));
  return {
    conversionOf: (path) => conversionIn(settingsOf(path)),
    lineEndingOf: (path) => lineEndingIn(settingsOf(path)),
  };
}

/** Git passes over longer lines (attr.h, ATTR_MAX_LINE_LENGTH). */
const TOO_LONG = 2048;

/** The rules of one `.gitattributes`; `directory` is its own, with a slash at its end. */
export function parseAttributes(text: string, directory: string): readonly Rule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (Buffer.byteLength(line) >= TOO_LONG) return [];
    const [pattern, ...words] = line.trim().split(/\s+/);
    if (pattern === undefined || /^(?:$|[#!"[])/.test(pattern)) return [];
    const settings = new Map(words.flatMap(settingsIn));
    return settings.size === 0 ? [] : [{ matches: matcherOf(pattern, directory), settings }];
  });
}

const KNOWN = ["filter", "ident", "working-tree-encoding", "text", "eol"];

/** `binary` is a macro of git's own for `-diff -merge -text`. */
function settingsIn(word: string): readonly (readonly [string, string])[] {
  const [, sign = "", name = "", value = SET] = /^([-!]?)([^=]+)(?:=(.*))?$/.exec(word) ?? [];
  if (name === "binary") return [["text", sign === "" ? UNSET : SET]];
  return KNOWN.includes(name) ? [[name, sign === "" ? value : UNSET]] : [];
}

function conversionIn(settings: Settings): string | null {
  for (const name of ["filter", "ident", "working-tree-encoding"]) {
    const value = settings.get(name);
    if (value === undefined || value === UNSET || value === "lfs") continue;
    const what = value === SET ? name : `${name}=${value}`;
    return `.gitattributes converts it on checkout (${what})`;
  }
  return null;
}

/** `eol` alone makes a file text, too; `-text` wins over it. */
function lineEndingIn(settings: Settings): ReturnType<LineEndingOf> {
  if (settings.get("text") === UNSET) return "none";
  const eol = settings.get("eol");
  return eol === "crlf" || eol === "lf" ? eol : null;
}

function matcherOf(pattern: string, directory: string): (path: string) => boolean {
  const isMatch = compilePathGlob(pattern);
  return (path) => path.startsWith(directory) && isMatch(path.slice(directory.length));
}
