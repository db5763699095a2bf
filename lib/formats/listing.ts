// A list of files under one key of a JSON, YAML or TOML document.

import { getNode, type MappingEntry, type MappingNode, type Node } from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { describedEntry, digestOf, entryOf, releaseOf, textOf } from "./fields.ts";
import type { ManifestEntry, ManifestFormat } from "./manifest.ts";

/** The format `{<key>: [{path, role?, sha256?, bytes?}]}`; the list may be a mapping too. */
export function listingFormat(key: string): ManifestFormat {
  return {
    name: key,
    match: (_path, content) =>
      content.kind === "document" &&
      content.node.kind === "mapping" &&
      getNode(content.node, key) !== undefined,
    read: (content) => {
      if (content.kind !== "document" || content.node.kind !== "mapping")
        return malformed(`holds no list under "${key}"`);
      const { node } = content;
      const entries = entriesOf(getNode(node, key), key);
      if (!entries.ok) return entries;
      const more = allOf(otherLists(node, key).map((other) => entriesOf(other, key)));
      if (!more.ok) return more;
      return parsed({
        format: key,
        entries: [...entries.value, ...more.value.flat()],
        exhaustive: true,
        release: releaseOf(node),
      });
    },
  };
}

const KEYS = ["artifacts", "files"];

/** A second list under the other key: another reader may take that one, so both are judged. */
function otherLists(node: MappingNode, key: string): readonly Node[] {
  const others = KEYS.filter((other) => other !== key).map((other) => getNode(node, other));
  return others.flatMap((list) => (list?.kind === "sequence" ? [list] : []));
}

function entriesOf(node: Node | undefined, key: string): Parsed<readonly ManifestEntry[]> {
  if (node?.kind === "sequence") return allOf(node.items.map(entryOf));
  if (node?.kind === "mapping") return allOf(node.entries.map(keyedEntry));
  return malformed(`holds no list under "${key}"`, node?.line);
}

/** `path: <digest>`, `path: {…}`, `role: path` or `role: {path, …}`. */
function keyedEntry({ key, value }: MappingEntry): Parsed<ManifestEntry> {
  const name = textOf(key) ?? "";
  const { line } = key;
  if (value.kind === "mapping") {
    const entry = entryOf(value);
    if (!entry.ok) return describedEntry(name, value);
    return parsed({ ...entry.value, role: entry.value.role ?? name });
  }
  const text = textOf(value);
  const digests = digestOf(value);
  const isPath = text === null || digests.sha256 !== null || digests.md5 !== null;
  if (isPath) return parsed({ path: name, line, role: null, bytes: null, ...digests });
  return parsed({ path: text, line, role: name, bytes: null, ...digests });
}

/** Every value, or the first problem. */
export function allOf<Value>(results: readonly Parsed<Value>[]): Parsed<readonly Value[]> {
  const values: Value[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return parsed(values);
}
