// Which test files there are, and which of them a run takes.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface TestFile {
  /** From the project root, with forward slashes. */
  readonly path: string;
  readonly source: string;
  /** The compiled file, or null where the compiler has written none. */
  readonly compiled: string | null;
  /** End to end, or in need of DVC: not part of a quick run. */
  readonly slow: boolean;
}

/** Lists by source, not by output: a renamed test leaves its old output behind. Slow files first. */
export function listTestFiles(root: string): TestFile[] {
  const directory = join(root, "test");
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => `test/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".test.ts"))
    .toSorted()
    .map((path) => describe(root, path));
  return [...files.filter((file) => file.slow), ...files.filter((file) => !file.slow)];
}

function describe(root: string, path: string): TestFile {
  const source = readFileSync(join(root, path), "utf8");
  const compiled = join(root, "dist", path.replace(/\.ts$/, ".js"));
  return {
    path,
    source,
    compiled: existsSync(compiled) ? compiled : null,
    slow: path.startsWith("test/end-to-end/") || importsDvcHelper(source),
  };
}

function importsDvcHelper(source: string): boolean {
  return /from\s+"[./]+helpers\/dvc(-[\w-]+)?\.ts"/.test(source);
}

export interface Selection {
  readonly files: readonly TestFile[];
  /** Patterns that no file answers to: a mistyped name must not pass. */
  readonly unmatched: readonly string[];
  /** What a quick run leaves out. */
  readonly leftOut: readonly TestFile[];
}

/** A pattern is a part of a path; `dvc/lock` and `test/dvc/lock.test.ts` both name one file. */
export function selectTestFiles(
  all: readonly TestFile[],
  patterns: readonly string[],
  quick: boolean,
): Selection {
  const named = all.filter(
    (file) => patterns.length === 0 || patterns.some((pattern) => file.path.includes(pattern)),
  );
  return {
    files: named.filter((file) => !(quick && file.slow)),
    unmatched: patterns.filter((pattern) => !all.some((file) => file.path.includes(pattern))),
    leftOut: named.filter((file) => quick && file.slow),
  };
}
