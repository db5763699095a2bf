// Decodes dvc.lock, by the schema that DVC 3 reads (2.0) and the one that DVC 1 wrote (1.0).

import {
  getEntry,
  getNode,
  type MappingEntry,
  type MappingNode,
  type Node,
} from "../document/node.ts";
import { malformed, type Parsed } from "../reading.ts";
import { readCommand } from "./command.ts";
import { ENTRY_KEYS, readLockedEntry } from "./entry.ts";
import { quoted } from "./known-keys.ts";
import type { Lock, LockedEntry, LockedParams, LockedStage } from "./model.ts";
import {
  asMapping,
  describe,
  readEntries,
  readItems,
  refuseUnknownKeys,
  startDecoding,
  stringKey,
  type Decoding,
} from "./shape.ts";

const LOCK_KEYS: ReadonlySet<string> = new Set(["schema", "stages", "datasets"]);
const STAGE_KEYS: ReadonlySet<string> = new Set(["cmd", "deps", "params", "outs"]);
const LOCKED_ENTRY_KEYS: ReadonlySet<string> = new Set([...ENTRY_KEYS, "dataset"]);

/**
 * The stages that a lock records. What DVC refuses is malformed, with two differences: schema 1.0
 * is read, and a hash that is no string is refused where DVC takes it in and then crashes.
 */
export function decodeLock(document: Node): Parsed<Lock> {
  if (document.kind === "scalar" && document.value === null) {
    return malformed("it is empty: DVC wants at least schema: '2.0'", document.line);
  }
  if (document.kind !== "mapping") {
    return malformed(`it is ${describe(document)}, not a mapping`, document.line);
  }
  const schema = getEntry(document, "schema");
  if (schema === undefined || schema.value.kind === "mapping") return decodeFirst(document);
  return decodeSecond(document, schema);
}

/** Schema 1.0: the document is the map of the stages. */
function decodeFirst(document: MappingNode): Parsed<Lock> {
  const isStageMap =
    document.entries.length > 0 &&
    document.entries.every(
      ({ value }) => value.kind === "mapping" && getNode(value, "cmd") !== undefined,
    );
  if (!isStageMap) return malformed("it has no schema: DVC wants schema: '2.0'", document.line);
  const decoding = startDecoding();
  decoding.spend(document.entries.length, document.line);
  const stages = readStages(decoding, document.entries);
  return decoding.finish({ schema: "1.0", stages, datasets: null });
}

function decodeSecond(document: MappingNode, schema: MappingEntry): Parsed<Lock> {
  const fault = schemaFault(schema.value);
  if (fault !== null) return malformed(fault, schema.key.line);
  const decoding = startDecoding();
  refuseUnknownKeys(decoding, document, "", LOCK_KEYS);
  const stages = readStages(decoding, readEntries(decoding, getEntry(document, "stages"), ""));
  return decoding.finish({
    schema: "2.0",
    stages,
    datasets: getNode(document, "datasets") ?? null,
  });
}

function schemaFault(node: Node): string | null {
  if (node.kind !== "scalar") return `"schema" is ${describe(node)}, not '2.0'`;
  if (node.value === "2.0") return null;
  if (typeof node.value === "number" && node.value === 2) {
    return "\"schema\" is the number 2.0: DVC wants the string, schema: '2.0'";
  }
  if (typeof node.value !== "string") return `"schema" is ${describe(node)}, not '2.0'`;
  return `"schema" is ${quoted(node.value)}: DVC 3 knows '2.0' only`;
}

function readStages(
  decoding: Decoding,
  entries: readonly MappingEntry[],
): ReadonlyMap<string, LockedStage> {
  const stages = new Map<string, LockedStage>();
  for (const entry of entries) {
    const stage = readStage(decoding, entry);
    if (stage !== null) stages.set(stage.name, stage);
  }
  return stages;
}

/** One entry of `stages`; null where it cannot be read at all. */
export function readStage(decoding: Decoding, entry: MappingEntry): LockedStage | null {
  const name = stringKey(decoding, entry, '"stages"');
  if (name === null) return null;
  const what = `stage ${quoted(name)}`;
  const node = asMapping(decoding, entry.value, what, "it");
  if (node === null) return null;
  refuseUnknownKeys(decoding, node, what, STAGE_KEYS);
  const cmd = getEntry(node, "cmd");
  if (cmd === undefined) decoding.fault(entry.key.line, what, 'it has no "cmd"');
  return {
    name,
    line: entry.key.line,
    command: readCommand(decoding, cmd, what),
    commandLine: cmd?.key.line ?? entry.key.line,
    deps: readLockedEntries(decoding, node, "deps", what),
    outs: readLockedEntries(decoding, node, "outs", what),
    params: readParams(decoding, getEntry(node, "params"), what),
  };
}

/** Of two entries with one path DVC takes the last. */
function readLockedEntries(
  decoding: Decoding,
  stage: MappingNode,
  bucket: "deps" | "outs",
  name: string,
): readonly LockedEntry[] {
  const what = `${bucket} of ${name}`;
  const byPath = new Map<string, LockedEntry>();
  for (const item of readItems(decoding, getEntry(stage, bucket), name)) {
    const node = asMapping(decoding, item, what, "an item");
    if (node === null) continue;
    refuseUnknownKeys(decoding, node, what, LOCKED_ENTRY_KEYS);
    readEntries(decoding, getEntry(node, "dataset"), what);
    const locked = readLockedEntry(decoding, node, what);
    if (locked !== null) byPath.set(locked.path, locked);
  }
  return [...byPath.values()];
}

function readParams(
  decoding: Decoding,
  entry: MappingEntry | undefined,
  stage: string,
): readonly LockedParams[] {
  const what = `params of ${stage}`;
  return readEntries(decoding, entry, stage).flatMap((file) => {
    const path = stringKey(decoding, file, what);
    if (path === null) return [];
    const values = readEntries(decoding, file, what).flatMap((param) => {
      const key = stringKey(decoding, param, `${quoted(path)} in ${what}`);
      return key === null ? [] : [{ key, value: param.value, line: param.key.line }];
    });
    return [{ path, line: file.key.line, values }];
  });
}
