// The dep of an import: a file of another repository, a URL or path, or a database query.

import { getEntry, getNode, type MappingNode, type Node } from "../document/node.ts";
import { ENTRY_KEYS, readLockedEntry } from "./entry.ts";
import type { ImportSource, LockedEntry, PointerDep } from "./model.ts";
import {
  asMapping,
  asText,
  readEntries,
  readFlag,
  readText,
  refuseUnknownKeys,
  type Decoding,
} from "./shape.ts";

const WHAT = '"deps"';
const DEP_KEYS: ReadonlySet<string> = new Set([
  ...ENTRY_KEYS,
  "persist",
  "repo",
  "db",
  "fs_config",
]);
const DATABASE_KEYS: ReadonlySet<string> = new Set(["query", "connection", "file_format", "table"]);
const REPOSITORY_KEYS: ReadonlySet<string> = new Set([
  "url",
  "rev",
  "rev_lock",
  "config",
  "remote",
]);

/** A dep; null where it is malformed. */
export function readPointerDep(decoding: Decoding, item: Node): PointerDep | null {
  const node = asMapping(decoding, item, WHAT, "an item");
  if (node === null) return null;
  refuseUnknownKeys(decoding, node, WHAT, DEP_KEYS);
  readFlag(decoding, getEntry(node, "persist"), WHAT, false);
  readEntries(decoding, getEntry(node, "fs_config"), WHAT);
  const repo = readRepository(decoding, node);
  const database = getEntry(node, "db");
  if (database !== undefined) return readDatabase(decoding, node);
  const entry = readLockedEntry(decoding, node, WHAT);
  return entry === null ? null : { ...entry, repo, db: false };
}

function readRepository(decoding: Decoding, dep: MappingNode): ImportSource | null {
  const entry = getEntry(dep, "repo");
  if (entry === undefined) return null;
  const node = asMapping(decoding, entry.value, WHAT, '"repo"');
  if (node === null) return null;
  const what = `"repo" in ${WHAT}`;
  refuseUnknownKeys(decoding, node, what, REPOSITORY_KEYS);
  if (getEntry(node, "url") === undefined) decoding.fault(entry.key.line, what, 'it has no "url"');
  checkSetting(decoding, node, "config", what);
  checkSetting(decoding, node, "remote", what);
  return {
    url: readText(decoding, getEntry(node, "url"), what) ?? "",
    rev: readText(decoding, getEntry(node, "rev"), what) || null,
    revLock: readText(decoding, getEntry(node, "rev_lock"), what) || null,
  };
}

/** A name, or the settings themselves. */
function checkSetting(decoding: Decoding, node: MappingNode, key: string, what: string): void {
  const value = getNode(node, key);
  if (value !== undefined && value.kind !== "mapping") asText(decoding, value, what, `"${key}"`);
}

/** A database has no path; its place is spelled as a URL, so that nobody looks for a file. */
function readDatabase(decoding: Decoding, dep: MappingNode): PointerDep {
  const fields = readEntries(decoding, getEntry(dep, "db"), WHAT);
  const what = `"db" in ${WHAT}`;
  const node: MappingNode = { kind: "mapping", entries: fields, line: dep.line };
  refuseUnknownKeys(decoding, node, what, DATABASE_KEYS);
  for (const key of DATABASE_KEYS) readText(decoding, getEntry(node, key), what);
  const connection = getNode(node, "connection");
  const name = connection?.kind === "scalar" ? connection.value : null;
  const path = `db://${typeof name === "string" ? name : ""}`;
  return { ...NOTHING_RECORDED, path, line: dep.line, repo: null, db: true };
}

const NOTHING_RECORDED: Omit<LockedEntry, "path" | "line"> = {
  hash: null,
  hashSpelled: false,
  size: null,
  fileCount: null,
  files: null,
  cloud: null,
  dataset: null,
};
