// Suites that a test file declares and never runs: uvu is green on them. Found in its text, by
// declarations at the start of a line, which is where the formatter puts them.

const DECLARED = /^(?:export )?(?:const|let)\s+(\w+)\s*=\s*suite\s*(?:<[^;]*?>)?\s*\(/gm;
const IMPORTED = /^import\s*\{([^}]*)\}\s*from\s*"uvu"/gm;

/** One sentence for each suite of the file that is not run, or not run after its last test. */
export function findForgottenRuns(source: string): string[] {
  return suiteNames(source).flatMap((name) => {
    const run = source.lastIndexOf(`${name}.run()`);
    if (run === -1) return [`${name}.run() is never called`];
    const late = new RegExp(String.raw`(?<![.\w])${name}(?:\.only|\.skip)?\(`).test(
      source.slice(run),
    );
    return late ? [`a test of ${name} comes after the last ${name}.run()`] : [];
  });
}

function suiteNames(source: string): string[] {
  const declared = [...source.matchAll(DECLARED)].map((match) => match[1] ?? "");
  return [...declared, ...importedTestNames(source)];
}

/** `test`, or the name it was given: `import { test as check } from "uvu"`. */
function importedTestNames(source: string): string[] {
  return [...source.matchAll(IMPORTED)]
    .flatMap((match) => (match[1] ?? "").split(","))
    .map((part) => /^\s*test(?:\s+as\s+(\w+))?\s*$/.exec(part))
    .flatMap((match) => (match === null ? [] : [match[1] ?? "test"]));
}
