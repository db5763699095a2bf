// lefthook: an entry under `scripts:`, which always runs and gets all of the input. Its `commands` and `jobs`
// are passed over where a push brings no new file, as the push of a tag alone does.

import type { HookEvent } from "../events.ts";
import { block, shimPath, withoutBlock } from "./block.ts";

const SCRIPT = ['"tagproof":', "  runner: sh", "  use_stdin: true"];

/** The file below `.lefthook/<event>/`. */
export function scriptText(event: HookEvent): string {
  return `tagproof="${shimPath(event)}"\nif [ ! -x "$tagproof" ]; then exit 0; fi\nexec "$tagproof" "$@"\n`;
}

/** The lines for a file that does not name the event yet. */
export function lefthookLines(event: HookEvent): readonly string[] {
  return [`${event}:`, "  scripts:", ...SCRIPT.map((line) => `    ${line}`)];
}

/** Null where the file is written in a way that lines cannot be put into. */
export function wireLefthook(event: HookEvent, text: string | null): string | null {
  if (text === null || /^\s*source_dir:/m.test(text)) return null;
  const rest = withoutBlock(text);
  const lines = rest.split("\n");
  const at = lines.findIndex((line) => line.startsWith(`${event}:`));
  if (at === -1) return endOf(rest) + block(lefthookLines(event));
  if (!isBare(lines[at])) return null;
  const child = indentOf(lines, at);
  return child === null ? null : wireBelow(lines, at, child);
}

/** Below the line of the event: under its `scripts:`, or with one of ours. */
function wireBelow(lines: readonly string[], at: number, child: string): string | null {
  const end = lines.findIndex((line, index) => index > at && /^[^\s#]/.test(line));
  const own = lines.slice(0, end === -1 ? lines.length : end);
  const scripts = own.findIndex((line, index) => index > at && line.startsWith(`${child}scripts:`));
  if (scripts === -1) {
    return insert(lines, at, block(["scripts:", ...SCRIPT.map((line) => `  ${line}`)], child));
  }
  const grandchild = indentOf(lines, scripts);
  if (!isBare(lines[scripts]) || grandchild === null) return null;
  return insert(lines, scripts, block(SCRIPT, grandchild));
}

export function unwireLefthook(text: string): string {
  return withoutBlock(text);
}

function endOf(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function isBare(line: string | undefined): boolean {
  return /^\s*[\w-]+:\s*(?:#.*)?$/.test(line ?? "");
}

/** The indent of the first entry below a line; null where there is none. */
function indentOf(lines: readonly string[], at: number): string | null {
  const next = lines.slice(at + 1).find((line) => line.trim() !== "" && !/^\s*#/.test(line));
  const own = /^ */.exec(lines[at] ?? "")?.[0] ?? "";
  const indent = /^ */.exec(next ?? "")?.[0] ?? "";
  return indent.length > own.length ? indent : null;
}

function insert(lines: readonly string[], at: number, text: string): string {
  return [...lines.slice(0, at + 1), text.slice(0, -1), ...lines.slice(at + 1)].join("\n");
}
