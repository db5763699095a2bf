// The top-level md5 of an import's pointer file: what DVC would compute for the file as it is.
//
// DVC loads the file, writes it again in its own form and hashes that (DVC, stage/utils.py
// `compute_md5`, output.py `dumpd`). So does this, from the nodes of a decoded file.

import { posix } from "node:path";

import { getNode, type MappingNode, type Node } from "../document/node.ts";
import { compareCodePoints } from "../document/value.ts";
import { isNothing } from "./declared-params.ts";
import { md5Of } from "./hash.ts";
import { isWithin, joinDirectory, locate } from "./locate.ts";
import { listText, nodeText, objectText, stringText, type JsonFields } from "./plain-json.ts";

/** Where a pointer file lies, both from the root of the repository. */
export interface PointerPlace {
  readonly directory: string;
  readonly projectRoot: string;
}

interface Base extends PointerPlace {
  /** The directory joined with `wdir`. */
  readonly working: string;
  /** Of the DVC whose form is written. */
  readonly version: 2 | 3;
}

const SUMS = ["md5", "etag", "checksum", "version_id"] as const;
const CLOUD_SUMS = ["etag", "checksum", "version_id"] as const;
const REPOSITORY_KEYS = ["url", "rev", "rev_lock", "config", "remote"] as const;

/**
 * The sums that stand for an unedited file: that of DVC 3 first, and that of DVC 2 where it differs.
 * None where the file is no import (one dep, one out) or cannot be written as JSON.
 *
 * The two differ where `hash:` is missing: DVC 3 hashes a dep outside of the project as if it said
 * `hash: md5`, and an entry inside without a sum as if it said `md5: null`. DVC 2 did neither.
 */
export function importChecksums(document: MappingNode, place: PointerPlace): readonly string[] {
  const dep = onlyItem(document, "deps");
  const out = onlyItem(document, "outs");
  if (dep === null || out === null) return [];
  const wdir = textOf(document, "wdir") || ".";
  const working = joinDirectory(place.directory, wdir);
  const sums = ([3, 2] as const).flatMap((version) => {
    const base = { ...place, working, version };
    const json = objectText([
      ["wdir", wdirText(base, wdir)],
      ["deps", listText([depText(dep, base)])],
      ["outs", listText([outText(out, base)])],
      ["always_changed", isTrue(document, "always_changed") ? "true" : null],
    ]);
    return json === undefined ? [] : [md5Of(Buffer.from(json))];
  });
  return [...new Set(sums)];
}

function onlyItem(document: MappingNode, key: "deps" | "outs"): MappingNode | null {
  const list = getNode(document, key);
  if (list?.kind !== "sequence" || list.items.length !== 1) return null;
  const [item] = list.items;
  return item?.kind === "mapping" ? item : null;
}

/** Left out where it is the directory of the file. */
function wdirText({ directory, working }: Base, wdir: string): string | null {
  const known = !working.startsWith("/") && !leavesRoot(working);
  const relative = known ? posix.relative(`/${directory}`, `/${working}`) : posix.normalize(wdir);
  return relative === "" || relative === "." ? null : stringText(relative);
}

function outText(out: MappingNode, base: Base): string | undefined {
  return objectText([
    ...entryFields(out, base),
    ["cache", isFalse(out, "cache") ? "false" : null],
    ["remote", truthyText(out, "remote")],
    ["push", isFalse(out, "push") ? "false" : null],
  ]);
}

function depText(dep: MappingNode, base: Base): string | undefined {
  const repository = getNode(dep, "repo");
  if (repository?.kind === "mapping") return repositoryText(dep, repository);
  const database = getNode(dep, "db");
  return database === undefined ? objectText(entryFields(dep, base)) : databaseText(database);
}

function repositoryText(dep: MappingNode, repository: MappingNode): string | undefined {
  const fields = REPOSITORY_KEYS.map((key) => [key, truthyText(repository, key)] as const);
  return objectText([
    ["path", stringText(textOf(dep, "path"))],
    ["repo", objectText(fields)],
  ]);
}

