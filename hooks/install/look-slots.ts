// What stands where the hooks of a repository belong, and which other tool is in charge of it.

import type { Stats } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { AuditError } from "../../lib/error.ts";
import type { HookEvent } from "./events.ts";
import { previousPath, type HookFile, type HookSlot } from "./facts.ts";
import { managerPaths, type Managed, type Manager } from "./manage/index.ts";
import { isOurs, isSimpleGitHooks, managerOfFile, ownerOf } from "./owner.ts";

interface SlotPlace {
  readonly worktree: string | null;
  readonly directory: string;
}

/** One slot an event, where a hook of ours belongs, with the tool that is in charge there. */
export async function lookAtSlots(
  repository: SlotPlace,
  hooksDirectory: string,
  events: readonly HookEvent[],
): Promise<HookSlot[]> {
  const isSwept = await isSweptDirectory(hooksDirectory);
  return Promise.all(
    events.map(async (event) => {
      const slot = await lookAt(event, join(hooksDirectory, event));
      const manager = managerOfFile(event, slot.file);
      if (manager === "pre-commit") return lookAtLegacy(slot);
      const managed = manager ?? (isSwept ? "simple-git-hooks" : null);
      return managed === null || repository.worktree === null
        ? slot
        : { ...slot, managed: await lookAtManager(managed, event, repository, hooksDirectory) };
    }),
  );
}

/** What stands at the path of a hook, and what was there before. */
export async function lookAt(event: HookEvent, path: string): Promise<HookSlot> {
  const [own, previous] = await Promise.all([statOf(path), statOf(previousPath(path))]);
  const isSame = own?.ino === previous?.ino && own?.dev === previous?.dev;
  return {
    event,
    path,
    file: await readHook(path),
    previous: previous === null ? "absent" : isSame ? "same" : "apart",
    managed: null,
  };
}

/**
 * pre-commit hands all of the input to `<hook>.legacy`, also where it runs nothing of its own, and
 * brings it back when it is uninstalled: where nothing else is there, that is our place.
 */
async function lookAtLegacy(slot: HookSlot): Promise<HookSlot> {
  const legacy = await lookAt(slot.event, `${slot.path}.legacy`);
  const { file, event } = legacy;
  const isFree =
    file.kind === "absent" || (file.kind === "file" && isOurs(ownerOf(event, file.content)));
  return isFree ? legacy : { ...slot, managed: { manager: "pre-commit", files: [] } };
}

async function lookAtManager(
  manager: Manager,
  event: HookEvent,
  repository: SlotPlace,
  hooksDirectory: string,
): Promise<Managed> {
  const worktree = repository.worktree ?? repository.directory;
  const paths = managerPaths(manager, { event, hooksDirectory, worktree });
  const files = paths.map(async (path) => ({ path, text: await readText(path) }));
  return { manager, files: await Promise.all(files) };
}

/** Any hook of simple-git-hooks says that it is in charge of all. */
async function isSweptDirectory(hooksDirectory: string): Promise<boolean> {
  const names = await readdir(hooksDirectory).catch(() => []);
  const hooks = names.filter((name) => /^[a-z][a-z-]*$/.test(name));
  const texts = await Promise.all(hooks.map((name) => readText(join(hooksDirectory, name))));
  return texts.some((text) => text !== null && isSimpleGitHooks(text));
}

async function readHook(path: string): Promise<HookFile> {
  const stat = await statOf(path);
  if (stat === null) return { kind: "absent" };
  if (stat.isSymbolicLink()) {
    const content = await readFile(path, "latin1").catch(() => null);
    return { kind: "link", target: await readlink(path), content };
  }
  if (!stat.isFile()) return { kind: "other" };
  const content = await readFile(path, "latin1").catch(unreadable(path));
  // Windows has no such bit, and git there does not ask for one (not tested).
  const executable = process.platform === "win32" || (stat.mode & 0o111) !== 0;
  return { kind: "file", content, executable };
}

/** Null where there is nothing. */
export async function statOf(path: string): Promise<Stats | null> {
  return lstat(path).catch(() => null);
}

/** Null where it cannot be read. */
export async function readText(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}

function unreadable(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new AuditError(
      "hook-unwritable",
      `${path} cannot be read`,
      "See who owns it and what its mode is.",
      cause,
    );
  };
}
