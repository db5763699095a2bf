// Hooks that git's configuration names: git 2.54 and newer run them too, before the files of the hooks.

import type { HookEvent } from "../install/events.ts";
import type { HookGit } from "../install/look.ts";
import type { Check, ConfigHook } from "./surroundings.ts";

const KEY = /^hook\.(.+)\.(event|enabled)$/s;

/** What git would run, as far as one value says. */
export async function configHooksOf(git: HookGit): Promise<readonly ConfigHook[]> {
  const pattern = String.raw`^hook\..+\.(event|enabled)$`;
  const { stdout } = await git(["config", "--null", "--get-regexp", pattern]);
  const events = new Map<string, readonly string[]>();
  const disabled = new Map<string, boolean>();
  for (const entry of stdout.split("\0")) {
    const [key = "", value] = entry.split("\n");
    const [, name = "", what] = KEY.exec(key) ?? [];
    if (what === "enabled") disabled.set(name, isFalse(value));
    if (what === "event") events.set(name, nextEvents(events.get(name) ?? [], value ?? ""));
  }
  return [...events]
    .filter(([name]) => disabled.get(name) !== true)
    .flatMap(([name, of]) => of.map((event) => ({ name, event })));
}

/** An empty one takes back those before it. */
function nextEvents(before: readonly string[], event: string): readonly string[] {
  if (event === "") return [];
  return before.includes(event) ? before : [...before, event];
}

/** A key without `=` has no value, which git takes for true. */
function isFalse(value: string | undefined): boolean {
  return value !== undefined && ["", "false", "no", "off", "0"].includes(value.toLowerCase());
}

/** The first git that runs them. */
const MAJOR = 2;
const MINOR = 54;

function runsThem(gitVersion: string): boolean {
  const [, major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(gitVersion) ?? []).map(Number);
  return major > MAJOR || (major === MAJOR && minor >= MINOR);
}

/** One line a hook beside ours: a refusal of either counts, and a program that is missing is one. */
export function configHookChecks(
  hooks: readonly ConfigHook[],
  gitVersion: string,
  events: readonly HookEvent[],
): readonly Check[] {
  const isRun = runsThem(gitVersion);
  return hooks
    .filter(({ event }) => events.some((ours) => ours === event))
    .map(({ name, event }): Check => {
      const text = isRun
        ? `hook.${name} runs before ours on ${event}, and a refusal of either counts`
        : `hook.${name} is for ${event}, and git ${gitVersion} runs none of the configuration: ${MAJOR}.${MINOR} does`;
      return { level: "ok", subject: "config hook", text, repair: null };
    });
}
