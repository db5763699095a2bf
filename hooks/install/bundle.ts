// The bundle that is installed: its modules with their digests, and the text of the shims.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HookEvent } from "./events.ts";
import type { WantedHooks } from "./facts.ts";
import { sha256 } from "./owner.ts";

/**
 * `directory` holds `<event>.sh` and `<event>.mjs` for each event, and the modules that these load,
 * side by side: `.mjs`, and `.cjs` for what is required late. The name of such a module holds a hash of its content, so that an upgrade that is
 * cut off never mixes two versions.
 */
export async function readBundle(
  directory: string,
  events: readonly HookEvent[],
): Promise<Pick<WantedHooks, "bundleDirectory" | "modules" | "shims">> {
  const names = (await readdir(directory)).filter((name) => /\.[mc]js$/.test(name)).toSorted();
  const modules = new Map<string, string>();
  for (const name of names) modules.set(name, sha256(await readFile(join(directory, name))));
  const shims = new Map<HookEvent, string>();
  for (const event of events) {
    if (!modules.has(`${event}.mjs`)) throw new Error(`the bundle has no ${event}.mjs`);
    shims.set(event, await renderShim(directory, event));
  }
  return { bundleDirectory: directory, modules, shims };
}

/** The text of an installed hook: that of the shim, the same on every machine. */
export async function renderShim(directory: string, event: HookEvent): Promise<string> {
  return readFile(join(directory, `${event}.sh`), "utf8");
}
