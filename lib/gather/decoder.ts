// Reads files of the audited tree as what they are, each distinct blob decoded once.

import { extensionOf, parseDocument } from "../document/read.ts";
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
const REMEMBERED = 5000;

/** A name that makes the document reader take YAML, whatever the file is called. */
const YAML = "document.yaml";

export interface PointerPlace {
  readonly directory: string;
  readonly projectRoot: string;
}

export interface Decoder {
  readonly document: (entry: TreeEntry) => Promise<Reading<Node>>;
  readonly lock: (entry: TreeEntry) => Promise<Reading<Lock>>;
  readonly pipelineFile: (entry: TreeEntry) => Promise<Reading<PipelineFile>>;
  /** The sum of an import depends on where its file lies: both from the root of the repository. */
  readonly pointer: (entry: TreeEntry, place: PointerPlace) => Promise<Reading<Pointer>>;
  readonly manifest: (entry: TreeEntry) => Promise<Reading<Manifest>>;
  readonly text: (entry: TreeEntry) => Promise<Reading<string>>;
}

/** A decoder over one reader; what it remembers is bounded, so that many releases stay cheap. */
export function openDecoder(reader: ObjectReader): Decoder {
  const remembered = new Map<string, Promise<Parsed<unknown>>>();
  const decode = async <Value>(
    entry: TreeEntry,
    kind: string,
    parse: (bytes: Uint8Array) => Parsed<Value>,
  ): Promise<Reading<Value>> => {
    const key = `${kind} ${entry.oid}`;
    const before = remembered.get(key);
    const result = before ?? readParsed(reader, entry, parse);
    if (before === undefined) remember(remembered, key, result);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key names the parser
    const known = (await result) as Parsed<Value>;
    return toReading(known, { path: entry.path, oid: entry.oid });
  };
  return {
    document: (entry) =>
      decode(entry, `document ${extensionOf(entry.path)}`, (bytes) =>
        parseDocument(entry.path, bytes),
      ),
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

async function readParsed<Value>(
  reader: ObjectReader,
  entry: TreeEntry,
  parse: (bytes: Uint8Array) => Parsed<Value>,
): Promise<Parsed<Value>> {
  const object = await reader.read(entry.oid, { limit: DOCUMENT_LIMIT });
  if (object.state === "present") return parse(object.bytes);
  return { ok: false, problem: absence(object.state) };
}

function absence(state: "missing" | "too-large"): Problem {
  const text =
    state === "missing"
      ? "its object is missing in this clone"
      : `it is over the limit of ${DOCUMENT_LIMIT} bytes`;
  const cause = state === "missing" ? "missing-object" : "too-large";
  return { cause, text, line: null, column: null };
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  if (memory.size >= REMEMBERED) {
    const [oldest] = memory.keys();
    if (oldest !== undefined) memory.delete(oldest);
  }
  memory.set(key, value);
}
