// Decodes a pointer file (`*.dvc`): tracked data, or an import and where it comes from.

import { getEntry, type MappingEntry, type MappingNode, type Node } from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { importChecksums, type PointerPlace } from "./checksum.ts";
import { ANNOTATION_KEYS, checkAnnotations } from "./declared-out.ts";
import { isNothing } from "./declared-params.ts";
import { ENTRY_KEYS, readLockedEntry } from "./entry.ts";
import type { Pointer, PointerDep } from "./model.ts";
import { readPointerDep } from "./pointer-dep.ts";
import {
  asMapping,
  describe,
  readEntries,
  readFlag,
  readItems,
  readText,
  refuseUnknownKeys,
  startDecoding,
  type Decoding,
} from "./shape.ts";
import { readSum } from "./sums.ts";

const POINTER_KEYS = [
  "md5",
  "wdir",
  "deps",
  "outs",
  "locked",
  "frozen",
  "meta",
  "always_changed",
  "desc",
];
const OUT_KEYS = [
  ...ENTRY_KEYS,
  ...ANNOTATION_KEYS,
  "persist",
  "cache",
  "remote",
  "push",
  "fs_config",
];
const KNOWN: ReadonlySet<string> = new Set(POINTER_KEYS);
const KNOWN_OF_STAGE: ReadonlySet<string> = new Set([...POINTER_KEYS, "cmd"]);
const KNOWN_OF_OUT: ReadonlySet<string> = new Set(OUT_KEYS);
const KNOWN_OF_STAGE_OUT: ReadonlySet<string> = new Set([...OUT_KEYS, "metric", "plot", "tags"]);

const EMPTY: Pointer = {
  outs: [],
  deps: [],
  workingDirectory: null,
  frozen: false,
  checksum: null,
  expectedChecksums: [],
  command: null,
};

const ROOT: PointerPlace = { directory: "", projectRoot: "" };

/**
 * What a pointer file records. An empty file is valid and records nothing. The place of the file
 * only matters to the checksum of an import, where a path climbs out of its directory.
 */
export function decodePointer(document: Node, place: PointerPlace = ROOT): Parsed<Pointer> {
  if (isNothing(document)) return parsed(EMPTY);
  if (document.kind !== "mapping") {
    return malformed(`it is ${describe(document)}, not a mapping`, document.line);
  }
  const decoding = startDecoding();
  const cmd = getEntry(document, "cmd");
  const isStage = cmd !== undefined && !isNothing(cmd.value);
  refuseUnknownKeys(decoding, document, "", isStage ? KNOWN_OF_STAGE : KNOWN);
  const result = decoding.finish(readPointer(decoding, document, isStage));
  if (!result.ok || isStage) return result;
  return parsed({ ...result.value, expectedChecksums: importChecksums(document, place) });
}

function readPointer(decoding: Decoding, document: MappingNode, isStage: boolean): Pointer {
  readText(decoding, getEntry(document, "desc"), "");
  readFlag(decoding, getEntry(document, "always_changed"), "", false);
  return {
    outs: readOuts(decoding, document, isStage ? KNOWN_OF_STAGE_OUT : KNOWN_OF_OUT),
    deps: readDeps(decoding, document),
    workingDirectory: readText(decoding, orAbsent(getEntry(document, "wdir")), "") || null,
    frozen: readFrozen(decoding, document),
    checksum: readSum(decoding, document, "md5", ""),
    expectedChecksums: [],
    command: isStage ? readText(decoding, getEntry(document, "cmd"), "") : null,
  };
}

/** `locked` is what `frozen` was called before DVC 1. */
function readFrozen(decoding: Decoding, document: MappingNode): boolean {
  const locked = readFlag(decoding, getEntry(document, "locked"), "", false);
  return readFlag(decoding, getEntry(document, "frozen"), "", false) || locked;
}

/** Null is as good as absent for these keys. */
function orAbsent(entry: MappingEntry | undefined): MappingEntry | undefined {
  return entry?.value.kind === "scalar" && entry.value.value === null ? undefined : entry;
}

function readOuts(
  decoding: Decoding,
  document: MappingNode,
  known: ReadonlySet<string>,
): Pointer["outs"] {
  return readItems(decoding, orAbsent(getEntry(document, "outs")), "").flatMap((item) => {
    const node = asMapping(decoding, item, '"outs"', "an item");
    if (node === null) return [];
    refuseUnknownKeys(decoding, node, '"outs"', known);
    checkAnnotations(decoding, node, '"outs"');
    readFlag(decoding, getEntry(node, "persist"), '"outs"', false);
    readEntries(decoding, getEntry(node, "fs_config"), '"outs"');
    const entry = readLockedEntry(decoding, node, '"outs"');
    if (entry === null) return [];
    return [
      {
        ...entry,
        cache: readFlag(decoding, getEntry(node, "cache"), '"outs"', true),
        push: readFlag(decoding, getEntry(node, "push"), '"outs"', true),
        remote: readText(decoding, getEntry(node, "remote"), '"outs"'),
      },
    ];
  });
}

function readDeps(decoding: Decoding, document: MappingNode): readonly PointerDep[] {
  return readItems(decoding, orAbsent(getEntry(document, "deps")), "").flatMap((item) => {
    const dep = readPointerDep(decoding, item);
    return dep === null ? [] : [dep];
  });
}
