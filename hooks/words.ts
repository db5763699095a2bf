// What a hook says when there is no report to show.

import { complain, type Complaint } from "../lib/cli/complain.ts";
import { printable } from "../lib/reporters/printable.ts";
import { plain } from "../lib/reporters/reporter.ts";
import { hang } from "../lib/reporters/wrap.ts";
import { version } from "./version.ts";

/** A hook's text may arrive behind `remote: `, without a terminal. */
export const hookWidth = 72;

/** A file of the bundle that is gone or cut off. */
export class DamagedBundle extends Error {}

/** An error as text and exit code, worded as the command line words it. */
export function explainError(error: unknown, environment: NodeJS.ProcessEnv): Complaint {
  if (error instanceof DamagedBundle) return { text: damaged(error.cause), exitCode: 1 };
  const debug = environment["TAGPROOF_DEBUG"] === "1";
  return complain(error, { version, paint: plain, width: hookWidth, debug });
}

/** The line that is the same in every refusal of a mixed push. */
export function branchHint(command: string): string {
  return `Without the tag: ${command}`;
}

export function branchHintLine(command: string): string {
  return `${hang("  ", "  ", printable(branchHint(command)), hookWidth).join("\n")}\n`;
}

/** Of a tag whose name is none of a release, where something broke. */
export function notStoppedLine(): string {
  const text = "Not stopped and not audited: by its name the tag is no release.";
  return `${hang("  ", "  ", text, hookWidth).join("\n")}\n`;
}

export function waivedLine(name: string, reason: string): string {
  const text = printable(`${name} goes unaudited, crash waived: ${reason}`);
  return `${hang("  ", "  ", text, hookWidth).join("\n")}\n`;
}

/** The same two lines as the shim's. */
function damaged(cause: unknown): string {
  const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  const head = "a tag cannot be audited: the files of the hook are damaged.";
  const hints = ['Run "tagproof install" again.', reason.slice(0, 300)];
  const lines = [
    `tagproof: ${head}`,
    ...hints.flatMap((hint) => hang("  ", "  ", printable(hint), hookWidth)),
  ];
  return `${lines.join("\n")}\n`;
}
