// The bundle: the command line and the hooks without node_modules, an entry each, lazy chunks beside.

import { mkdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { rolldown, type OutputChunk, type Plugin } from "rolldown";
import { writeLibraries } from "./libraries.ts";
import { modulesBehind } from "./modules-behind.ts";

export interface BundleOptions {
  /** The project's root. */
  readonly root: string;
  /** The name of each entry and its source, from the root. */
  readonly entries: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly outDir: string;
  /** What every audit runs, from the root: with all that it imports statically it becomes one chunk. */
  readonly core?: readonly string[];
}

/**
 * Writes `<entry>.mjs`, their chunks and the libraries; returns what modules are in them. All are
 * `.mjs` or `.cjs`: below `.git` a `.js` would take its module type from the package.json of the
 * audited checkout. Throws when a chunk imports anything that is neither a chunk nor built into
 * Node: such an import would be answered by the checkout's own node_modules, and run what is audited.
 *
 * Node takes about half a millisecond for each module that it loads, and what is shared in many
 * ways would be a module for each way: so what hooks start with is one chunk, and the core another.
 */
export async function writeBundle(options: BundleOptions): Promise<readonly string[]> {
  mkdirSync(options.outDir, { recursive: true });
  const libraries = await writeLibraries(options.root, options.outDir);
  const behind = (entries: readonly string[]): ReadonlySet<string> =>
    modulesBehind(entries.map((entry) => join(options.root, entry)));
  const entries = Object.values(options.entries);
  const core = behind(options.core ?? []);
  const hooks = behind(entries.filter((entry) => entry.startsWith("hooks/")));
  // What of the core the command line needs, too, to say what it can do.
  const shared = [...behind(entries)].filter((id) => core.has(id));
  const start = new Set([...hooks, ...shared]);
  const build = await rolldown({
    cwd: options.root,
    input: { ...options.entries },
    platform: "node",
    preserveEntrySignatures: "allow-extension",
    plugins: [withoutTypescript, libraries.plugin],
    onLog: (level, log) => {
      if (level === "warn") throw new Error(`${log.code ?? "warning"}: ${log.message}`);
    },
  });
  const { output } = await build.write({
    dir: options.outDir,
    format: "esm",
    minify: true,
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name]-[hash].mjs",
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: "start", test: (id) => start.has(id), priority: 1 },
        { name: "core", test: (id) => core.has(id) || id.includes("node_modules/picomatch/") },
      ],
    },
  });
  await build.close();
  const chunks = output.filter((file) => file.type === "chunk");
  refuseForeignImports(chunks);
  refuseForeignRequires(chunks);
  return [...chunks.flatMap((chunk) => chunk.moduleIds), ...libraries.moduleIds];
}

const EMPTY = "\0tagproof-empty";

/** cosmiconfig offers to load a policy in TypeScript; a policy is data, and that loader is denied. */
const withoutTypescript: Plugin = {
  name: "tagproof-without-typescript",
  resolveId: (id) => (id === "typescript" ? EMPTY : null),
  load: (id) => (id === EMPTY ? "export {};" : null),
};

function refuseForeignImports(chunks: readonly OutputChunk[]): void {
  const own = new Set(chunks.map((chunk) => chunk.fileName));
  const foreign = chunks.flatMap(({ fileName, imports, dynamicImports }) =>
    [...imports, ...dynamicImports]
      .filter((name) => !own.has(name) && !isBuiltin(name))
      .map((name) => `${fileName} imports ${name}`),
  );
  if (foreign.length > 0) throw new Error(`the bundle is not whole: ${foreign.join("; ")}`);
}

/** A `require` made by `createRequire` is no import: the bundler does not see where it leads. */
function refuseForeignRequires(chunks: readonly OutputChunk[]): void {
  for (const { fileName, code, moduleIds } of chunks) {
    const ours = moduleIds.filter((id) => !id.includes("node_modules") && !id.startsWith("\0"));
    if (ours.length === 0 || !code.includes("createRequire")) continue;
    const bare = [...code.matchAll(/\b\w+\([`"'](yaml|smol-toml|@lezer\/python)[`"']\)/g)];
    if (bare.length > 0)
      throw new Error(`${fileName} requires ${bare.map(([, name]) => name).join(", ")}`);
  }
}

/** Where the bundle lies. */
export function bundleDirectory(root: string): string {
  return join(root, "dist/bundle");
}
