// simple-git-hooks: it deletes every hook that its configuration does not name, so ours is named there.

import type { HookEvent } from "../events.ts";
import { shimPath } from "./block.ts";

const SECTION = "simple-git-hooks";

/** One line of sh: whoever has not installed tagproof goes on. */
export function simpleCommand(event: HookEvent): string {
  return `t="${shimPath(event)}"; [ ! -x "$t" ] || "$t" "$@"`;
}

/** Null where the file does not configure it, or names a command of its own for the event. */
export function wireSimple(event: HookEvent, text: string | null): string | null {
  const file = parse(text);
  const known = file?.hooks[event];
  if (file === null || (known !== undefined && known !== simpleCommand(event))) return null;
  return render(file, { ...file.hooks, [event]: simpleCommand(event) });
}

export function unwireSimple(event: HookEvent, text: string): string {
  const file = parse(text);
  if (file?.hooks[event] !== simpleCommand(event)) return text;
  const { [event]: _ours, ...hooks } = file.hooks;
  return render(file, hooks);
}

type Mapping = Readonly<Record<string, unknown>>;

interface SimpleFile {
  readonly text: string;
  readonly whole: Mapping;
  readonly hooks: Mapping;
  /** False for a file that holds nothing else than the hooks. */
  readonly isSection: boolean;
}

function parse(text: string | null): SimpleFile | null {
  const whole = text === null ? null : asMapping(text);
  if (text === null || whole === null) return null;
  const section = whole[SECTION];
  if (isMapping(section)) return { text, whole, hooks: section, isSection: true };
  const isOwn = !("name" in whole) && !("version" in whole) && !("dependencies" in whole);
  return isOwn ? { text, whole, hooks: whole, isSection: false } : null;
}

function asMapping(text: string): Mapping | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : null;
  } catch {
    return null;
  }
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** With the file's own indent and end, as npm writes it. */
function render({ text, whole, isSection }: SimpleFile, hooks: Mapping): string {
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? "  ";
  const value = isSection ? { ...whole, [SECTION]: hooks } : hooks;
  return `${JSON.stringify(value, null, indent)}${text.endsWith("\n") ? "\n" : ""}`;
}
