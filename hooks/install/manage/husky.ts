// husky 9: `.husky/<event>`, which it runs as `sh -e`, whatever its mode and first line say.

import type { HookEvent } from "../events.ts";
import { block, shimPath, withoutBlock } from "./block.ts";

/** Ours first, with all of the input; then the input again for what follows. */
export function huskyLines(event: HookEvent): readonly string[] {
  return [
    `tagproof="${shimPath(event)}"`,
    'if [ -x "$tagproof" ]; then',
    "  refs=$(cat)",
    '  if [ -n "$refs" ]; then printf \'%s\\n\' "$refs" | "$tagproof" "$@" || exit 1; fi',
    "  exec <<TAGPROOF",
    "$refs",
    "TAGPROOF",
    '  if [ -z "$refs" ]; then exec </dev/null; fi',
    "fi",
  ];
}

export function wireHusky(event: HookEvent, text: string | null): string {
  const rest = withoutBlock(text ?? "");
  const [first = ""] = rest.split("\n");
  const lines = block(huskyLines(event));
  if (!first.startsWith("#!")) return lines + rest;
  return `${first}\n${lines}${rest.slice(first.length + 1)}`;
}

/** Null where nothing else was in the file. */
export function unwireHusky(text: string): string | null {
  const rest = withoutBlock(text);
  return rest === "" ? null : rest;
}
