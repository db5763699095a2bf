// The project's own sources as data: which file imports what, for the tests of the architecture.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { posix } from "node:path";

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** The imported source from the project root; null for a package or a Node module. */
  readonly path: string | null;
  /** The package's name; null for sources and Node modules. */
  readonly package: string | null;
  /** `type`: erased by the compiler. `lazy`: by `import()`. */
  readonly kind: "static" | "type" | "lazy";
}

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

const PATTERNS: readonly (readonly [RegExp, Import["kind"] | null])[] = [
  [/^(?:import|export)\s+(type\s)?(?:[^;"']*?\sfrom\s+)?"([^"]+)"/gm, null],
  [/\bimport\(\s*(type\s)?["'`]([^"'`]+)["'`]/g, "lazy"],
];

/** The imports of a text that lies at `path`. */
export function importsOf(path: string, text: string): Import[] {
  const plain = text.replaceAll(/^\s*\/\/.*$/gm, "");
  return PATTERNS.flatMap(([pattern, kind]) =>
    [...plain.matchAll(pattern)].map((match) =>
      resolveImport(path, match[2]!, kind ?? (match[1] === undefined ? "static" : "type")),
    ),
  );
}

function resolveImport(from: string, specifier: string, kind: Import["kind"]): Import {
  if (specifier.startsWith("."))
    return { specifier, path: posix.join(posix.dirname(from), specifier), package: null, kind };
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return { specifier, path: null, package: isBuiltin(specifier) ? null : name, kind };
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
  const paths = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (paths.has(path)) return;
    paths.add(path);
    for (const imported of readSource(path).imports) {
      if (imported.kind !== "static") continue;
      if (imported.package !== null) packages.add(imported.package);
      if (imported.path !== null) visit(imported.path);
    }
  };
  visit(entry);
  return { paths: [...paths], packages: [...packages] };
}
