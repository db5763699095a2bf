// Reads what the installer has to know: where git looks for hooks, what is there, what is ours.

import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { exitFailure } from "../../lib/git/failure.ts";
import type { HookEvent } from "./events.ts";
import type { HookFacts, HookSlot } from "./facts.ts";
import { lookAt, lookAtSlots, readText, statOf } from "./look-slots.ts";
import { sha256 } from "./owner.ts";
import { parseState, stateName, type InstallState } from "./state.ts";

/** An open repository, as far as the installer needs one. */
export interface HookRepository {
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly worktree: string | null;
  /** Where the commands of `git` run: a relative `core.hooksPath` starts there. */
  readonly directory: string;
}

/** Runs one short git command in that repository. */
export type HookGit = (
  args: readonly string[],
) => Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;

/** What a killed install may leave behind (apply.ts). */
export const leftoverName: RegExp = /^\.tagproof-[0-9a-f-]+\.tmp$/;

/**
 * The facts for these events. `moduleNames` are the files of the bundle that is to be installed;
 * none for an uninstall.
 */
export async function look(
  repository: HookRepository,
  git: HookGit,
  events: readonly HookEvent[],
  moduleNames: readonly string[] = [],
): Promise<HookFacts> {
  const home = join(repository.commonDirectory, "tagproof");
  const hooksDirectory = await hooksDirectoryOf(repository, git);
  const hooksPath = await hooksPathOf(git);
  const stateText = await readText(join(home, stateName));
  const state = await stateHere(repository, home, stateText);
  const slots = await lookAtSlots(repository, hooksDirectory, events);
  const otherSlots = await lookElsewhere(state, slots);
  return {
    home,
    homeExists: (await statOf(home)) !== null,
    hooksDirectory,
    missingDirectories: await missingAbove(hooksDirectory),
    hooksPath,
    ownDirectory: !isShared(hooksPath) && (await isOwn(repository, hooksDirectory)),
    worktree: repository.worktree,
    inWorktree: await isInWorktree(repository, hooksDirectory),
    slots,
    otherSlots,
    files: await digests(home, [...moduleNames, ...(state?.files ?? []).map(({ name }) => name)]),
    stateText,
    state,
    leftovers: await leftoversOf([home, hooksDirectory, ...slots.flatMap(managerDirectories)]),
    mirrors: await mirrorsOf(git),
    neighbours: await neighboursOf(repository),
  };
}

async function hooksDirectoryOf(repository: HookRepository, git: HookGit): Promise<string> {
  // Of a hook, not of the directory: an empty core.hooksPath has git look in the root of the file system.
  const { code, stdout, stderr } = await git(["rev-parse", "--git-path", "hooks/pre-push"]);
  if (code !== 0) throw exitFailure("git rev-parse --git-path hooks/pre-push", code, stderr);
  return dirname(resolve(repository.directory, stdout.replace(/\r?\n$/, "")));
}

/** `git config --show-scope` prints `<scope> TAB <value>`; it fails where nothing is set. */
async function hooksPathOf(git: HookGit): Promise<HookFacts["hooksPath"]> {
  const { code, stdout } = await git(["config", "--show-scope", "--get", "core.hooksPath"]);
  if (code !== 0) return null;
  const [scope = "", ...value] = stdout.replace(/\r?\n$/, "").split("\t");
  return { scope, value: value.join("\t") };
}

/** `git config --type=bool -z --get-regexp` prints `<key> LF <true or false> NUL`. */
async function mirrorsOf(git: HookGit): Promise<string[]> {
  const pattern = String.raw`^remote\..*\.mirror$`;
  const { stdout } = await git(["config", "--null", "--type=bool", "--get-regexp", pattern]);
  const entries = stdout.split("\0").map((entry) => entry.split("\n"));
  const names = entries.flatMap(([key = "", value]) =>
    value === "true" ? [key.slice("remote.".length, -".mirror".length)] : [],
  );
  return [...new Set(names)];
}

