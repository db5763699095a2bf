// How DVC finds a param in a params file, and how it compares it with the recorded one.

import { differsOnlyInType, pythonEquals } from "../document/value.ts";
import type { MappingNode, Node, ScalarNode } from "../document/node.ts";
import { getNode } from "../document/node.ts";
import { asParams } from "../document/read.ts";
import type { DeclaredParams, LockedParams } from "./model.ts";
import { compileSegment, type SegmentGlob } from "./segment-glob.ts";

export type ParamLookup =
  | { readonly state: "found"; readonly value: Node; readonly key: string }
  | { readonly state: "missing" }
  | { readonly state: "ambiguous"; readonly matches: number };

/** More matches than this are as ambiguous as two. */
const MOST_MATCHES = 100;

/**
 * A key as DVC looks it up with dpath: names separated by dots walk mappings, numbers walk lists
 * and integer keys, `*`, `?` and `[…]` match one name. A key that holds a dot itself is unreachable.
 */
export function lookupParam(document: Node, key: string): ParamLookup {
  let found: Node[] = [asParams(document)];
  for (const segment of key.split(".")) {
    const matcher = compileSegment(segment);
    if (matcher === null) return { state: "missing" };
    found = found.flatMap((node) => step(node, segment, matcher)).slice(0, MOST_MATCHES);
  }
  const [value] = found;
  if (value === undefined) return { state: "missing" };
  return found.length > 1
    ? { state: "ambiguous", matches: found.length }
    : { state: "found", value, key };
}

function step(node: Node, segment: string, isMatch: SegmentGlob): readonly Node[] {
  if (node.kind === "mapping") {
    const exact = /[*?[\\]/.test(segment) ? undefined : getNode(node, segment);
    if (exact !== undefined) return [exact];
    return node.entries.filter(({ key }) => isMatch(keyText(key))).map(({ value }) => value);
  }
  if (node.kind !== "sequence") return [];
  if (/^-?\d+$/.test(segment)) {
    const item = node.items.at(Number(segment));
    return item === undefined ? [] : [item];
  }
  return /[*?[]/.test(segment) ? node.items.filter((_, index) => isMatch(String(index))) : [];
}

function keyText({ value }: ScalarNode): string {
  return typeof value === "string" || typeof value === "bigint" ? String(value) : "";
}

/** A difference between a recorded param and the one in the file; `type-changed` is none for DVC. */
export interface ParamDifference {
  readonly key: string;
  readonly state: "modified" | "deleted" | "new" | "type-changed" | "ambiguous";
  readonly recorded: Node | null;
  readonly found: Node | null;
  readonly line: number | null;
  readonly lockLine: number | null;
}

/**
 * Compares as `dvc status` does: a wholly tracked file by its top-level keys both ways, else the
 * keys that dvc.yaml lists. Without a declaration, the recorded keys.
 */
export function compareParams(
  declared: DeclaredParams | null,
  locked: LockedParams,
  document: Node,
): readonly ParamDifference[] {
  const recorded = new Map(locked.values.map((param) => [param.key, param]));
  const isWhole = declared !== null && declared.keys === null;
  const keys = isWhole
    ? [...new Set([...topLevelKeys(asParams(document)), ...recorded.keys()])]
    : (declared?.keys ?? [...recorded.keys()]);
  return keys.flatMap((key) => {
    const lookup = isWhole ? lookupTopLevel(asParams(document), key) : lookupParam(document, key);
    const param = recorded.get(key);
    return compareOne(key, param?.value ?? null, param?.line ?? null, lookup);
  });
}

function topLevelKeys(document: Node): readonly string[] {
  return document.kind === "mapping" ? document.entries.map(({ key }) => keyText(key)) : [];
}

/** The keys of a wholly tracked file are literal: a dot in one is just a dot. */
export function lookupTopLevel(document: Node, key: string): ParamLookup {
  const value = document.kind === "mapping" ? findTopLevel(document, key) : undefined;
  return value === undefined ? { state: "missing" } : { state: "found", value, key };
}

function findTopLevel(document: MappingNode, key: string): Node | undefined {
  return (
    getNode(document, key) ?? document.entries.find((entry) => keyText(entry.key) === key)?.value
  );
}

function compareOne(
  key: string,
  recorded: Node | null,
  lockLine: number | null,
  lookup: ParamLookup,
): readonly ParamDifference[] {
  const found = lookup.state === "found" ? lookup.value : null;
  const base = { key, recorded, found, line: found?.line ?? null, lockLine };
  if (lookup.state === "ambiguous") return [{ ...base, state: "ambiguous" }];
  if (found === null) return [{ ...base, state: "deleted" }];
  if (recorded === null) return [{ ...base, state: "new" }];
  if (!pythonEquals(recorded, found)) return [{ ...base, state: "modified" }];
  return differsOnlyInType(recorded, found) ? [{ ...base, state: "type-changed" }] : [];
}
