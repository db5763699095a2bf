// Resolves a dvc.yaml given as text, with the documents that it may read, for the tests beside it.

import { ok } from "node:assert/strict";

import type { Node } from "../../../lib/document/node.ts";
import { parseDocument } from "../../../lib/document/read.ts";
import type { DeclaredStage, PipelineFile } from "../../../lib/dvc/model.ts";
import { decodePipelineFile } from "../../../lib/dvc/pipeline-file.ts";
import {
  resolvePipeline,
  type FlagStyle,
  type ReadDocument,
} from "../../../lib/dvc/resolve/index.ts";
import { toReading, type Parsed } from "../../../lib/reading.ts";

export type Documents = Readonly<Record<string, string>>;

export function pipelineOf(text: string): PipelineFile {
  const file = decodePipelineFile(valueOf(parse("dvc.yaml", text)));
  return valueOf(file);
}

export function resolve(
  text: string,
  documents: Documents = {},
  style: FlagStyle = {},
): readonly DeclaredStage[] {
  return valueOf(resolvePipeline(pipelineOf(text), readFrom(documents), style));
}

/** Name and command of each stage, or `!` and the reason why it is unresolved. */
export function commands(
  text: string,
  documents: Documents = {},
  style: FlagStyle = {},
): Readonly<Record<string, unknown>> {
  const pairs = resolve(text, documents, style).map(({ name, command, unresolved }) => {
    return [name, unresolved === null ? command : `! ${unresolved}`] as const;
  });
  return Object.fromEntries(pairs);
}

export function readFrom(documents: Documents): ReadDocument {
  return (path) => {
    const source = { path, oid: null };
    const text = documents[path];
    return text === undefined ? { state: "absent", source } : toReading(parse(path, text), source);
  };
}

function parse(path: string, text: string): Parsed<Node> {
  return parseDocument(path, new TextEncoder().encode(text));
}

function valueOf<Value>(result: Parsed<Value>): Value {
  ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value;
}
