// Which files of a project DVC leaves out, by its .dvcignore files.

import { compileRule, rebaseRule, type IgnoreRule } from "./ignore-rule.ts";

/** What DVC ignores in every project. */
export const DEFAULT_IGNORES: readonly string[] = [".hg/", ".git/", ".git", ".dvc/"];

/** A `.dvcignore`: its directory from the root of the DVC project (`""` is the root), its text. */
export interface IgnoreFile {
  readonly directory: string;
  readonly text: string;
}

/** Whether DVC passes over a path, given from the root of the DVC project. */
export type IgnoreTest = (path: string, isDirectory: boolean) => boolean;

/** What holds for all that lies directly in one directory. */
interface Context {
  /** Of its `.dvcignore` and those above it, the deepest last. */
  readonly rules: readonly IgnoreRule[];
  /** Whether these rules ignore the directory or one above it: then nothing below comes back. */
  readonly ignored: boolean;
}

/**
 * The test over all `.dvcignore` files of one DVC project. Deeper files speak later, the last rule
 * that speaks of a path decides, and below an ignored directory nothing can be taken in again. A
 * file that is itself ignored is not read, and none speaks of the directory that it lies in.
 */
export function makeIgnore(files: Iterable<IgnoreFile>): IgnoreTest {
  const texts = new Map<string, string>();
  for (const { directory, text } of files) texts.set(directory, text);
  const contexts = new Map<string, Context>();
  const contextOf = (directory: string): Context => {
    const before = contexts.get(directory);
    if (before !== undefined) return before;
    const above = directory === "" ? OUTSIDE : contextOf(parentOf(directory));
    const context = makeContext(above, directory, texts.get(directory));
    contexts.set(directory, context);
    return context;
  };
  return (path, isDirectory) => {
    const { rules, ignored } = contextOf(parentOf(path));
    return ignored || lastWord(rules, path.split("/"), isDirectory);
  };
}

const OUTSIDE: Context = { rules: DEFAULT_IGNORES.flatMap(compiled), ignored: false };

function makeContext(above: Context, directory: string, text: string | undefined): Context {
  const segments = directory === "" ? [] : directory.split("/");
  const isRead =
    text !== undefined &&
    !isAnyIgnored(above.rules, segments) &&
    !lastWord(above.rules, [...segments, ".dvcignore"], false);
  // Under the same rules, what holds above holds here: only new ones are asked of the whole way.
  if (!isRead) {
    const isOwn = directory !== "" && lastWord(above.rules, segments, true);
    return { rules: above.rules, ignored: above.ignored || isOwn };
  }
  const rules = [...above.rules, ...rulesOf(text, directory)];
  return { rules, ignored: isAnyIgnored(rules, segments) };
}

function rulesOf(text: string, directory: string): readonly IgnoreRule[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => compiled(rebaseRule(line, directory)));
}

function compiled(line: string): readonly IgnoreRule[] {
  const rule = compileRule(line);
  return rule === null ? [] : [rule];
}

/** Whether the rules ignore a directory or one above it. */
function isAnyIgnored(rules: readonly IgnoreRule[], segments: readonly string[]): boolean {
  return segments.some((_, index) => lastWord(rules, segments.slice(0, index + 1), true));
}

function lastWord(
  rules: readonly IgnoreRule[],
  segments: readonly string[],
  isDirectory: boolean,
): boolean {
  return rules.findLast((rule) => rule.matches(segments, isDirectory))?.ignores ?? false;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
