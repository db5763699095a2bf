// How DVC finds a param in a params file, and how it compares it with the recorded one.

import { differsOnlyInType, pythonEquals, pythonStr } from "../document/value.ts";
import { getNode, type Node, type ScalarNode } from "../document/node.ts";
import { asParams } from "../document/read.ts";
import { remembered } from "../remembered.ts";
import type { DeclaredParams, LockedParam, LockedParams } from "./model.ts";
import { equalsFolded } from "./folded.ts";
import { isNeverEqual } from "./never-equal.ts";
import { findByPath } from "./param-path.ts";

export type ParamLookup =
  | { readonly state: "found"; readonly value: Node; readonly key: string }
  | { readonly state: "missing" }
  | { readonly state: "ambiguous"; readonly matches: number };

/**
 * A key as DVC looks it up with dpath (param-path.ts): names separated by dots walk mappings,
 * numbers walk lists and integer keys, `*`, `?` and `[…]` match one name and `**` any number of
 * them. `matches` is two where there are more. A name that holds a dot is only met by a pattern.
 */
export function lookupParam(document: Node, key: string): ParamLookup {
  const known = lookupsIn(document);
  const lookup = known.get(key) ?? lookUp(document, key);
  known.set(key, lookup);
  return lookup;
}

/** Thousands of stages may read one param. */
const lookupsIn: (document: Node) => Map<string, ParamLookup> = remembered(() => new Map());

function lookUp(document: Node, key: string): ParamLookup {
  const found = findByPath(asParams(document), key);
  if (found === null) return { state: "ambiguous", matches: 0 };
  const [value] = found;
  if (value === undefined) return { state: "missing" };
  return found.length > 1
    ? { state: "ambiguous", matches: found.length }
    : { state: "found", value, key };
}

/**
 * A difference between a recorded param and the one in the file. `type-changed` is none for DVC;
 * `never-equal` and `folded` (lib/dvc/folded.ts) are one for DVC, whatever is run.
 */
export interface ParamDifference {
  readonly key: string;
  readonly state:
    | "modified"
    | "deleted"
    | "new"
    | "type-changed"
    | "never-equal"
    | "folded"
    | "ambiguous";
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
  const compare = comparisonIn(locked.path);
  if (declared !== null && declared.keys === null) return compareWhole(recorded, document, compare);
  return (declared?.keys ?? [...recorded.keys()]).flatMap((key) =>
    compare(key, recorded.get(key), lookupParam(document, key)),
  );
}

/** Whether `compareParams` finds no difference, answered for the few keys that most stages list. */
export function hasRecordedValues(
  declared: DeclaredParams,
  locked: LockedParams,
  document: Node,
): boolean {
  const { keys } = declared;
  if (keys === null || keys.length > FEW || locked.values.length > FEW) {
    return compareParams(declared, locked, document).length === 0;
  }
  return keys.every((key) => {
    const param = locked.values.findLast((one) => one.key === key);
    return differenceOf(param, lookupParam(document, key), locked.path) === null;
  });
}

const FEW = 100;

/** A key that is no string is always new: the lock can only hold strings. */
function compareWhole(
  recorded: ReadonlyMap<string, LockedParam>,
  document: Node,
  compare: Compare,
): readonly ParamDifference[] {
  const params = asParams(document);
  const entries = params.kind === "mapping" ? params.entries : [];
  const inFile = entries.flatMap(({ key, value }) => {
    const name = keyText(key);
    const param = typeof key.value === "string" ? recorded.get(name) : undefined;
    return compare(name, param, { state: "found", value, key: name });
  });
  const onlyRecorded = [...recorded.values()].flatMap((param) => {
    const lookup = lookupTopLevel(params, param.key);
    return lookup.state === "missing" ? compare(param.key, param, lookup) : [];
  });
  return [...inFile, ...onlyRecorded];
}

/** As DVC's JSON shows a key. */
function keyText(key: ScalarNode): string {
  const { value } = key;
  return value === null || typeof value === "boolean" ? String(value) : pythonStr(key);
}

/** The keys of a wholly tracked file are literal: a dot in one is just a dot. */
export function lookupTopLevel(document: Node, key: string): ParamLookup {
  const value = document.kind === "mapping" ? getNode(document, key) : undefined;
  return value === undefined ? { state: "missing" } : { state: "found", value, key };
}

type Compare = (
  key: string,
  param: LockedParam | undefined,
  lookup: ParamLookup,
) => readonly ParamDifference[];

function comparisonIn(path: string): Compare {
  return (key, param, lookup) => {
    const found = lookup.state === "found" ? lookup.value : null;
    const recorded = param?.value ?? null;
    const state = differenceOf(param, lookup, path);
    const lines = { line: found?.line ?? null, lockLine: param?.line ?? null };
    return state === null ? [] : [{ key, state, recorded, found, ...lines }];
  };
}

function differenceOf(
  param: LockedParam | undefined,
  lookup: ParamLookup,
  path: string,
): ParamDifference["state"] | null {
  if (lookup.state === "ambiguous") return "ambiguous";
  return stateOf(param?.value ?? null, lookup.state === "found" ? lookup.value : null, path);
}

/** As most are; a NaN, which is not the same as itself, and a date are left to the rules of Python. */
function isSameScalar(left: Node, right: Node): boolean {
  return left.kind === "scalar" && right.kind === "scalar" && left.value === right.value;
}

function stateOf(
  recorded: Node | null,
  found: Node | null,
  path: string,
): ParamDifference["state"] | null {
  if (found === null) return "deleted";
  if (recorded === null) return "new";
  if (isSameScalar(recorded, found)) return null;
  if (!pythonEquals(recorded, found)) return equalsFolded(found, recorded) ? "folded" : "modified";
  if (isNeverEqual(found, path)) return "never-equal";
  return differsOnlyInType(recorded, found) ? "type-changed" : null;
}
