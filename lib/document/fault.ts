// How the parsers of this folder give up from deep inside: an exception that never leaves them.

import { parsed, type Parsed, type Problem, type ProblemCause } from "../reading.ts";
import { MAX_DEPTH, MAX_DOCUMENT_SIZE } from "./limits.ts";

/** Thrown and caught inside of lib/document only. */
export class DocumentFault extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.text);
    this.name = "DocumentFault";
    this.problem = problem;
  }
}

export function fault(
  text: string,
  line: number | null,
  cause: ProblemCause = "malformed",
): DocumentFault {
  return new DocumentFault({ cause, text, line, column: null });
}

export function tooDeep(line: number | null): DocumentFault {
  return fault(`is nested more than ${MAX_DEPTH} levels deep`, line, "too-large");
}

/** Runs a parser over text of a bearable size. What is neither a fault nor a limit of V8 is our bug. */
export function guarded<Value>(text: string, parse: () => Value): Parsed<Value> {
  if (text.length > MAX_DOCUMENT_SIZE) return { ok: false, problem: oversize(text.length) };
  try {
    return parsed(parse());
  } catch (error) {
    if (error instanceof DocumentFault) return { ok: false, problem: error.problem };
    if (error instanceof RangeError) return { ok: false, problem: unreadable(error).problem };
    throw error;
  }
}

/** Runs a library over hostile text: whatever it trips over is not the bytes' proven fault. */
export function shielded<Value>(call: () => Value): Value {
  try {
    return call();
  } catch (error) {
    throw error instanceof DocumentFault ? error : unreadable(error);
  }
}

function unreadable(error: unknown): DocumentFault {
  const name = error instanceof Error ? error.name : "unknown error";
  return fault(`could not be read: ${name}`, null, "unsupported");
}

export function oversize(size: number): Problem {
  const text = `is too large to be read (${size}, limit ${MAX_DOCUMENT_SIZE})`;
  return { cause: "too-large", text, line: null, column: null };
}
