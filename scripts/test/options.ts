// What the test runner was asked: patterns, and the few options it has.

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export interface TestOptions {
  /** Parts of paths; a file is run when its path holds one of them. None: every file. */
  readonly patterns: readonly string[];
  /** Leaves out what is slow: end-to-end tests and tests that need DVC. */
  readonly quick: boolean;
  readonly jobs: number;
  /** Seconds that one file may take. */
  readonly timeout: number;
}

/** Throws with a message for people when the arguments are wrong. */
export function parseTestOptions(args: readonly string[]): TestOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      jobs: { type: "string", default: String(availableParallelism()) },
      timeout: { type: "string", default: "300" },
    },
  });
  return {
    patterns: positionals,
    quick: values.quick,
    jobs: positive("--jobs", values.jobs),
    timeout: positive("--timeout", values.timeout),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new Error(`${name} wants a number above 0, got "${text}"`);
  return value;
}
