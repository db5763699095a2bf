// Removes what the compiler has left behind of sources that are gone.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["lib", "hooks", "config", "scripts", "test"] as const;
const OUTPUT = /(?:\.d\.ts|\.js|\.js\.map)$/;

/** Removes outputs below `dist` whose `.ts` is not there any more; returns them. */
export function removeStaleOutput(root: string): string[] {
  const stale = FOLDERS.flatMap((folder) => listOutput(root, folder)).filter(
    (path) => !existsSync(join(root, path.replace(OUTPUT, ".ts"))),
  );
  for (const path of stale) rmSync(join(root, "dist", path));
  return stale;
}

function listOutput(root: string, folder: string): string[] {
  const directory = join(root, "dist", folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => OUTPUT.test(name))
    .map((name) => join(folder, name));
}
