// A plain list: one path a line, or a sequence of paths.

import { malformed, parsed } from "../reading.ts";
import { entryOf } from "./fields.ts";
import { allOf } from "./nodes.ts";
import { listOf, pathEntry, type ManifestFormat } from "./manifest.ts";
import { linesOf } from "./text-lines.ts";

export const plainListFormat: ManifestFormat = {
  name: "plain-list",
  match: (path, content) =>
    content.kind === "text" ? isList(path, content.text) : content.node.kind === "sequence",
  read: (content) => {
    if (content.kind === "text") {
      const entries = linesOf(content.text).map(({ text, line }) => pathEntry(text.trim(), line));
      return parsed(listOf("plain-list", entries));
    }
    if (content.node.kind !== "sequence") return malformed("is no list");
    const entries = allOf(content.node.items.map(entryOf));
    return entries.ok ? parsed(listOf("plain-list", entries.value)) : entries;
  },
};

/** Tables and markup have lines too, which are no paths. */
function isList(path: string, text: string): boolean {
  return !/\.(?:csv|tsv|xml|md|html?)$/i.test(path) && !/^\s*</.test(text);
}
