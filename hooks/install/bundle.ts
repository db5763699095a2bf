// The bundle that is installed: its modules with their digests, and the text of the shims.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hookEvents, type HookEvent } from "./events.ts";
import type { WantedHooks } from "./facts.ts";
import { sha256 } from "./owner.ts";

/** What every shim reads into itself to find Node.js. */
const LAUNCHER = "launch.sh";

/** Any string of a module that could name one beside it: an import, static or not. */
const SIBLING = /["'`]\.\/([\w.-]+\.[mc]js)["'`]/g;

/**
 * `directory` holds `<event>.sh` and `<event>.cjs` for each event, and what these load, side by side: the
 * program and what runs it. What else is there, the entry of the command line, is not installed. The
 * modules are those of all events, so that one hook may be installed after the other. The name of what
 * they load holds a hash of its content, so that an upgrade that is cut off never mixes two versions.
 */
export async function readBundle(
  directory: string,
  events: readonly HookEvent[],
): Promise<Pick<WantedHooks, "bundleDirectory" | "modules" | "shims">> {
  const present = new Set(await readdir(directory));
  const modules = new Map<string, string>();
  const shims = new Map<HookEvent, string>();
  for (const event of hookEvents) await addModule(`${event}.cjs`, { directory, present, modules });
  for (const event of events) {
    if (!modules.has(`${event}.cjs`)) throw new Error(`the bundle has no ${event}.cjs`);
    shims.set(event, await renderShim(directory, event));
  }
  modules.set(LAUNCHER, sha256(await readFile(join(directory, LAUNCHER))));
  return { bundleDirectory: directory, modules, shims };
}

interface Collection {
  readonly directory: string;
  readonly present: ReadonlySet<string>;
  readonly modules: Map<string, string>;
}

/** Adds a module and all that it reaches. */
async function addModule(name: string, collection: Collection): Promise<void> {
  const { directory, present, modules } = collection;
  if (modules.has(name) || !present.has(name)) return;
  const content = await readFile(join(directory, name));
  modules.set(name, sha256(content));
  for (const [, sibling = ""] of content.toString("utf8").matchAll(SIBLING)) {
    await addModule(sibling, collection);
  }
}

/** The text of an installed hook: that of the shim, the same on every machine. */
export async function renderShim(directory: string, event: HookEvent): Promise<string> {
  return readFile(join(directory, `${event}.sh`), "utf8");
}
