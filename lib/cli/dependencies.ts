// The rest of tagproof as the command line loads it: each part when a command asks for it.

import { readFileSync } from "node:fs";
import type { Dependencies } from "./session.ts";

/** From the package.json that is nearest above this file, in the sources, in dist and in a bundle. */
function packageVersion(): string {
  for (let base = new URL(".", import.meta.url); ; base = new URL("..", base)) {
    try {
      const text = readFileSync(new URL("package.json", base), "utf8");
      const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(text);
      if (name === "tagproof" && typeof version === "string") return version;
    } catch {
      // Not here: one directory up.
    }
    if (base.pathname === new URL("..", base).pathname) return "unknown";
  }
}

function unwired(part: string): Promise<never> {
  return Promise.reject(new Error(`${part} is not part of this build`));
}

export const dependencies: Dependencies = {
  version: packageVersion(),
  audit: () => unwired("audit"),
  rules: () => unwired("rules"),
  installHooks: () => unwired("installHooks"),
  uninstallHooks: () => unwired("uninstallHooks"),
};
