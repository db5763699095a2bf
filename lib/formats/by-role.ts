// A document that names its files by their roles, among other things: `{"model": "model.pkl", "metrics": {"path": …}, "git": {…}}`.

import type { MappingEntry, MappingNode } from "../document/node.ts";
import { malformed, parsed } from "../reading.ts";
import { pathOf } from "./fields.ts";
import { keyedEntries } from "./listing.ts";
import { listOf, type ManifestFormat } from "./manifest.ts";
import { namedReleases } from "./named-releases.ts";
import { joined, textOf } from "./nodes.ts";
import { ownDigests } from "./own-digests.ts";
import { isPathLike } from "./path-like.ts";

const MODEL = "model";
const ROLE = /^(?:model|metrics|params|parameters|config|review)$/i;

/** A model alone may be described for another reason: its metrics or params are named too. */
export const byRoleFormat: ManifestFormat = {
  name: "by-role",
  match: (_path, content) => {
    if (content.kind !== "document" || content.node.kind !== "mapping") return false;
    const roles = filesIn(content.node).map(({ key }) => textOf(key)?.toLowerCase() ?? "");
    return roles.includes(MODEL) && roles.some((role) => role !== MODEL && ROLE.test(role));
  },
  read: (content) => {
    if (content.kind !== "document" || content.node.kind !== "mapping")
      return malformed("is no mapping of roles");
    const { node } = content;
    const entries = joined(filesIn(node).map(keyedEntries));
    if (!entries.ok) return entries;
    const all = joined([entries, ownDigests(node, entries.value)]);
    if (!all.ok) return all;
    return parsed({ ...listOf("by-role", all.value), releases: namedReleases(node) });
  },
};

/** Of what has no role, only a mapping with a path is a file for sure. */
function filesIn({ entries }: MappingNode): readonly MappingEntry[] {
  return entries.filter(({ key, value }) => {
    if (value.kind === "mapping") return pathOf(value) !== null;
    return ROLE.test(textOf(key) ?? "") && isPathLike(textOf(value) ?? "");
  });
}
