// The world of a command: its streams, their width and colour, the directory, the environment.

import { styleText } from "node:util";
import type { Paint, Style } from "../reporters/reporter.ts";

export interface Terminal {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Columns that text may take on stdout. */
  readonly width: number;
  /** Colour for stdout, and for stderr. */
  readonly paint: Paint;
  readonly errorPaint: Paint;
  /** True where somebody watches stderr: then long work shows its progress there. */
  readonly watched: boolean;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** Longer lines are hard to read, and a pipe has no width. */
const widest = 100;
const narrowest = 40;

const colours = {
  bad: "red",
  warn: "yellow",
  good: "green",
  dim: "dim",
  strong: "bold",
} as const satisfies Record<Style, unknown>;

/**
 * Colour where the stream shows it; `styleText` honours NO_COLOR and FORCE_COLOR. One style at a
 * time: given a list, Node 20 colours whatever the stream is.
 */
function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(colours[style], text, { stream });
}

function widthOf(stream: NodeJS.WriteStream): number {
  const columns = stream.isTTY ? stream.columns : widest;
  return Math.min(Math.max(columns || widest, narrowest), widest);
}

/**
 * A reader that has gone, as in `tagproof audit | head`, is no failure: what is left is not
 * written, and the exit code stays that of the verdict.
 */
function tolerateClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** The terminal of this process. */
export function openTerminal(): Terminal {
  const { stdout, stderr } = process;
  tolerateClosedPipe(stdout);
  tolerateClosedPipe(stderr);
  return {
    directory: process.cwd(),
    environment: process.env,
    width: widthOf(stdout),
    paint: paintFor(stdout),
    errorPaint: paintFor(stderr),
    watched: stderr.isTTY,
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
  };
}
