// The cmd of a stage, as dvc.yaml and dvc.lock share it.

import type { MappingEntry } from "../document/node.ts";
import type { Stage } from "./project.ts";
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

export type Command = string | readonly string[];

/** A list and a string are two commands for DVC, even where the text is the same. */
export function isSameCommand(left: Command, right: Command): boolean {
  if (typeof left === "string" || typeof right === "string") return left === right;
  return left.length === right.length && left.every((line, index) => line === right[index]);
}

/** Whether the command that was run is the declared one, its templates resolved. */
export function isAsRun({ declared, locked }: Pick<Stage, "declared" | "locked">): boolean {
  if (declared === null || locked === null || declared.unresolved !== null) return false;
  return isSameCommand(declared.command, locked.command);
}
