// The file that a manifest calls its model beside its list: `{model: "model.json", files: […]}`.

import { getNode, type MappingEntry, type MappingNode, type Node } from "../document/node.ts";
import { parsed, type Parsed } from "../reading.ts";
import { digestOf, isDigest } from "./digests.ts";
import { describedEntry, pathOf } from "./fields.ts";
import { pathEntry, type ManifestEntry } from "./manifest.ts";
import { joined, textOf } from "./nodes.ts";
import { isPathLike, isUrl } from "./path-like.ts";

type Entries = Parsed<readonly ManifestEntry[]>;

/** What stands under `model` and `models`, as far as it is a file or may be one. */
export function ownModels(node: MappingNode): Entries {
  return joined(
    (["model", "models"] as const).map((key) => {
      const value = getNode(node, key);
      const entries = value === undefined ? parsed([]) : filesOf(value, key);
      if (!entries.ok) return entries;
      const called = value?.kind === "sequence" ? "models" : key;
      return parsed(entries.value.map((entry) => ({ ...entry, called })));
    }),
  );
}

function filesOf(node: Node, key: string): Entries {
  if (node.kind === "sequence") return joined(node.items.map(fileOf));
  const own = fileOf(node);
  if (node.kind === "scalar" || key === "model" || !own.ok || own.value.length > 0) return own;
  return joined(node.entries.map(keyedFile));
}

/** A `name` alone is most often what people call the model, and a text may be no more than that. */
function fileOf(node: Node): Entries {
  if (node.kind === "sequence") return parsed([]);
  if (node.kind === "mapping") return describedFile(pathOf(node) ?? nameOf(node), node);
  const { value, line } = node;
  if (typeof value !== "string" || value === "") return parsed([]);
  const entry = pathEntry(value, line);
  return parsed([isPathLike(value) ? entry : { ...entry, aside: true }]);
}

function describedFile(path: string | null, node: MappingNode): Entries {
  if (path === null || isUrl(path)) return parsed([]);
  const entry = describedEntry(path, node);
  return entry.ok ? parsed([entry.value]) : entry;
}

function nameOf(node: MappingNode): string | null {
  const name = textOf(getNode(node, "name"));
  return name !== null && isPathLike(name) ? name : null;
}

/** `risk: model.json`, `risk: {path}`, or the path first: `model.json: <digest>`, `model.json: {…}`. */
function keyedFile({ key, value }: MappingEntry): Entries {
  const name = textOf(key) ?? "";
  const file = isDigest(textOf(value) ?? "") ? parsed([]) : fileOf(value);
  const isKnown = !file.ok || file.value.length > 0;
  return isKnown || !isPathLike(name) ? file : fileAt(name, key.line, value);
}

function fileAt(path: string, line: number, value: Node): Entries {
  if (value.kind === "mapping") return describedFile(path, value);
  const digests = isDigest(textOf(value) ?? "") ? digestOf(value) : parsed({});
  return digests.ok ? parsed([{ ...pathEntry(path, line), ...digests.value }]) : digests;
}
