// The parsers' libraries, which are required at the first document that needs them: a CommonJS file each.

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { rolldown, type Plugin } from "rolldown";

const require = createRequire(import.meta.url);

/** What lib/document/load.ts requires. Parsing is synchronous, so that `import()` will not do. */
const LIBRARIES = ["yaml", "smol-toml", "@lezer/python"] as const;
const LOADER = "/lib/document/load.ts";

export interface Libraries {
  /** Points the requires of lib/document/load.ts at the files. */
  readonly plugin: Plugin;
  readonly moduleIds: readonly string[];
}

/**
 * Writes `<library>-<hash>.cjs` and gives the plugin that makes the bundle require them. A bare
 * `require("yaml")` below `.git` would be answered by the checkout's node_modules, and run what is
 * audited.
 */
export async function writeLibraries(root: string, outDir: string): Promise<Libraries> {
  const files = new Map<string, string>();
  const moduleIds: string[] = [];
  for (const library of LIBRARIES) {
    const { code, modules } = await bundleLibrary(root, library);
    const hash = createHash("sha256").update(code).digest("hex").slice(0, 8);
    const file = `${library.replaceAll(/\W+/g, "-").replace(/^-/, "")}-${hash}.cjs`;
    writeFileSync(join(outDir, file), code);
    files.set(library, file);
    moduleIds.push(...modules);
  }
  return { plugin: requiringFiles(files), moduleIds };
}

async function bundleLibrary(root: string, library: string) {
  const input = require.resolve(library);
  const build = await rolldown({ cwd: root, input, platform: "node" });
  const { output } = await build.generate({ format: "cjs", exports: "named", minify: true });
  await build.close();
  const [chunk] = output;
  if (output.length !== 1 || chunk === undefined) throw new Error(`${library} is not one file`);
  if (chunk.imports.length + chunk.dynamicImports.length > 0 && !chunk.imports.every(isBuiltIn)) {
    throw new Error(`${library} imports ${chunk.imports.join(", ")}`);
  }
  return { code: chunk.code, modules: chunk.moduleIds };
}

function isBuiltIn(name: string): boolean {
  return name.startsWith("node:") || ["process", "buffer"].includes(name);
}

function requiringFiles(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: "tagproof-libraries",
    transform: (code, id) => {
      if (!id.replaceAll("\\", "/").endsWith(LOADER)) return null;
      let rewritten = code;
      for (const [library, file] of files) {
        const bare = `require("${library}")`;
        if (!rewritten.includes(bare)) throw new Error(`${LOADER} does not say ${bare}`);
        rewritten = rewritten.replace(bare, `require("./${file}")`);
      }
      return rewritten;
    },
  };
}
