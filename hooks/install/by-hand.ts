// What a person is told where another tool owns a hook's file: the lines to paste, measured with each tool.

import { dirname, join } from "node:path";
import type { HookEvent } from "./events.ts";
import type { HookSlot } from "./facts.ts";
import { huskyLines } from "./manage/husky.ts";
import type { Manager } from "./manage/index.ts";
import { lefthookLines, scriptText } from "./manage/lefthook.ts";
import { simpleCommand } from "./manage/simple-git-hooks.ts";

/**
 * Only these ways see a push of a tag alone: `commands` of lefthook and the hooks of pre-commit are
 * skipped where no file is new.
 */
export function byHand({ event, path }: HookSlot, manager: Manager): readonly string[] {
  return recipes[manager](event, path);
}

const recipes: Readonly<Record<Manager, (event: HookEvent, path: string) => readonly string[]>> = {
  husky: (event) => [
    `husky owns ${event}: put these lines first into .husky/${event}`,
    ...indented(huskyLines(event)),
    "  without their indent",
  ],
  lefthook: (event) => [
    `lefthook owns ${event}: put these lines into lefthook.yml`,
    ...indented(lefthookLines(event)),
    `  and these into .lefthook/${event}/tagproof`,
    ...indented(scriptText(event).trimEnd().split("\n")),
  ],
  "pre-commit": (event, path) => [
    `pre-commit owns ${event}, and runs ${event}.legacy first, which is another hook: move that away, then`,
    `    cp "$(git rev-parse --git-common-dir)/tagproof/${event}" ${quoted(join(dirname(path), `${event}.legacy`))}`,
  ],
  "simple-git-hooks": (event) => [
    `simple-git-hooks owns ${event}: set it in its configuration, and run npx simple-git-hooks`,
    `    ${JSON.stringify(event)}: ${JSON.stringify(simpleCommand(event))}`,
  ],
};

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
