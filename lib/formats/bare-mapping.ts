// A document that is the list itself: `{"model.pkl": "<sha256>"}`, or `{"model": {"path": "model.pkl", "sha256": …}}`.

import type { MappingEntry, MappingNode, Node } from "../document/node.ts";
import { malformed, parsed } from "../reading.ts";
import { digestsOf, isDigest } from "./digests.ts";
import { pathOf } from "./fields.ts";
import { keyedEntries } from "./listing.ts";
import { listOf, type ManifestFormat } from "./manifest.ts";
import { namedReleases } from "./named-releases.ts";
import { joined, textOf } from "./nodes.ts";
import { isPathLike } from "./path-like.ts";

/** What a manifest says of itself beside the files in it. */
const HEAD =
  /^(?:release|version|tag|name|artifact|description|format|(?:schema|format|manifest)_?version|schema|\$schema|(?:created|generated)(?:_?(?:at|by|on))?|date|commit)$/i;

/** Only where each member is a file with its digest or its path, so that no other document is taken for a list. */
export const bareMappingFormat: ManifestFormat = {
  name: "bare-mapping",
  match: (_path, content) =>
    content.kind === "document" &&
    content.node.kind === "mapping" &&
    filesIn(content.node).length > 0 &&
    filesIn(content.node).every(isFile),
  read: (content) => {
    if (content.kind !== "document" || content.node.kind !== "mapping")
      return malformed("is no mapping of files");
    const entries = joined(filesIn(content.node).map(keyedEntries));
    if (!entries.ok) return entries;
    return parsed({
      ...listOf("bare-mapping", entries.value),
      releases: namedReleases(content.node),
    });
  },
};

function filesIn({ entries }: MappingNode): readonly MappingEntry[] {
  return entries.filter(({ key, value }) => !isHead(textOf(key) ?? "", value));
}

function isHead(key: string, value: Node): boolean {
  return value.kind === "scalar" && HEAD.test(key);
}

function isFile({ key, value }: MappingEntry): boolean {
  const name = textOf(key) ?? "";
  if (value.kind === "mapping")
    return pathOf(value) !== null || (isPathLike(name) && hasDigest(value));
  return isPathLike(name) && isDigest(textOf(value) ?? "");
}

/** One that contradicts itself is told when it is read. */
function hasDigest(node: MappingNode): boolean {
  const digests = digestsOf(node);
  return !digests.ok || digests.value.sha256 !== null || digests.value.md5 !== null;
}
