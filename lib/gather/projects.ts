// The DVC projects of a tree: which files belong to which project, and which are in scope.

import { posix } from "node:path";

import { isWithin } from "../dvc/locate.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import { matchesAny } from "../globs.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";

/** The files of a tree that DVC would read, with the project that each belongs to. */
export interface ProjectFiles {
  /** Directories that hold `.dvc/`. */
  readonly roots: readonly string[];
  readonly pipelines: readonly PipelineFiles[];
  readonly pointers: readonly OwnedFile[];
  readonly leftOut: readonly string[];
}

export interface OwnedFile {
  readonly path: string;
  readonly directory: string;
  readonly projectRoot: string;
}

export interface PipelineFiles extends OwnedFile {
  readonly lockPath: string;
}

/** Finds `dvc.yaml`, `dvc.lock` and `*.dvc`, as DVC collects them, and applies `pipeline.ignore`. */
export function findProjects(
  tree: Tree,
  policy: Policy,
  release: Release,
  isIgnored: (path: string, isDirectory: boolean) => boolean,
): ProjectFiles {
  const roots = projectRoots(tree);
  const isLeftOut = leftOutBy(policy, release);
  const files = tree.entries.filter((entry) => isDvcFile(entry) && !isIgnored(entry.path, false));
  const [left, kept] = partition(files, ({ path }) => isLeftOut(path));
  const own = ({ path }: TreeEntry): OwnedFile => {
    const directory = directoryOf(path);
    return { path, directory, projectRoot: nearestRoot(roots, directory) };
  };
  const pipelineDirectories = new Set(
    kept.filter(({ path }) => !path.endsWith(".dvc")).map(({ path }) => directoryOf(path)),
  );
  return {
    roots,
    pipelines: [...pipelineDirectories].map((directory) => pipelineFilesAt(directory, roots)),
    pointers: kept.filter(({ path }) => path.endsWith(".dvc")).map(own),
    leftOut: left.map(({ path }) => path),
  };
}

/** The files of the pipeline in a directory; `""` is the root of the repository. */
export function pipelineFilesAt(directory: string, roots: readonly string[]): PipelineFiles {
  return {
    path: posix.join(directory, "dvc.yaml"),
    lockPath: posix.join(directory, "dvc.lock"),
    directory,
    projectRoot: nearestRoot(roots, directory),
  };
}

/** `dvc.yml` is not read by DVC; what lies in `.dvc/` is its own. */
function isDvcFile({ path, kind }: TreeEntry): boolean {
  if (kind === "submodule" || `/${path}`.includes("/.dvc/")) return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "dvc.yaml" || name === "dvc.lock" || (name.endsWith(".dvc") && name !== ".dvc");
}

/** Directories that hold `.dvc/`: each is one DVC project. */
export function projectRoots(tree: Tree): readonly string[] {
  const roots = tree.entries.flatMap(({ path }) => {
    const cut = `/${path}`.indexOf("/.dvc/");
    return cut === -1 ? [] : [path.slice(0, Math.max(0, cut - 1))];
  });
  return [...new Set(roots)];
}

/** The innermost project that holds the directory; the repository itself where none does. */
export function nearestRoot(roots: readonly string[], directory: string): string {
  return roots
    .filter((root) => isWithin(directory, root))
    .reduce((best, root) => (root.length > best.length ? root : best), "");
}

function leftOutBy(policy: Policy, release: Release): (path: string) => boolean {
  const { project } = release.scope;
  return (path) =>
    matchesAny(path, policy.pipeline.ignore) || (project !== null && !isWithin(path, project));
}

function directoryOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
