// The checksum of one random pointer file, by us and by DVC.

import { posix } from "node:path";

import { parseDocument } from "../../lib/document/read.ts";
import type { Pointer } from "../../lib/dvc/model.ts";
import { decodePointer } from "../../lib/dvc/pointer.ts";
import type { Parsed } from "../../lib/reading.ts";
import type { ImportCase } from "./generate-import.ts";
import { refusals, strictness } from "./decisions.ts";
import { nothing, type Outcome } from "./outcome.ts";
import { bytesOf } from "./store.ts";

export interface TheirImport {
  readonly error?: string;
  readonly held?: string | null;
  readonly computed?: string | null;
}

export function compareImport(given: ImportCase, { error, computed = null }: TheirImport): Outcome {
  const ours = read(given);
  const reason = refusalOf(ours);
  if (reason !== null) return compareRefusal(reason, error);
  if (error === undefined) {
    const first = ours.ok ? (ours.value.expectedChecksums[0] ?? null) : null;
    return outcome(first === computed ? [] : [`DVC computes ${computed}, we ${first}`]);
  }
  if (refusals.some(({ says }) => says.test(error))) return { ...nothing, declined: 1 };
  return outcome([`DVC refuses it, we do not: ${error}`]);
}

function read({ pointer, files }: ImportCase): Parsed<Pointer> {
  const document = parseDocument(pointer, bytesOf(files[pointer] ?? ""));
  const directory = posix.dirname(pointer) === "." ? "" : posix.dirname(pointer);
  return document.ok ? decodePointer(document.value, { directory, projectRoot: "" }) : document;
}

function refusalOf(ours: Parsed<Pointer>): string | null {
  if (!ours.ok) return ours.problem.text;
  return ours.value.command === null ? null : "a stage of DVC 0";
}

function compareRefusal(reason: string, error: string | undefined): Outcome {
  if (strictness.some(({ says }) => says.test(reason))) return { ...nothing, declined: 1 };
  if (error !== undefined) return { ...nothing, compared: 1 };
  return outcome([`we refuse it (${reason}), DVC does not`]);
}

function outcome(disagreements: readonly string[]): Outcome {
  return { disagreements, compared: 1, declined: 0 };
}
