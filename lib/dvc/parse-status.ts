// The JSON of `dvc status --json`: one line, a map of stage addresses to what changed.

import { posix } from "node:path";

import { malformed, parsed, type Parsed } from "../reading.ts";
import type { StageStatus, StatusChange } from "./status.ts";

interface Base {
  /** The project, from the root of the repository. */
  readonly root: string;
  /** Absolute root of the working tree, links resolved; null where it is not known. */
  readonly directory: string | null;
}

/**
 * Paths and addresses, which DVC gives from the project's root `root`, come back from the
 * repository's. What lies outside of the project DVC gives as an absolute path: with `directory`,
 * the absolute root of the working tree, one inside the repository is from its root too.
 */
export function parseDvcStatus(
  stdout: string,
  root: string,
  directory: string | null = null,
): Parsed<StageStatus[]> {
  const document = parseJsonLine(stdout);
  if (!isRecord(document)) return malformed("dvc status printed no JSON");
  const base = { root, directory };
  return parsed(Object.entries(document).map(([address, items]) => toStage(address, items, base)));
}

function parseJsonLine(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

function toStage(address: string, items: unknown, base: Base): StageStatus {
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  return {
    address: addressFrom(base.root, address),
    changes: list.filter(isRecord).flatMap((item) => changesOf(item, base)),
    alwaysChanged: list.includes("always changed"),
    changedCommand: list.includes("changed command"),
    changedChecksum: list.includes("changed checksum"),
  };
}

/** Of a pointer file, or of a stage whose dvc.yaml is not in the project's root. */
const ELSEWHERE = /\.dvc$|(?:^|\/)dvc\.yaml:/;

function addressFrom(root: string, address: string): string {
  if (root === "") return address;
  if (ELSEWHERE.test(address)) return posix.join(root, address);
  return `${root}/dvc.yaml:${address}`;
}

function changesOf(item: Readonly<Record<string, unknown>>, base: Base): readonly StatusChange[] {
  return [
    ...sideOf("dep", item["changed deps"], base),
    ...sideOf("out", item["changed outs"], base),
  ];
}

function sideOf(side: "dep" | "out", changes: unknown, base: Base): readonly StatusChange[] {
  if (!isRecord(changes)) return [];
  return Object.entries(changes).flatMap(([name, state]): StatusChange[] => {
    const path = pathFrom(base, name);
    if (!isRecord(state)) return [{ side, path, key: null, state: String(state) }];
    return Object.entries(state).map(([key, value]) => ({
      side: "param",
      path,
      key,
      state: String(value),
    }));
  });
}

function pathFrom({ root, directory }: Base, name: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) return name;
  if (!name.startsWith("/")) return posix.join(root, name);
  const inside = directory !== null && name.startsWith(`${directory}/`);
  return inside ? name.slice(directory.length + 1) : name;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
