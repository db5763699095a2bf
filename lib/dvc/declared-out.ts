// The outs, metrics and plots of a stage as dvc.yaml declares them, with their flags.

import { getEntry, type MappingEntry, type MappingNode, type Node } from "../document/node.ts";
import { checkPath } from "./entry.ts";
import { quoted } from "./known-keys.ts";
import type { DeclaredOut } from "./model.ts";
import {
  asMapping,
  asText,
  describe,
  readFlag,
  readItems,
  readText,
  refuseUnknownKeys,
  stringKey,
  type Decoding,
} from "./shape.ts";

export type Bucket = DeclaredOut["bucket"];

export const ANNOTATION_KEYS: readonly string[] = ["desc", "type", "labels", "meta"];
const FLAG_KEYS: readonly string[] = [
  ...ANNOTATION_KEYS,
  "cache",
  "persist",
  "checkpoint",
  "remote",
  "push",
];
const PLOT_TEXTS = ["template", "x", "y", "x_label", "y_label", "title"] as const;
const OUT_KEYS: ReadonlySet<string> = new Set(FLAG_KEYS);
const PLOT_KEYS: ReadonlySet<string> = new Set([...FLAG_KEYS, ...PLOT_TEXTS, "header"]);

/** One bucket of a stage. The same path twice is one out: what is said later replaces. */
export function readDeclaredOuts(
  decoding: Decoding,
  stage: MappingNode,
  bucket: Bucket,
  name: string,
): readonly DeclaredOut[] {
  const what = `${bucket} of ${name}`;
  const outs = new Map<string, DeclaredOut>();
  for (const item of readItems(decoding, getEntry(stage, bucket), name)) {
    if (item.kind !== "mapping") {
      addPath(decoding, outs, { item, bucket, what });
      continue;
    }
    decoding.spend(item.entries.length, item.line);
    for (const entry of item.entries) {
      const out = readFlagged(decoding, outs, { entry, bucket, what });
      if (out !== null) outs.set(out.path, out);
    }
  }
  return [...outs.values()];
}

/** `desc`, `type`, `labels`; `meta` may be anything. */
export function checkAnnotations(decoding: Decoding, node: MappingNode, what: string): void {
  readText(decoding, getEntry(node, "desc"), what);
  readText(decoding, getEntry(node, "type"), what);
  for (const label of readItems(decoding, getEntry(node, "labels"), what)) {
    asText(decoding, label, what, "a label");
  }
}

function addPath(
  decoding: Decoding,
  outs: Map<string, DeclaredOut>,
  { item, bucket, what }: { readonly item: Node; readonly bucket: Bucket; readonly what: string },
): void {
  const path = asText(decoding, item, what, "an item");
  if (path === null || !checkPath(decoding, path, item.line, what) || outs.has(path)) return;
  outs.set(path, plainOut(path, item.line, bucket));
}

function plainOut(path: string, line: number, bucket: Bucket): DeclaredOut {
  return { path, line, bucket, cache: true, persist: false, push: true, remote: null };
}

/** `path: { flags }`, over what an earlier item said of the path. */
function readFlagged(
  decoding: Decoding,
  outs: ReadonlyMap<string, DeclaredOut>,
  {
    entry,
    bucket,
    what,
  }: { readonly entry: MappingEntry; readonly bucket: Bucket; readonly what: string },
): DeclaredOut | null {
  const path = stringKey(decoding, entry, what);
  if (path === null || !checkPath(decoding, path, entry.key.line, what)) return null;
  const before = outs.get(path) ?? plainOut(path, entry.key.line, bucket);
  const name = `${quoted(path)} in ${what}`;
  const flags = readFlags(decoding, entry, name);
  if (flags === null) return null;
  refuseUnknownKeys(decoding, flags, name, bucket === "plots" ? PLOT_KEYS : OUT_KEYS);
  checkAnnotations(decoding, flags, name);
  checkPlotProperties(decoding, flags, name);
  readFlag(decoding, getEntry(flags, "checkpoint"), name, false);
  return {
    ...before,
    cache: readFlag(decoding, getEntry(flags, "cache"), name, before.cache),
    persist: readFlag(decoding, getEntry(flags, "persist"), name, before.persist),
    push: readFlag(decoding, getEntry(flags, "push"), name, before.push),
    remote: readText(decoding, getEntry(flags, "remote"), name) ?? before.remote,
  };
}

function readFlags(decoding: Decoding, entry: MappingEntry, name: string): MappingNode | null {
  if (entry.value.kind === "mapping") return asMapping(decoding, entry.value, name, "it");
  decoding.fault(entry.key.line, name, `its flags are ${describe(entry.value)}, not a mapping`);
  return null;
}

/** Only reached with keys that the bucket allows. */
function checkPlotProperties(decoding: Decoding, flags: MappingNode, name: string): void {
  for (const key of PLOT_TEXTS) readText(decoding, getEntry(flags, key), name);
  readFlag(decoding, getEntry(flags, "header"), name, false);
}
