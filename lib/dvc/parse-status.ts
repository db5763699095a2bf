// The JSON of `dvc status --json`: one line, a map of stage addresses to what changed.

import { posix } from "node:path";

import { malformed, parsed, type Parsed } from "../reading.ts";
import type { StageStatus, StatusChange } from "./status.ts";

/** Paths and addresses, which DVC gives from the project's root, come back from the repository's. */
export function parseDvcStatus(stdout: string, root: string): Parsed<StageStatus[]> {
  const document = parseJsonLine(stdout);
  if (!isRecord(document)) return malformed("dvc status printed no JSON");
  return parsed(Object.entries(document).map(([address, items]) => toStage(address, items, root)));
}

function parseJsonLine(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

function toStage(address: string, items: unknown, root: string): StageStatus {
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  return {
    address: addressFrom(root, address),
    changes: list.filter(isRecord).flatMap((item) => changesOf(item, root)),
    alwaysChanged: list.includes("always changed"),
    changedCommand: list.includes("changed command"),
    changedChecksum: list.includes("changed checksum"),
  };
}

function addressFrom(root: string, address: string): string {
  if (root === "") return address;
  if (address.endsWith(".dvc") || address.includes("dvc.yaml:")) return posix.join(root, address);
  return `${root}/dvc.yaml:${address}`;
}

function changesOf(item: Readonly<Record<string, unknown>>, root: string): readonly StatusChange[] {
  return [
    ...sideOf("dep", item["changed deps"], root),
    ...sideOf("out", item["changed outs"], root),
  ];
}

function sideOf(side: "dep" | "out", changes: unknown, root: string): readonly StatusChange[] {
  if (!isRecord(changes)) return [];
  return Object.entries(changes).flatMap(([name, state]): StatusChange[] => {
    const path = /^[a-z][a-z0-9+.-]*:\/\//i.test(name) ? name : posix.join(root, name);
    if (!isRecord(state)) return [{ side, path, key: null, state: String(state) }];
    return Object.entries(state).map(([key, value]) => ({
      side: "param",
      path,
      key,
      state: String(value),
    }));
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
