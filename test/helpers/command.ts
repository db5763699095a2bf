// Runs the command line in this process, with a terminal that remembers and the parts handed in.

import { run } from "../../lib/cli/run.ts";
import type { AuditOptions, Dependencies, HookOptions, HookResult } from "../../lib/cli/session.ts";
import { plain } from "../../lib/reporters/index.ts";
import { report, rules } from "./reports.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly audits: readonly AuditOptions[];
  readonly hooks: readonly HookOptions[];
}

export interface World {
  readonly dependencies?: Partial<Dependencies>;
  readonly environment?: NodeJS.ProcessEnv;
  readonly directory?: string;
  readonly watched?: boolean;
  readonly width?: number;
}

/** `tagproof <words>`, where every release passes unless the world says something else. */
export async function tagproof(words: readonly string[], world: World = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const audits: AuditOptions[] = [];
  const hooks: HookOptions[] = [];
  const hook = (options: HookOptions): Promise<HookResult> => {
    hooks.push(options);
    return Promise.resolve({ done: ["pre-push: wired"], next: ["tag as always"], wired: true });
  };
  const dependencies: Dependencies = {
    version: "0.1.0",
    audit: (options) => {
      audits.push(options);
      return Promise.resolve(report());
    },
    rules: () => Promise.resolve(rules),
    installHooks: hook,
    uninstallHooks: hook,
    ledger: () => Promise.resolve([]),
    doctor: () => Promise.resolve([]),
    ...world.dependencies,
  };
  const terminal = {
    directory: world.directory ?? "/somewhere",
    environment: world.environment ?? {},
    width: world.width ?? 80,
    paint: plain,
    errorPaint: plain,
    watched: world.watched ?? false,
    write: (text: string) => void out.push(text),
    writeError: (text: string) => void err.push(text),
  };
  const code = await run(words, terminal, dependencies);
  return { code, stdout: out.join(""), stderr: err.join(""), audits, hooks };
}