/** A path that all repositories of a person or a machine share; a relative one is each one's own. */
function isShared(hooksPath: HookFacts["hooksPath"]): boolean {
  if (hooksPath === null || !["global", "system"].includes(hooksPath.scope)) return false;
  return isAbsolute(hooksPath.value) || /^[~%]/.test(hooksPath.value);
}

/** True for a directory of this repository, links followed: in its git directories or work trees. */
async function isOwn(repository: HookRepository, directory: string): Promise<boolean> {
  const { gitDirectory, commonDirectory, worktree } = repository;
  const main = basename(commonDirectory) === ".git" ? [dirname(commonDirectory)] : [];
  const roots = [gitDirectory, commonDirectory, ...(worktree === null ? [] : [worktree]), ...main];
  const real = await realpathOf(directory);
  const owned = await Promise.all(roots.map(async (root) => isBelow(await realpathOf(root), real)));
  return owned.includes(true);
}

async function isInWorktree(
  { worktree, commonDirectory }: HookRepository,
  directory: string,
): Promise<boolean> {
  if (worktree === null) return false;
  const real = await realpathOf(directory);
  const inGit = isBelow(await realpathOf(commonDirectory), real);
  return !inGit && isBelow(await realpathOf(worktree), real);
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return !isAbsolute(way) && way !== ".." && !way.startsWith(`..${sep}`);
}

/** Of a path that need not exist: its nearest directory that does, and the rest. */
async function realpathOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null || dirname(path) === path) return real ?? path;
  return join(await realpathOf(dirname(path)), basename(path));
}

/**
 * A repository that was copied, or moved, has the state of where it was, with the paths of there: what
 * it names outside of the copy is the hooks of the original, which are none of ours to take out.
 */
async function stateHere(
  repository: HookRepository,
  home: string,
  text: string | null,
): Promise<InstallState | null> {
  const state = text === null ? null : parseState(text);
  if (state === null || (await realpathOf(state.home)) === (await realpathOf(home))) return state;
  const keep = async (path: string): Promise<string[]> =>
    (await isOwn(repository, path)) ? [path] : [];
  const paths = [...state.hooks.map(({ path }) => path), ...state.directories];
  const own = new Set((await Promise.all(paths.map(keep))).flat());
  const hooks = state.hooks.filter(({ path }) => own.has(path));
  return { ...state, hooks, directories: state.directories.filter((path) => own.has(path)) };
}

async function missingAbove(directory: string): Promise<string[]> {
  if ((await statOf(directory)) !== null || dirname(directory) === directory) return [];
  return [...(await missingAbove(dirname(directory))), directory];
}

async function lookElsewhere(
  state: InstallState | null,
  slots: readonly HookSlot[],
): Promise<HookSlot[]> {
  const here = new Set(slots.map(({ path }) => path));
  const elsewhere = (state?.hooks ?? []).filter(({ path }) => !here.has(path) && isAbsolute(path));
  return Promise.all(elsewhere.map(({ event, path }) => lookAt(event, path)));
}

async function digests(home: string, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of new Set(names)) {
    const content = await readFile(join(home, name)).catch(() => null);
    if (content !== null) found.set(name, sha256(content));
  }
  return found;
}

function managerDirectories({ managed }: HookSlot): string[] {
  return (managed?.files ?? []).map(({ path }) => dirname(path));
}

async function leftoversOf(directories: readonly string[]): Promise<string[]> {
  const found = await Promise.all([...new Set(directories)].map(leftoversIn));
  return found.flat();
}

async function leftoversIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => leftoverName.test(name)).map((name) => join(directory, name));
}

/** git-lfs by the root's attributes, DVC by its directory: enough for a word of warning. */
async function neighboursOf({ worktree }: HookRepository): Promise<HookFacts["neighbours"]> {
  if (worktree === null) return [];
  const attributes = await readText(join(worktree, ".gitattributes"));
  const dvc = (await statOf(join(worktree, ".dvc"))) !== null;
  return [
    ...(dvc ? (["dvc"] as const) : []),
    ...(attributes?.includes("filter=lfs") === true ? (["git-lfs"] as const) : []),
  ];
}
