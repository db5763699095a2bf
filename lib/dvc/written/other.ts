// A stage of another form than the usual one, by itself and in the general way.

import type { MappingEntry } from "../../document/node.ts";
import { parseYamlPart } from "../../document/yaml-fast.ts";
import { startDecoding, type Decoding } from "../shape.ts";
import { takeStage, type Cursor } from "./cursor.ts";

/** The stage at the cursor, which moves behind it; undefined where it is not understood, or has a fault. */
export function readOther<Stage>(
  cursor: Cursor,
  read: (decoding: Decoding, entry: MappingEntry) => Stage | null,
): Stage | undefined {
  const { line } = cursor;
  const part = takeStage(cursor);
  const node = part === null ? undefined : parseYamlPart(part, 2, line);
  const entry = node?.kind === "mapping" && node.entries.length === 1 ? node.entries[0] : undefined;
  if (entry === undefined) return undefined;
  const decoding = startDecoding();
  const stage = read(decoding, entry);
  return decoding.finish(stage).ok && stage !== null ? stage : undefined;
}
