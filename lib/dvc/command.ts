// The cmd of a stage, as dvc.yaml and dvc.lock share it.

import type { MappingEntry } from "../document/node.ts";
import { asText, readItems, readText, type Decoding } from "./shape.ts";

/** A string, or a list of them, which DVC never takes for the same thing. */
export function readCommand(
  decoding: Decoding,
  entry: MappingEntry | undefined,
  what: string,
): string | readonly string[] {
  if (entry?.value.kind !== "sequence") return readText(decoding, entry, what) ?? "";
  return readItems(decoding, entry, what).map(
    (item) => asText(decoding, item, what, 'an item of "cmd"') ?? "",
  );
}
