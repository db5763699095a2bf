// `.gitattributes` that make a working copy differ from its blob: then a hash of the blob proves nothing.

import type { Tree } from "../git/tree.ts";
import { parseAttributes, SET, UNSET, type AttributeRule, type Setting } from "./attribute-file.ts";
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
type Macros = ReadonlyMap<string, readonly Setting[]>;

/** The one macro of git's own. */
const BUILT_IN: Macros = new Map([["binary", [["text", UNSET]] as const]]);

/**
 * Reads every `.gitattributes` of the tree (gitattributes(5)). Deeper files win over higher ones,
 * later lines over earlier ones. LFS is told by its pointers, line endings by comparing both.
 */
export async function readAttributes(tree: Tree, decoder: Decoder): Promise<Attributes> {
  const files = tree.entries
    .filter(({ path }) => path === ".gitattributes" || path.endsWith("/.gitattributes"))
    .toSorted((left, right) => left.path.split("/").length - right.path.split("/").length);
  const rules: AttributeRule[] = [];
  let macros = BUILT_IN;
  for (const entry of files) {
    const reading = await decoder.text(entry);
    if (reading.state !== "present") continue;
    const file = parseAttributes(reading.value, entry.path.slice(0, -".gitattributes".length));
    rules.push(...file.rules);
    macros = new Map([...macros, ...file.macros]);
  }
  if (rules.length === 0) return { conversionOf: () => null, lineEndingOf: () => null };
  const settingsOf = (path: string): Settings =>
    settle(
      rules.filter(({ matches }) => matches(path)),
      macros,
    );
  return {
    conversionOf: (path) => conversionIn(settingsOf(path)),
    lineEndingOf: (path) => lineEndingIn(settingsOf(path)),
  };
}

/** As git does it, from the last word to the first: what is said of an attribute later stands, macros too. */
function settle(rules: readonly AttributeRule[], macros: Macros): Settings {
  const settled = new Map<string, string>();
  const fill = ([name, value]: Setting): void => {
    if (settled.has(name)) return;
    settled.set(name, value);
    if (value === SET) macros.get(name)?.toReversed().forEach(fill);
  };
  for (const { settings } of rules.toReversed()) settings.toReversed().forEach(fill);
  return settled;
}

/** The values that convert: `ident` takes none, the others a name, and git keeps text as UTF-8 anyway. */
const CONVERTS: Readonly<Record<string, (value: string) => boolean>> = {
  filter: (value) => value !== SET && value !== "lfs",
  ident: (value) => value === SET,
  "working-tree-encoding": (value) => !/^(?:utf-?8)?$/i.test(value),
};

function conversionIn(settings: Settings): string | null {
  for (const [name, converts] of Object.entries(CONVERTS)) {
    const value = settings.get(name);
    if (value === undefined || value === UNSET || !converts(value)) continue;
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
