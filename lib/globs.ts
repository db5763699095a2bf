// Paths held against the globs of a policy.

import picomatch from "picomatch";

/** Compiling a glob costs more than matching it, and a policy's lists are asked for every file. */
const compiled = new WeakMap<readonly string[], (path: string) => boolean>();

/** Whether a path matches one of the globs; a leading dot is a character as any other. */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  const known = compiled.get(patterns);
  const matches = known ?? picomatch([...patterns], { dot: true });
  if (known === undefined) compiled.set(patterns, matches);
  return matches(path);
}
