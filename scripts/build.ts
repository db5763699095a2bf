// `npm run build` after the compiler: the bundle of the command line and the hooks.

import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDirectory, writeBundle } from "./build/bundle.ts";
import { licenseText } from "./build/licenses.ts";
import { removeStaleOutput } from "./build/stale.ts";

const ENTRIES: Readonly<Record<string, string>> = {
  tagproof: "lib/cli/main.ts",
  "pre-push": "hooks/pre-push.ts",
  "reference-transaction": "hooks/reference-transaction.ts",
  "pre-receive": "hooks/pre-receive.ts",
};

/** Half of what is bundled, and few audits need it: git's own words, DVC's status, a policy, a document of an odd form. */
const LIBRARIES: readonly string[] = [
  "@lezer/python",
  "cosmiconfig",
  "execa",
  "simple-git",
  "smol-toml",
  "yaml",
];

async function build(root: string): Promise<void> {
  removeStaleOutput(root);
  const outDir = bundleDirectory(root);
  rmSync(outDir, { recursive: true, force: true });
  const present = Object.entries(ENTRIES).filter(([, source]) => existsSync(join(root, source)));
  for (const [name, source] of Object.entries(ENTRIES))
    if (!present.some(([other]) => other === name)) console.log(`build: no ${source} yet`);
  const modules = await writeBundle({
    root,
    entries: Object.fromEntries(present),
    command: "tagproof",
    libraries: LIBRARIES,
    outDir,
  });
  writeFileSync(join(outDir, "LICENSES.txt"), licenseText(modules));
  for (const name of readdirSync(join(root, "hooks")))
    if (name.endsWith(".sh")) copyFileSync(join(root, "hooks", name), join(outDir, name));
}

try {
  await build(process.cwd());
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
