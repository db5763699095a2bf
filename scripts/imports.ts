// What a source imports, and how.

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

const PATTERNS: readonly (readonly [RegExp, Import["kind"] | null])[] = [
  [/^(?:import|export)\s+(type\s)?(?:[^;"']*?\sfrom\s+)?"([^"]+)"/gm, null],
  [/\bimport\(\s*(type\s)?["'`]([^"'`]+)["'`]/g, "lazy"],
];

/** The imports of a text that lies at `path`. */
export function importsOf(path: string, text: string): Import[] {
  const plain = text.replaceAll(/^\s*\/\/.*$/gm, "");
  return PATTERNS.flatMap(([pattern, kind]) =>
    [...plain.matchAll(pattern)].map((match) =>
      resolveImport(path, match[2] ?? "", kind ?? (match[1] === undefined ? "static" : "type")),
    ),
  );
}

function resolveImport(from: string, specifier: string, kind: Import["kind"]): Import {
  if (specifier.startsWith("."))
    return { specifier, path: posix.join(posix.dirname(from), specifier), package: null, kind };
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return { specifier, path: null, package: isBuiltin(specifier) ? null : name, kind };
}
