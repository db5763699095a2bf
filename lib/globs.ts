// Paths held against the globs of a policy.

import picomatch from "picomatch";
import { remembered } from "./remembered.ts";

/**
 * Compiling a glob costs more than matching it, and a policy's lists are asked for every file: one pattern
 * is made of each list. A glob is also what it says by the letter, as picomatch has it.
 */
const compile: (patterns: readonly string[]) => (path: string) => boolean = remembered(
  (patterns) => {
    const sources = patterns.map((pattern) => picomatch.makeRe(pattern, { dot: true }).source);
    const whole = new RegExp(sources.join("|"));
    const letters = new Set(patterns);
    return (path) => path !== "" && sources.length > 0 && (letters.has(path) || whole.test(path));
  },
);

/** Whether a path matches one of the globs; a leading dot is a character as any other. */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  return compile(patterns)(path);
}
