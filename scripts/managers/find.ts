// The hook managers of the tests: in `.venv/managers` and `.venv/bin`, of pinned versions.

import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** From npm's registry. */
export const NPM_MANAGERS: readonly string[] = [
  "husky@9.1.7",
  "lefthook@2.2.2",
  "simple-git-hooks@2.14.0",
];

/** From PyPI. */
export const PRE_COMMIT = "pre-commit==4.7.0";

export const STAMP: string = `${[...NPM_MANAGERS, PRE_COMMIT].join(", ")}\n`;

export interface TestManagers {
  /** Directories for PATH, with husky, lefthook, simple-git-hooks, pre-commit and dvc. */
  readonly directories: readonly string[];
  /** The directory of git-lfs; null where it is not to be had. */
  readonly lfs: string | null;
}

export function managersDirectory(root: string): string {
  return join(root, ".venv", "managers");
}

/** What set-up made; null before it. */
export function findManagers(root: string): TestManagers | null {
  const own = managersDirectory(root);
  const stamp = join(own, "stamp");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== STAMP) return null;
  const directories = [join(own, "node_modules", ".bin"), join(own, "python", "bin")];
  return { directories, lfs: findLfs(own) };
}

/** The directory of git-lfs: ours, or one of PATH. */
export function findLfs(own: string): string | null {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((name) => name.startsWith("/"));
  const places = [join(own, "lfs", "usr", "bin"), ...path];
  return places.find((directory) => existsSync(join(directory, "git-lfs"))) ?? null;
}
