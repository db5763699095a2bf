// A plain list: one path a line, or a sequence of paths.

import { malformed, parsed } from "../reading.ts";
import { entryOf } from "./fields.ts";
import { allOf } from "./nodes.ts";
import { pathEntry, type ManifestFormat } from "./manifest.ts";
import { linesOf } from "./text-lines.ts";

export const plainListFormat: ManifestFormat = {
  name: "plain-list",
  match: (_path, content) => content.kind === "text" || content.node.kind === "sequence",
  read: (content) => {
    const more = { format: "plain-list", exhaustive: true, release: null };
    if (content.kind === "text") {
      const entries = linesOf(content.text).map(({ text, line }) => pathEntry(text.trim(), line));
      return parsed({ ...more, entries });
    }
    if (content.node.kind !== "sequence") return malformed("is no list");
    const entries = allOf(content.node.items.map(entryOf));
    return entries.ok ? parsed({ ...more, entries: entries.value }) : entries;
  },
};
