// `.dvcignore` of every project in a tree: each counts in its own project only.

import { makeIgnore } from "../dvc/ignore.ts";
import { isWithin } from "../dvc/locate.ts";
import type { Tree } from "../git/tree.ts";
import type { Decoder } from "./decoder.ts";
import { nearestRoot, projectRoots } from "./projects.ts";
import { readFile } from "./read-file.ts";

export type IsIgnored = (path: string, isDirectory: boolean) => boolean;

/** Paths from the root of the repository; a path is asked of the innermost project that holds it. */
export async function readIgnoreFiles(tree: Tree, decoder: Decoder): Promise<IsIgnored> {
  const files = tree.entries.filter(
    ({ path }) => path === ".dvcignore" || path.endsWith("/.dvcignore"),
  );
  const read = await Promise.all(
    files.map(async (entry) => {
      const reading = await readFile({ tree, decoder }, entry.path, decoder.text);
      const directory = entry.path.slice(0, Math.max(0, entry.path.lastIndexOf("/")));
      return { directory, text: reading.state === "present" ? reading.value : "" };
    }),
  );
  const roots = projectRoots(tree);
  const byRoot = new Map(
    ["", ...roots].map((root) => {
      const own = read.filter(({ directory }) => isOwn(directory, root, roots));
      const relative = own.map(({ directory, text }) => ({
        directory: from(root, directory),
        text,
      }));
      return [root, makeIgnore(relative)] as const;
    }),
  );
  return (path, isDirectory) => {
    const root = nearestRoot(roots, path);
    return byRoot.get(root)?.(from(root, path), isDirectory) ?? false;
  };
}

function isOwn(directory: string, root: string, roots: readonly string[]): boolean {
  return isWithin(directory, root) && nearestRoot(roots, directory) === root;
}

function from(root: string, path: string): string {
  if (root === "") return path;
  return path === root ? "" : path.slice(root.length + 1);
}
