// Paths held against the globs of a policy.

import picomatch from "picomatch";
import { remembered } from "./remembered.ts";

/** Compiling a glob costs more than matching it, and a policy's lists are asked for every file. */
const compile: (patterns: readonly string[]) => (path: string) => boolean = remembered((patterns) =>
  picomatch([...patterns], { dot: true }),
);

/** Whether a path matches one of the globs; a leading dot is a character as any other. */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  return compile(patterns)(path);
}
