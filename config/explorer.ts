// cosmiconfig, made harmless: it finds and reads files, our loaders read text, and nothing runs.

import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { cosmiconfig as Cosmiconfig, Loader, PublicExplorer } from "cosmiconfig";
import { parseConfig, SCRIPT_EXTENSIONS, type ConfigText, type DocumentParsers } from "./parse.ts";

/** What a search gives: the document of the first place that has one for us. */
export interface Found {
  readonly file: string;
  readonly text: Exclude<ConfigText, { state: "absent" }>;
}

/** The first of the places, in their order, that holds a policy in this directory. */
export async function searchDirectory(
  directory: string,
  places: readonly string[],
  parsers: DocumentParsers,
): Promise<Found | null> {
  const { cosmiconfig } = await import("cosmiconfig");
  const result = await openExplorer(cosmiconfig, places, parsers).search(directory);
  if (result === null) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what our own loader returned
  return { file: result.filepath, text: result.config as Found["text"] };
}

/**
 * The constructor reads (and executes) `.config/config.{js,ts,cjs,mjs}` and package.json of the
 * current directory as its own "meta configuration", whatever is asked for. It does so
 * synchronously, and so it is shown a directory that does not exist and cannot be guessed.
 */
function openExplorer(
  cosmiconfig: typeof Cosmiconfig,
  places: readonly string[],
  parsers: DocumentParsers,
): PublicExplorer {
  const load = loaderOf(parsers);
  const extensions = ["noExt", ".yaml", ".yml", ".json", ".toml", ...SCRIPT_EXTENSIONS];
  const loaders = Object.fromEntries(extensions.map((extension) => [extension, load]));
  const nowhere = join(tmpdir(), `tagproof-${randomUUID()}`);
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was
  const { cwd } = process;
  process.cwd = () => nowhere;
  try {
    return cosmiconfig("tagproof", {
      searchPlaces: [...places],
      searchStrategy: "none",
      cache: false,
      loaders,
    });
  } finally {
    process.cwd = cwd;
  }
}

/**
 * The document goes through cosmiconfig wrapped, so that it never sees a `$import` to follow.
 * Of package.json it takes the `tagproof` property by itself; null means "look further".
 */
function loaderOf(parsers: DocumentParsers): Loader {
  return (file, content) => {
    const name = basename(file);
    const text = parseConfig(name, content, parsers);
    const wrapped = text.state === "absent" ? null : text;
    return name === "package.json" ? { tagproof: wrapped } : wrapped;
  };
}
