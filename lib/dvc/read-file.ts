// dvc.yaml and dvc.lock from their bytes: as they are usually written, or else through nodes.

import { guarded } from "../document/fault.ts";
import type { Node } from "../document/node.ts";
import { decodeUtf8, parseDocument } from "../document/read.ts";
import { prepareYamlText } from "../document/yaml-text.ts";
import type { Parsed } from "../reading.ts";
import { decodeLock } from "./lock.ts";
import type { Lock, PipelineFile } from "./model.ts";
import { decodePipelineFile } from "./pipeline-file.ts";
import { readWrittenLock } from "./written/lock.ts";
import { readWrittenPipeline } from "./written/pipeline.ts";

/** `dvc.lock`. Never throws. */
export function readLock(bytes: Uint8Array): Parsed<Lock> {
  return readFile(bytes, readWrittenLock, decodeLock);
}

/** `dvc.yaml`. Never throws. */
export function readPipelineFile(bytes: Uint8Array): Parsed<PipelineFile> {
  return readFile(bytes, readWrittenPipeline, decodePipelineFile);
}

/** What is not written in the usual form is judged by the general way, with its faults. */
function readFile<Value>(
  bytes: Uint8Array,
  readWritten: (text: string) => Value | undefined,
  decode: (document: Node) => Parsed<Value>,
): Parsed<Value> {
  const text = decodeUtf8(bytes);
  const written = text === null ? null : guarded(text, () => readWritten(prepareYamlText(text)));
  if (written?.ok === true && written.value !== undefined) {
    return { ok: true, value: written.value };
  }
  const document = parseDocument("document.yaml", bytes);
  return document.ok ? decode(document.value) : document;
}
