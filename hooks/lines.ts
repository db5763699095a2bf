// Files of one JSON object a line, that hooks add to: what cannot be read counts as not there.

import { readFileSync, statSync } from "node:fs";
import { orNull } from "../lib/at-hand.ts";

/** More than that is no record of ours. */
const LIMIT = 16 * 1024 * 1024;

export type JsonLine = Readonly<Record<string, unknown>>;

/** The objects of the lines that are some. A line that is cut off, as a killed hook leaves it, is none. */
export function readLines(path: string): readonly JsonLine[] {
  const size = orNull(() => statSync(path))?.size ?? 0;
  if (size === 0 || size > LIMIT) return [];
  const text = orNull(() => readFileSync(path, "utf8")) ?? "";
  return text.split("\n").flatMap((line) => parseLine(line));
}

function parseLine(line: string): JsonLine[] {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is JsonLine {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True where all of these are there as text. */
export function hasText(line: JsonLine, ...keys: readonly string[]): boolean {
  return keys.every((key) => typeof line[key] === "string");
}
