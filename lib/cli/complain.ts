// Puts what ended a command into words: the one place that words an error.

import { AuditError } from "../error.ts";
import { printable } from "../reporters/printable.ts";
import { redact } from "../reporters/redact.ts";
import type { Paint } from "../reporters/reporter.ts";
import { hang } from "../reporters/wrap.ts";
import { exitCodeOfError, type ExitCode } from "./exit-code.ts";

export interface ComplaintContext {
  readonly version: string;
  readonly paint: Paint;
  readonly width: number;
  /** Shows where in the code it happened; changes nothing else. */
  readonly debug: boolean;
}

export interface Complaint {
  /** For stderr; ends with a newline. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

const margin = "  ";

function shown(text: string): string {
  return printable(redact(text));
}

function described(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The stack, and that of every cause below it, one line each. */
function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [shown(described(error))];
  const own = (error.stack ?? described(error)).split("\n").map(shown);
  return error.cause === undefined ? own : [...own, "caused by", ...stackLines(error.cause)];
}

function bugHints(context: ComplaintContext): string[] {
  return [
    `tagproof ${context.version}, node ${process.version}, ${process.platform} ${process.arch}`,
    "Please report it together with what you ran.",
    ...(context.debug ? [] : ["TAGPROOF_DEBUG=1 shows where it happened."]),
  ];
}

/** The problems of a policy, one a line; whatever else breaks a line was not written by us. */
function messagesOf({ code, message }: AuditError): readonly string[] {
  return code === "config-invalid" ? message.split("\n") : [message];
}

/** An error as a message and what to do about it, with the code to exit with. */
export function complain(error: unknown, context: ComplaintContext): Complaint {
  const known = error instanceof AuditError;
  const [message = "", ...more] = known
    ? messagesOf(error)
    : [`this is a bug in tagproof: ${described(error).slice(0, 2000)}`];
  const hints = known ? [error.hint] : bugHints(context);
  const [head = "", ...rest] = hang("tagproof: ", margin, shown(message), context.width);
  const lines = [
    head.replace("tagproof:", () => context.paint("bad", "tagproof:")),
    ...rest,
    ...[...more, ...hints]
      .filter((line) => line !== "")
      .flatMap((line) => hang(margin, margin, shown(line), context.width)),
    ...(context.debug ? stackLines(error).map((line) => margin + line) : []),
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: exitCodeOfError(error) };
}
