// A list of files under one key of a JSON, YAML or TOML document.

import {
  getNode,
  type MappingEntry,
  type MappingNode,
  type Node,
  type ScalarNode,
} from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { digestOf, isDigest } from "./digests.ts";
import { bytesOf, describedEntry, entryOf, PATH_KEYS } from "./fields.ts";
import { listOf, pathEntry, type ManifestEntry, type ManifestFormat } from "./manifest.ts";
import { namedReleases } from "./named-releases.ts";
import { allOf, joined, textOf } from "./nodes.ts";
import { ownDigests } from "./own-digests.ts";
import { ownModels } from "./own-model.ts";

/** The format `{<key>: [{path, role?, sha256?, bytes?}]}`, or the same under `bundle`; the list may be a mapping too. */
export function listingFormat(key: string): ManifestFormat {
  return {
    name: key,
    match: (_path, content) =>
      content.kind === "document" &&
      content.node.kind === "mapping" &&
      holderOf(content.node, key) !== null,
    read: (content) => {
      if (content.kind !== "document" || content.node.kind !== "mapping")
        return malformed(`holds no list under "${key}"`);
      const { node } = content;
      const holder = holderOf(node, key) ?? node;
      const lists = [getNode(holder, key), ...otherLists(holder, key)];
      const listed = joined(lists.map((list) => entriesOf(list, key)));
      if (!listed.ok) return listed;
      const beside = [...new Set([node, holder])].flatMap((one) => [
        ownModels(one),
        ownDigests(one, listed.value),
      ]);
      const all = joined([listed, ...beside]);
      if (!all.ok) return all;
      return parsed({ ...listOf(key, all.value), releases: namedReleases(node) });
    },
  };
}

const KEYS = ["artifacts", "files"];

/** What has the list: the document, or where that has none, what it says of its `bundle`. */
function holderOf(node: MappingNode, key: string): MappingNode | null {
  if (getNode(node, key) !== undefined) return node;
  const bundle = getNode(node, "bundle");
  const isElsewhere = KEYS.some((other) => getNode(node, other) !== undefined);
  if (isElsewhere || bundle?.kind !== "mapping") return null;
  return getNode(bundle, key) === undefined ? null : bundle;
}

/** A second list under the other key: another reader may take that one, so both are judged. */
function otherLists(node: MappingNode, key: string): readonly Node[] {
  const others = KEYS.filter((other) => other !== key).map((other) => getNode(node, other));
  return others.flatMap((list) => (list?.kind === "sequence" ? [list] : []));
}

function entriesOf(node: Node | undefined, key: string): Parsed<readonly ManifestEntry[]> {
  if (node?.kind === "sequence") return allOf(node.items.map(entryOf));
  if (node?.kind !== "mapping") return malformed(`holds no list under "${key}"`, node?.line);
  return joined(node.entries.map(keyedEntries));
}

/** `path: <digest>`, `path: <size>`, `path: {…}`, `role: path`, `role: {path, …}` or `role: [path, …]`. */
export function keyedEntries({ key, value }: MappingEntry): Parsed<readonly ManifestEntry[]> {
  const name = textOf(key) ?? "";
  if (value.kind === "sequence") {
    const entries = allOf(value.items.map(entryOf));
    return entries.ok ? parsed(entries.value.map((entry) => withRole(entry, name))) : entries;
  }
  const entry = value.kind === "mapping" ? keyedMapping(name, value) : keyedScalar(key, value);
  return entry.ok ? parsed([entry.value]) : entry;
}

/** Where a mapping has no more than a `name`, a key that looks like a path is the path. */
function keyedMapping(name: string, node: MappingNode): Parsed<ManifestEntry> {
  const isPath = /[./]/.test(name) && !PATH_KEYS.some((key) => getNode(node, key) !== undefined);
  const entry = isPath ? null : entryOf(node);
  return entry?.ok === true ? parsed(withRole(entry.value, name)) : describedEntry(name, node);
}

function keyedScalar(key: ScalarNode, node: ScalarNode): Parsed<ManifestEntry> {
  const entry = pathEntry(textOf(key) ?? "", key.line);
  const { value } = node;
  if (typeof value === "string" && !isDigest(value))
    return parsed({ ...entry, path: value, role: entry.path });
  const size = bytesOf(node);
  if (size !== null) return parsed({ ...entry, bytes: size });
  const digests = digestOf(node);
  return digests.ok ? parsed({ ...entry, ...digests.value }) : digests;
}

function withRole(entry: ManifestEntry, role: string): ManifestEntry {
  return { ...entry, role: entry.role ?? role };
}
