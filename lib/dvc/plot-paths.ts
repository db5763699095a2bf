// The top-level plots of dvc.yaml: which files they draw.

import { getEntry, type MappingEntry, type MappingNode, type Node } from "../document/node.ts";
import { quoted } from "./known-keys.ts";
import {
  asMapping,
  asText,
  kindFault,
  readItems,
  readText,
  refuseUnknownKeys,
  stringKey,
  type Decoding,
} from "./shape.ts";

const PLOT_KEYS: ReadonlySet<string> = new Set([
  "x",
  "y",
  "x_label",
  "y_label",
  "title",
  "template",
]);

/** The paths of files and directories that are drawn, as written. */
export function readPlotPaths(decoding: Decoding, document: MappingNode): readonly string[] {
  const items = readItems(decoding, getEntry(document, "plots"), "");
  return [...new Set(items.flatMap((item) => pathsOfItem(decoding, item)))];
}

/** A path, or mappings of an id or a path to what is drawn. */
function pathsOfItem(decoding: Decoding, item: Node): readonly string[] {
  if (item.kind !== "mapping") return [asText(decoding, item, '"plots"', "an item") ?? ""];
  if (item.entries.length === 0) decoding.fault(item.line, '"plots"', "an item is empty");
  decoding.spend(item.entries.length, item.line);
  return item.entries.flatMap((entry) => pathsOfPlot(decoding, entry));
}

function pathsOfPlot(decoding: Decoding, entry: MappingEntry): readonly string[] {
  const name = stringKey(decoding, entry, '"plots"');
  if (name === null) return [];
  if (entry.value.kind === "scalar" && entry.value.value === null) return [name];
  const what = `plot ${quoted(name)}`;
  const plot = asMapping(decoding, entry.value, what, "it");
  if (plot === null) return [];
  refuseUnknownKeys(decoding, plot, what, PLOT_KEYS);
  for (const key of ["x_label", "y_label", "title", "template"]) {
    readText(decoding, getEntry(plot, key), what);
  }
  const drawn = [...axisPaths(decoding, plot, "x", what), ...axisPaths(decoding, plot, "y", what)];
  return drawn.length === 0 ? [name] : drawn;
}

/** An axis that is a mapping names its files; else the plot's own name is the file. */
function axisPaths(
  decoding: Decoding,
  plot: MappingNode,
  axis: "x" | "y",
  what: string,
): readonly string[] {
  const entry = getEntry(plot, axis);
  if (entry === undefined) return [];
  if (entry.value.kind !== "mapping") {
    checkColumns(decoding, entry, axis === "y", what);
    return [];
  }
  decoding.spend(entry.value.entries.length, entry.key.line);
  return entry.value.entries.flatMap((file) => {
    checkColumns(decoding, file, axis === "y", what);
    const path = stringKey(decoding, file, what);
    return path === null ? [] : [path];
  });
}

/** A column; for y also a list of them. */
function checkColumns(
  decoding: Decoding,
  { key, value }: MappingEntry,
  mayBeList: boolean,
  what: string,
): void {
  const columns = mayBeList && value.kind === "sequence" ? value.items : [value];
  if (!decoding.spend(columns.length, key.line)) return;
  for (const column of columns) {
    if (column.kind === "scalar" && typeof column.value === "string") continue;
    decoding.fault(key.line, what, kindFault("a column", column, "a string"));
  }
}
