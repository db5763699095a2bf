// `<common dir>/tagproof/state.json`: what install wrote, so that uninstall takes out that and no more.

import { hookEvents, type HookEvent } from "./events.ts";

export const stateName = "state.json";
const SCHEMA = "tagproof/hooks/v1";

export interface WrittenFile {
  /** Below `<common dir>/tagproof`, without a directory. */
  readonly name: string;
  readonly sha256: string;
}

export interface WrittenHook {
  readonly event: HookEvent;
  readonly path: string;
  readonly sha256: string;
}

export interface InstallState {
  readonly version: string;
  readonly node: string;
  /** Where it was written, absolute: elsewhere, its paths are another repository's; empty where unknown. */
  readonly home: string;
  /** While an upgrade is under way, the old and the new: a name may be here twice. */
  readonly files: readonly WrittenFile[];
  readonly hooks: readonly WrittenHook[];
  /** Directories that install made, the outermost first. */
  readonly directories: readonly string[];
}

export function renderState(state: InstallState): string {
  return `${JSON.stringify({ schema: SCHEMA, ...state }, null, 2)}\n`;
}

/** Null for anything that `renderState` did not write. */
export function parseState(text: string): InstallState | null {
  const value = parseJson(text);
  if (!isRecord(value) || value["schema"] !== SCHEMA) return null;
  const { version, node, home = "", files, hooks, directories } = value;
  if (!isString(version) || !isString(node) || !isString(home)) return null;
  if (!isListOf(files, isWrittenFile) || !isListOf(hooks, isWrittenHook)) return null;
  if (!isListOf(directories, isString)) return null;
  return { version, node, home, files, hooks, directories };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

/** A name that could lead out of the directory is not one that we wrote. */
function isWrittenFile(value: unknown): value is WrittenFile {
  return (
    isRecord(value) &&
    isString(value["name"]) &&
    /^(?!\.)[\w.-]+$/.test(value["name"]) &&
    isString(value["sha256"])
  );
}

function isWrittenHook(value: unknown): value is WrittenHook {
  return (
    isRecord(value) &&
    hookEvents.some((event) => event === value["event"]) &&
    isString(value["path"]) &&
    isString(value["sha256"])
  );
}
