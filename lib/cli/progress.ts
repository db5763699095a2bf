// One line on stderr that says how far long work is, where somebody watches, and none elsewhere.

import { printable } from "../reporters/printable.ts";
import { columns } from "../reporters/wrap.ts";
import type { Terminal } from "./terminal.ts";

/** How far an audit is: `done` of `total` releases, `name` being the one at hand. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly name: string;
}

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Takes the line away; what is written next starts on a clean one. */
  readonly clear: () => void;
}

const clearLine = "\r\u001b[K";
/** Milliseconds between two lines: more often is only work for the terminal. */
const interval = 100;

/** A progress line that is silent on anything but a terminal. */
export function progressLine(terminal: Terminal, now: () => number = Date.now): ProgressLine {
  let last = -Infinity;
  let shown = false;
  const show = ({ done, total, name }: Progress): void => {
    if (!terminal.watched || total < 2 || now() - last < interval) return;
    last = now();
    shown = true;
    const line = `auditing ${done + 1} of ${total}: ${printable(name)}`;
    const fits = columns(line) < terminal.width;
    terminal.writeError(clearLine + (fits ? line : `auditing ${done + 1} of ${total}`));
  };
  const clear = (): void => {
    if (shown) terminal.writeError(clearLine);
    shown = false;
  };
  return { show, clear };
}
