// The bundle: the command line and the hooks without node_modules, one program with an entry for each.

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { rolldown, type InputOptions, type OutputChunk, type Plugin } from "rolldown";

export interface BundleOptions {
  /** The project's root. */
  readonly root: string;
  /** The name of each entry and its source, from the root, which exports `main` (`Main`). */
  readonly entries: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly outDir: string;
  /** Packages that only some of what the entries do needs, and that are only ever loaded lazily; none by default. */
  readonly libraries?: readonly string[];
  /** The entry that is a command, and not for a hook: it is executable and runs by itself. */
  readonly command?: string;
}

/** What loads the program, from tagproof's own root. */
const LOADER = "lib/cli/load-program.ts";

/**
 * Writes `program-<hash>.cjs`, which holds everything but the libraries, `libraries-<hash>.cjs` with these, `load-<hash>.cjs`, which
 * runs both by compiled code that an earlier run kept, and for each entry `<entry>.cjs`; returns what modules are in them. The names end in
 * `.cjs`: below `.git` a `.js` would take its module type from the package.json of the audited
 * checkout, and Node takes some milliseconds to get ready for a module. Throws when the program imports anything that is not built into Node: such an import would be
 * answered by the checkout's own node_modules, and run what is audited.
 *
 * The program is one file because V8 keeps the code of a script, and Node takes half a millisecond for each
 * module. What an entry imports lazily is read with it, and not run before it is asked for: so the libraries, half
 * of the text, stand apart.
 */
export async function writeBundle(options: BundleOptions): Promise<readonly string[]> {
  const { root, outDir, entries, command, libraries = [] } = options;
  mkdirSync(outDir, { recursive: true });
  const write = (stem: string, text: string): string => {
    const name = nameOf(stem, text);
    writeFileSync(join(outDir, name), text);
    return name;
  };
  const whole = { cwd: root, plugins: [virtual(PROGRAM, programText(root, entries)), ...PLUGINS] };
  const program = await bundleFile(
    { ...whole, input: PROGRAM, external: [...libraries] },
    libraries,
  );
  const apart = { cwd: root, plugins: [virtual(LIBRARIES, librariesText(libraries)), ...PLUGINS] };
  const library = libraries.length === 0 ? null : await bundleFile({ ...apart, input: LIBRARIES });
  const loader = await bundleFile({ cwd: process.cwd(), input: LOADER });
  const files = {
    program: write("program", asFunction(inAscii(program.code))),
    libraries: library === null ? null : write("libraries", asFunction(inAscii(library.code))),
    loader: write("load", loader.code),
  };
  for (const entry of Object.keys(entries)) {
    const starts = entry === command ? textOfCommand(entry, files) : textOfHook(entry, files);
    writeFileSync(join(outDir, `${entry}.cjs`), starts, {
      mode: entry === command ? 0o755 : 0o644,
    });
  }
  return [...program.moduleIds, ...(library?.moduleIds ?? []), ...loader.moduleIds];
}

interface Files {
  readonly program: string;
  readonly libraries: string | null;
  readonly loader: string;
}

/** Loading is apart from running: a program that is damaged is told as such, and not as a crash. */
function textOfHook(entry: string, { program, libraries, loader }: Files): string {
  const beside = libraries === null ? "null" : `"./${libraries}"`;
  return `"use strict";
const { loadEntry } = require("./${loader}");
const bundle = { program: require.resolve("./${program}"), libraries: ${beside} };
exports.load = () => loadEntry(bundle, "${entry}");
`;
}

function textOfCommand(entry: string, files: Files): string {
  return `#!/usr/bin/env node\n${textOfHook(entry, files)}exports.load().then((main) => main());\n`;
}

function nameOf(stem: string, text: string): string {
  return `${stem}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.cjs`;
}

/** As `require` wraps a file before it runs it: the loader has nothing left to copy, and a text that is cut off is none. */
function asFunction(code: string): string {
  return `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
}

/** Read as bytes, it needs no decoding. All that is not ASCII stands in literals, or means the same in a name. */
function inAscii(code: string): string {
  return code.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const PROGRAM = "\0tagproof-program";
const LIBRARIES = "\0tagproof-libraries";
const EMPTY = "\0tagproof-empty";

/** A module that exports for each entry a function that loads it. */
function programText(root: string, entries: BundleOptions["entries"]): string {
  return exporting(
    Object.entries(entries).map(([entry, source]) => [entry, "import", join(root, source)]),
  );
}

/** The same of packages, which are required. */
function librariesText(names: readonly string[]): string {
  return exporting(names.map((name) => [name, "require", name]));
}

type Export = readonly [name: string, load: "import" | "require", source: string];

function exporting(members: readonly Export[]): string {
  const lines = members.map(
    ([name, load, source]) =>
      `  ${JSON.stringify(name)}: () => ${load}(${JSON.stringify(source)}),`,
  );
  return `module.exports = {\n${lines.join("\n")}\n};`;
}

function virtual(name: string, text: string): Plugin {
  return {
    name: `tagproof-virtual-${name.slice(1)}`,
    resolveId: (id) => (id === name ? id : null),
    load: (id) => (id === name ? text : null),
  };
}

/** cosmiconfig offers to load a policy in TypeScript; a policy is data, and that loader is denied. */
const withoutTypescript: Plugin = {
  name: "tagproof-without-typescript",
  resolveId: (id) => (id === "typescript" ? EMPTY : null),
  load: (id) => (id === EMPTY ? "export {};" : null),
};

const REQUIRE = "const require = createRequire(import.meta.url);";

/** The parsers' libraries are required by a `require` that Node makes; the bundler sees its own. */
const bareRequires: Plugin = {
  name: "tagproof-bare-requires",
  transform: (code, id) => {
    if (!id.replaceAll("\\", "/").endsWith("/lib/document/load.ts")) return null;
    if (!code.includes(REQUIRE)) throw new Error(`${id} does not say ${REQUIRE}`);
    return code.replace(REQUIRE, "");
  },
};

const PLUGINS: readonly Plugin[] = [withoutTypescript, bareRequires];

/**
 * As one file, and minified.
 * @param lazy what it may ask for besides what is built into Node, but not as it starts
 */
async function bundleFile(input: InputOptions, lazy: readonly string[] = []): Promise<OutputChunk> {
  const build = await rolldown({
    ...input,
    platform: "node",
    onLog: (level, log) => {
      if (level === "warn") throw new Error(`${log.code ?? "warning"}: ${log.message}`);
    },
  });
  const { output } = await build.generate({
    format: "cjs",
    minify: true,
    codeSplitting: false,
    dynamicImportInCjs: false,
  });
  await build.close();
  const [chunk, ...more] = output;
  if (more.length > 0) throw new Error(`${chunk.name} is not one file`);
  refuseForeignImports(chunk, lazy);
  return chunk;
}

function refuseForeignImports(
  { imports, dynamicImports }: OutputChunk,
  lazy: readonly string[],
): void {
  const foreign = [...imports, ...dynamicImports.filter((id) => !lazy.includes(id))].filter(
    (id) => !isBuiltin(id),
  );
  if (foreign.length > 0) throw new Error(`the bundle is not whole: it imports ${foreign.join()}`);
}

/** Where the bundle lies. */
export function bundleDirectory(root: string): string {
  return join(root, "dist/bundle");
}
