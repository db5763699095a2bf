// dvc.yaml and dvc.lock from their bytes: as they are usually written, or else through nodes.

import type { Node } from "../document/node.ts";
import { readText } from "../document/read.ts";
import { parseYamlUnless } from "../document/yaml.ts";
import { parsed, type Parsed } from "../reading.ts";
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
  const text = readText(bytes);
  const read = text.ok ? parseYamlUnless(text.value, readWritten) : text;
  if (!read.ok) return read;
  return "value" in read.value ? parsed(read.value.value) : decode(read.value.node);
}
