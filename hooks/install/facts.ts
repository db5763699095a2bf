// What the installer knows before it decides: read by look.ts, judged by plan.ts.

import type { HookEvent } from "./events.ts";
import type { Managed } from "./manage/index.ts";
import type { InstallState } from "./state.ts";

/** What stands at the path of a hook. `content` is latin1: every byte is kept. */
export type HookFile =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly content: string; readonly executable: boolean }
  /** `content` is that of the file that it leads to; null where there is none. */
  | { readonly kind: "link"; readonly target: string; readonly content: string | null }
  | { readonly kind: "other" };

/** A place where a hook of ours is, was, or is to be. */
export interface HookSlot {
  readonly event: HookEvent;
  /** Absolute. */
  readonly path: string;
  readonly file: HookFile;
  /**
   * The hook of before that install moved aside (`previousPath`): `same` is the very file that is
   * still at `path`, as a killed install leaves it.
   */
  readonly previous: "absent" | "same" | "apart";
  /** Set where another tool is in charge of the file, or would delete ours. */
  readonly managed: Managed | null;
}

/** Where a hook that was there before ours is kept: in the same directory, so that it stays itself. */
export function previousPath(path: string): string {
  return `${path}.tagproof-previous`;
}

export interface HookFacts {
  /** `<common dir>/tagproof`, absolute. */
  readonly home: string;
  readonly homeExists: boolean;
  /** Where git looks for hooks from here, absolute. */
  readonly hooksDirectory: string;
  /** Directories above and with it that do not exist, the outermost first. */
  readonly missingDirectories: readonly string[];
  /** `core.hooksPath` as git reads it, with the scope that sets it. */
  readonly hooksPath: { readonly value: string; readonly scope: string } | null;
  /** False where the hooks directory is used by other repositories too. */
  readonly ownDirectory: boolean;
  /** Root of the working tree; null in a bare repository. */
  readonly worktree: string | null;
  /** True where it is in the working tree, where git may track it. */
  readonly inWorktree: boolean;
  /** One for each event, in the directory where git looks. */
  readonly slots: readonly HookSlot[];
  /** Where an earlier install put hooks that git, from here, does not look at any more. */
  readonly otherSlots: readonly HookSlot[];
  /** SHA-256 of the files of `home` that the bundle or the state names. */
  readonly files: ReadonlyMap<string, string>;
  /** The text of the state file, and what it says; null where it is absent or not ours. */
  readonly stateText: string | null;
  readonly state: InstallState | null;
  /** Files that a killed install left behind, absolute. */
  readonly leftovers: readonly string[];
  /** Remotes whose pushes delete tags without asking a hook (`remote.<name>.mirror`). */
  readonly mirrors: readonly string[];
  /** Tools whose own pre-push file must be there first: they refuse to install beside another. */
  readonly neighbours: readonly ("dvc" | "git-lfs")[];
}

/** What is to be installed. */
export interface WantedHooks {
  readonly version: string;
  /** Whether files of the working tree, which git may track, may be edited. */
  readonly write?: boolean;
  /** Absolute path of the Node.js that runs the installer. */
  readonly node: string;
  readonly shims: ReadonlyMap<HookEvent, string>;
  /** Names and digests of the bundle's modules. */
  readonly modules: ReadonlyMap<string, string>;
  /** Where they are copied from, absolute. */
  readonly bundleDirectory: string;
  /** `releases.branches` of the policy; null where it cannot be read. */
  readonly branches: readonly string[] | null;
}
