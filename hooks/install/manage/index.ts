// How another tool that owns a hook's file is made to start ours: edits of its own configuration. Pure.

import { basename, join } from "node:path";
import type { HookEvent } from "../events.ts";
import { unwireHusky, wireHusky } from "./husky.ts";
import { scriptText, unwireLefthook, wireLefthook } from "./lefthook.ts";
import { unwireSimple, wireSimple } from "./simple-git-hooks.ts";

/** The tools that write their hook files again and again: a hook of ours beside them would not last. */
export const managers = ["husky", "lefthook", "pre-commit", "simple-git-hooks"] as const;

export type Manager = (typeof managers)[number];

/** A file of the working tree that a manager reads; null where it is not there. */
export interface ManagerFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string | null;
}

/** A manager in charge of an event, with the files that may say so. */
export interface Managed {
  readonly manager: Manager;
  readonly files: readonly ManagerFile[];
}

export interface Edit {
  readonly path: string;
  /** Null takes the file away. */
  readonly text: string | null;
}

export interface ManagerPlace {
  readonly event: HookEvent;
  /** Where git looks for hooks. */
  readonly hooksDirectory: string;
  readonly worktree: string;
}

interface Adapter {
  /** Below the root of the working tree, in the order of the tool's own search. */
  readonly paths: (place: ManagerPlace) => readonly string[];
  readonly wire: (event: HookEvent, files: readonly ManagerFile[]) => readonly Edit[] | null;
  /** The text of one file without ours; null where nothing else was in it. */
  readonly unwire: (event: HookEvent, file: { path: string; text: string }) => string | null;
}

const adapters: Readonly<Record<Manager, Adapter>> = {
  husky: {
    paths: ({ event, hooksDirectory }) => [join(hooksDirectory, "..", event)],
    wire: (event, files) => files.map(({ path, text }) => ({ path, text: wireHusky(event, text) })),
    unwire: (_event, { text }) => unwireHusky(text),
  },
  lefthook: {
    paths: ({ event, worktree }) => [
      join(worktree, "lefthook.yml"),
      join(worktree, ".lefthook.yml"),
      join(worktree, "lefthook.yaml"),
      join(worktree, ".lefthook.yaml"),
      join(worktree, ".lefthook", event, SCRIPT),
    ],
    wire: wireScript,
    unwire: (event, { path, text }) => {
      if (basename(path) !== SCRIPT) return unwireLefthook(text);
      return text === scriptText(event) ? null : text;
    },
  },
  "simple-git-hooks": {
    paths: ({ worktree }) => [
      join(worktree, ".simple-git-hooks.json"),
      join(worktree, "simple-git-hooks.json"),
      join(worktree, "package.json"),
    ],
    wire: (event, files) => {
      const edits = files.map(({ path, text }) => ({ path, text: wireSimple(event, text) }));
      const edit = edits.find(({ text }) => text !== null);
      return edit === undefined ? null : [edit];
    },
    unwire: (event, { text }) => unwireSimple(event, text),
  },
  "pre-commit": { paths: () => [], wire: () => null, unwire: (_event, { text }) => text },
};

/** lefthook's file below `.lefthook/<event>/`. */
const SCRIPT = "tagproof";

function wireScript(event: HookEvent, files: readonly ManagerFile[]): readonly Edit[] | null {
  const config = files.find(({ path, text }) => text !== null && basename(path) !== SCRIPT);
  const script = files.find(({ path }) => basename(path) === SCRIPT);
  const text = wireLefthook(event, config?.text ?? null);
  if (text === null || config === undefined || script === undefined) return null;
  return [
    { path: script.path, text: scriptText(event) },
    { path: config.path, text },
  ];
}

/** Where the configuration of a manager for an event may be. */
export function managerPaths(manager: Manager, place: ManagerPlace): readonly string[] {
  return adapters[manager].paths(place);
}

/** What has to be written so that the manager starts ours; null where only a person can say where. */
export function wire(event: HookEvent, { manager, files }: Managed): readonly Edit[] | null {
  return adapters[manager].wire(event, files);
}

/** What has to be written so that no file names ours any more: only files that do. */
export function unwire(event: HookEvent, { manager, files }: Managed): readonly Edit[] {
  return files.flatMap(({ path, text }): Edit[] => {
    if (text === null) return [];
    const after = adapters[manager].unwire(event, { path, text });
    return after === text ? [] : [{ path, text: after }];
  });
}

/** True where the manager's files start ours already. */
export function isWired(event: HookEvent, managed: Managed): boolean {
  return unwire(event, managed).length > 0;
}
