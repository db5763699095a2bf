// How another tool's hook is made to start ours, where that tool owns the hook's file.

import { dirname, join } from "node:path";
import type { HookSlot } from "./facts.ts";
import type { Manager } from "./owner.ts";

/**
 * The lines to type or to paste (measured with each tool). Only these ways see a push of a tag
 * alone: `commands` of lefthook and the hooks of pre-commit are skipped where no file is new.
 */
export function byHand({ event, path }: HookSlot, manager: Manager): readonly string[] {
  const shim = `"$(git rev-parse --git-common-dir)/tagproof/${event}"`;
  return recipes[manager]({ event, path, shim });
}

interface Place {
  readonly event: string;
  readonly path: string;
  readonly shim: string;
}

const recipes: Readonly<Record<Manager, (place: Place) => readonly string[]>> = {
  husky: ({ event, shim }) => [
    `husky owns ${event}: put these lines first into .husky/${event}`,
    "    refs=$(cat)",
    `    [ -z "$refs" ] || printf '%s\\n' "$refs" | ${shim} "$@" || exit 1`,
    "    exec <<REFS",
    "    $refs",
    "    REFS",
    "  without their indent",
  ],
  lefthook: ({ event, shim }) => [
    `lefthook owns ${event}: put these lines into lefthook.yml`,
    `    ${event}:`,
    "      scripts:",
    '        "tagproof":',
    "          runner: sh",
    "          use_stdin: true",
    `  and this one into .lefthook/${event}/tagproof`,
    `    exec ${shim} "$@"`,
  ],
  "pre-commit": ({ event, path, shim }) => [
    `pre-commit owns ${event}, and runs ${event}.legacy first:`,
    `    cp ${shim} '${join(dirname(path), `${event}.legacy`).replaceAll("'", String.raw`'\''`)}'`,
  ],
  "simple-git-hooks": ({ event, shim }) => [
    `simple-git-hooks owns ${event}: set it in its configuration, and run npx simple-git-hooks`,
    `    ${JSON.stringify(event)}: ${JSON.stringify(`${shim} "$@"`)}`,
  ],
};
