// `.gitattributes` that make a working copy differ from its blob: then a hash of the blob proves nothing.

import picomatch from "picomatch";

import type { Tree } from "../git/tree.ts";
import type { Decoder } from "./decoder.ts";

/** Why the working copy of a path is not its blob, as one clause; null where it is. */
export type ConversionOf = (path: string) => string | null;

interface Rule {
  readonly matches: (path: string) => boolean;
  /** Per attribute: what it does, or null where this rule takes it away. */
  readonly settings: ReadonlyMap<string, string | null>;
}

/**
 * Reads every `.gitattributes` of the tree (gitattributes(5)). Deeper files win over higher ones,
 * later lines over earlier ones. LFS is told by its pointers, line endings by comparing both.
 */
export async function readConversions(tree: Tree, decoder: Decoder): Promise<ConversionOf> {
  const files = tree.entries
    .filter(({ path }) => path === ".gitattributes" || path.endsWith("/.gitattributes"))
    .toSorted((left, right) => left.path.split("/").length - right.path.split("/").length);
  const rules: Rule[] = [];
  for (const entry of files) {
    const reading = await decoder.text(entry);
    const directory = entry.path.slice(0, -".gitattributes".length);
    if (reading.state === "present") rules.push(...parseAttributes(reading.value, directory));
  }
  if (rules.length === 0) return () => null;
  return (path) => {
    const settings = new Map<string, string | null>();
    for (const rule of rules) {
      if (!rule.matches(path)) continue;
      for (const [name, effect] of rule.settings) settings.set(name, effect);
    }
    return [...settings.values()].find((effect) => effect !== null) ?? null;
  };
}

/** The rules of one `.gitattributes`; `directory` is its own, with a slash at its end. */
export function parseAttributes(text: string, directory: string): readonly Rule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...words] = line.trim().split(/\s+/);
    if (pattern === undefined || pattern === "" || /^[#!"[]/.test(pattern)) return [];
    const settings = new Map(words.flatMap(effectOf));
    return settings.size === 0 ? [] : [{ matches: matcherOf(pattern, directory), settings }];
  });
}

function effectOf(word: string): readonly (readonly [string, string | null])[] {
  const [, sign = "", name = "", value = ""] = /^([-!]?)([^=]+)(?:=(.*))?$/.exec(word) ?? [];
  if (!["filter", "ident", "working-tree-encoding"].includes(name)) return [];
  if (sign !== "" || value === "lfs") return [[name, null]];
  const what = value === "" ? name : `${name}=${value}`;
  return [[name, `.gitattributes converts it on checkout (${what})`]];
}

function matcherOf(pattern: string, directory: string): (path: string) => boolean {
  const isAnchored = pattern.includes("/");
  const isMatch = picomatch(pattern.replace(/^\//, ""), { dot: true });
  return (path) => {
    if (!path.startsWith(directory)) return false;
    const relative = path.slice(directory.length);
    return isMatch(isAnchored ? relative : relative.slice(relative.lastIndexOf("/") + 1));
  };
}
