// Reads files of the audited tree as what they are, each distinct blob decoded once.

import { openBounded } from "../bounded.ts";
import { extensionOf, parseDocument, parseStrictly } from "../document/read.ts";
import type { Node } from "../document/node.ts";
import type { Lock, PipelineFile, Pointer } from "../dvc/model.ts";
import { decodePointer } from "../dvc/pointer.ts";
import { readLock, readPipelineFile } from "../dvc/read-file.ts";
import { readManifest } from "../formats/index.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { ObjectReader } from "../git/batch.ts";
import type { TreeEntry } from "../git/tree.ts";
import { toReading, type Parsed, type Problem, type Reading } from "../reading.ts";

/** Larger documents are refused before they are read: YAML of this size takes seconds. */
export const DOCUMENT_LIMIT: number = 16 * 1024 * 1024;
/** Of the blobs whose values are remembered, in bytes: of a lock, those take some ten times as much. */
const REMEMBERED = 32 * 1024 * 1024;
/** Counted for each, so that there are never more than about 500: a release needs few, and the next the same. */
const OVERHEAD = 64 * 1024;

/** A name that makes the document reader take YAML, whatever the file is called. */
const YAML = "document.yaml";

export interface PointerPlace {
  readonly directory: string;
  readonly projectRoot: string;
}

export interface Decoder {
  readonly document: (entry: TreeEntry) => Promise<Reading<Node>>;
  /** What consumers read: a key that stands there twice is a fault, in JSON too. */
  readonly promoted: (entry: TreeEntry) => Promise<Reading<Node>>;
  readonly lock: (entry: TreeEntry) => Promise<Reading<Lock>>;
  readonly pipelineFile: (entry: TreeEntry) => Promise<Reading<PipelineFile>>;
  /** The sum of an import depends on where its file lies: both from the root of the repository. */
  readonly pointer: (entry: TreeEntry, place: PointerPlace) => Promise<Reading<Pointer>>;
  readonly manifest: (entry: TreeEntry) => Promise<Reading<Manifest>>;
  readonly text: (entry: TreeEntry) => Promise<Reading<string>>;
}

/** A decoder over one reader; what it remembers is bounded, so that many releases stay cheap. */
export function openDecoder(reader: ObjectReader): Decoder {
  const memory = openBounded<Promise<Decoded>>(REMEMBERED);
  const decode = async <Value>(
    entry: TreeEntry,
    kind: string,
    parse: (bytes: Uint8Array) => Parsed<Value>,
  ): Promise<Reading<Value>> => {
    const key = `${kind} ${entry.oid}`;
    const before = memory.get(key);
    const decoding = before ?? readParsed(reader, entry, parse);
    if (before === undefined) memory.put(key, decoding, OVERHEAD);
    const { parsed, bytes } = await decoding;
    if (before === undefined) memory.put(key, decoding, bytes + OVERHEAD);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key names the parser
    return toReading(parsed as Parsed<Value>, { path: entry.path, oid: entry.oid });
  };
  const readDocument = async (entry: TreeEntry): Promise<Reading<Node>> =>
    decode(entry, `document ${extensionOf(entry.path)}`, (bytes) =>
      parseDocument(entry.path, bytes),
    );
  return {
    document: readDocument,
    promoted: (entry) =>
      extensionOf(entry.path) === ".json"
        ? decode(entry, "promoted .json", (bytes) => parseStrictly(entry.path, bytes))
        : readDocument(entry),
    lock: (entry) => decode(entry, "lock", readLock),
    pipelineFile: (entry) => decode(entry, "pipeline", readPipelineFile),
    pointer: (entry, place) =>
      decode(entry, `pointer ${place.directory} ${place.projectRoot}`, (bytes) => {
        const document = parseDocument(YAML, bytes);
        return document.ok ? decodePointer(document.value, place) : document;
      }),
    manifest: (entry) =>
      decode(entry, `manifest ${entry.path.slice(entry.path.lastIndexOf("/") + 1)}`, (bytes) =>
        readManifest(entry.path, bytes),
      ),
    text: (entry) =>
      decode(entry, "text", (bytes) => ({ ok: true, value: new TextDecoder().decode(bytes) })),
  };
}

interface Decoded {
  readonly parsed: Parsed<unknown>;
  /** Of the blob. */
  readonly bytes: number;
}

async function readParsed(
  reader: ObjectReader,
  entry: TreeEntry,
  parse: (bytes: Uint8Array) => Parsed<unknown>,
): Promise<Decoded> {
  const object = await reader.read(entry.oid, { limit: DOCUMENT_LIMIT });
  if (object.state === "present") {
    return { parsed: parse(object.bytes), bytes: object.bytes.length };
  }
  return { parsed: { ok: false, problem: absence(object.state) }, bytes: 0 };
}

function absence(state: "missing" | "too-large"): Problem {
  const text =
    state === "missing"
      ? "its object is missing in this clone"
      : `it is over the limit of ${DOCUMENT_LIMIT} bytes`;
  const cause = state === "missing" ? "missing-object" : "too-large";
  return { cause, text, line: null, column: null };
}