function databaseText(database: Node): string | undefined {
  if (database.kind !== "mapping") return undefined;
  const keys = ["query", "connection", "file_format", "table"];
  const fields = keys.map((key) => [key, truthyText(database, key)] as const);
  const isEmpty = fields.every(([, text]) => text === null);
  return objectText([["db", isEmpty ? null : objectText(fields)]]);
}

/** What deps and outs share. */
function entryFields(entry: MappingNode, base: Base): JsonFields {
  const current = base.version === 3;
  const inside = isInside(entry, base);
  const spelled = getNode(entry, "hash") !== undefined;
  const files = listedFiles(entry);
  return [
    ...(files === null ? sumFields(entry, current && inside && !spelled) : []),
    ["files", files === null ? null : listText(files)],
    ["hash", spelled || (!inside && current) ? '"md5"' : null],
    ["path", pathText(entry, base, inside)],
    ["fs_config", truthyText(entry, "fs_config")],
  ];
}

function pathText(entry: MappingNode, { working }: Base, inside: boolean): string {
  const path = textOf(entry, "path");
  if (!inside) return stringText(path);
  return stringText(posix.relative(`/${working}`, `/${joinDirectory(working, path)}`) || ".");
}

/** `needed`: the md5 is null where there is none. */
function sumFields(entry: MappingNode, needed: boolean): JsonFields {
  const cloud = onlyEntry(entry, "cloud");
  const own = (key: string): string | null | undefined => {
    const there = cloud === null ? undefined : getNode(cloud.values, key);
    return there === undefined ? truthyText(entry, key) : valueText(there);
  };
  if (cloud === null) {
    const md5 = getNode(entry, "md5");
    const missing = md5?.kind === "scalar" && md5.value === "" ? '""' : "null";
    const fields = SUMS.map((key) => [key, own(key)] as const);
    return [["md5", needed ? missing : null], ...fields.filter(([, text]) => text !== null)];
  }
  const fields = CLOUD_SUMS.map((key) => [key, own(key)] as const);
  const named = fields.some(([, text]) => text !== null);
  return [
    ["md5", own("md5") ?? (needed ? "null" : null)],
    ["cloud", named ? objectText([[cloud.name, objectText(fields)]]) : null],
  ];
}

/** The texts of `files:` in DVC's order; null where there is no listing. */
function listedFiles(entry: MappingNode): readonly (string | undefined)[] | null {
  const listing = getNode(entry, "files");
  if (listing?.kind !== "sequence" || listing.items.length === 0) return null;
  const files = new Map<string, MappingNode>();
  for (const item of listing.items) {
    if (item.kind === "mapping") files.set(textOf(item, "relpath"), item);
  }
  return [...files]
    .toSorted(([left], [right]) => compareCodePoints(left, right))
    .map(([path, file]) => objectText([["relpath", stringText(path)], ...sumFields(file, false)]));
}

function onlyEntry(
  entry: MappingNode,
  key: string,
): { readonly name: string; readonly values: MappingNode } | null {
  const node = getNode(entry, key);
  const first = node?.kind === "mapping" ? node.entries[0] : undefined;
  if (first?.value.kind !== "mapping" || typeof first.key.value !== "string") return null;
  return { name: first.key.value, values: first.value };
}

function isInside(entry: MappingNode, { working, projectRoot }: Base): boolean {
  return locate(working, projectRoot, textOf(entry, "path")).insideProject;
}

function leavesRoot(directory: string): boolean {
  return isWithin(directory, "..");
}

function textOf(node: MappingNode, key: string): string {
  const value = getNode(node, key);
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : "";
}

function isTrue(node: MappingNode, key: string): boolean {
  const value = getNode(node, key);
  return value?.kind === "scalar" && value.value === true;
}

function isFalse(node: MappingNode, key: string): boolean {
  const value = getNode(node, key);
  return value?.kind === "scalar" && value.value === false;
}

/** Null, which leaves the key out, where the value is none or what Python takes for false. */
function truthyText(node: MappingNode, key: string): string | null | undefined {
  const value = getNode(node, key);
  return value === undefined ? null : valueText(value);
}

function valueText(value: Node): string | null | undefined {
  return isNothing(value) ? null : nodeText(value);
}
