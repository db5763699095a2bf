// The project's own sources as data: which file imports what, for the tests of the architecture.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { modulesBehind } from "./modules-behind.ts";
import { importsOf, type Import } from "../../scripts/imports.ts";

export interface SourceFile {
  /** From the project root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without what stands in quotes. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Every `.ts` of the folders; a folder that does not exist has none. */
export function listSources(...folders: string[]): SourceFile[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => posix.join(folder, name)),
    )
    .toSorted()
    .map(readSource);
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  return { path, text, code: codeOf(text), imports: importsOf(path, text) };
}

function codeOf(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replaceAll(/\/\/.*$/gm, "");
}

/** What is loaded together with `entry`, before anything lazy: paths of sources, packages, modules. */
export function loadedWith(entry: string): {
  readonly paths: string[];
  readonly packages: string[];
} {
  const paths = [...modulesBehind([entry])];
  const imports = paths.flatMap((path) => readSource(path).imports);
  const packages = imports.flatMap(({ kind, package: name }) =>
    kind === "static" && name !== null ? [name] : [],
  );
  return { paths, packages: [...new Set(packages)] };
}
