// One rule of a .dvcignore file, by the reading of pathspec, which DVC uses: it differs from git's.

import { compileSegment, type SegmentGlob } from "./segment-glob.ts";

/** `**` stands for any number of segments. */
type Part = SegmentGlob | "**";

export interface IgnoreRule {
  /** False for a rule that starts with `!`. */
  readonly ignores: boolean;
  /**
   * Whether the rule speaks of a path, given as its segments. That includes all that lies below a
   * path it names.
   */
  readonly matches: (segments: readonly string[], isDirectory: boolean) => boolean;
}

/** Null for a blank line, a comment, and what pathspec cannot read. */
export function compileRule(line: string): IgnoreRule | null {
  const text = line.trim();
  if (text === "" || text === "/" || text.startsWith("#")) return null;
  const ignores = !text.startsWith("!");
  const matches = compilePattern(ignores ? text : text.slice(1));
  return matches === null ? null : { ignores, matches };
}

/**
 * A rule of the `.dvcignore` in a directory, written as one for the root (DVC, pathspec_math.py).
 * The directory stands in it unescaped, as DVC has it.
 */
export function rebaseRule(line: string, directory: string): string {
  const text = line.trim();
  if (directory === "" || text === "" || text.startsWith("#")) return text;
  const sign = text.startsWith("!") ? "!" : "";
  const rule = text.slice(sign.length);
  const anchored = rule.slice(0, -1).includes("/") && !rule.startsWith("**/");
  const bare = rule.replace(anchored ? /^\// : /^\*\*\//, "").replace(/^\\/, "");
  return `${sign}/${directory}/${anchored ? "" : "**/"}${bare}`;
}

function compilePattern(pattern: string): IgnoreRule["matches"] | null {
  const onlyDirectories = pattern.endsWith("/");
  const normal = normalizeSegments(pattern.split("/"));
  if (normal.length === 0) return null;
  if (normal.every((name) => name === "**")) return () => !onlyDirectories;
  // pathspec reads "*/" as a path that starts with a slash: nothing does.
  if (normal.join("/") === "**/*/**") return () => false;
  const trailing = normal.at(-1) === "**";
  const parts = compileParts(trailing ? normal.slice(0, -1) : normal);
  if (parts === null) return null;
  return (segments, isDirectory) => {
    if (onlyDirectories && !isDirectory) return false;
    // A directory is matched with its slash, behind which a name of only stars finds something.
    const names = isDirectory ? [...segments, ""] : segments;
    const end = shortestPrefix(parts, names);
    return end !== null && (!trailing || end < names.length);
  };
}

/** A pattern of one segment is meant at any depth, and a final slash means all that is below. */
function normalizeSegments(segments: readonly string[]): readonly string[] {
  const single = segments.length === 1 || (segments.length === 2 && segments[1] === "");
  const rooted =
    segments[0] === "" ? segments.slice(1) : single ? ["**", ...segments] : [...segments];
  const last = rooted.length - 1;
  return rooted
    .map((segment, index) => (index === last && segment === "" ? "**" : segment))
    .filter((segment, index, all) => segment !== "**" || all[index - 1] !== "**");
}

function compileParts(names: readonly string[]): readonly Part[] | null {
  const parts: Part[] = [];
  for (const name of names) {
    const part = name === "**" ? name : compileSegment(name);
    if (part === null) return null;
    parts.push(part);
  }
  return parts;
}

/** How many segments the shortest path that the pattern names takes of these; null for none. */
function shortestPrefix(parts: readonly Part[], segments: readonly string[]): number | null {
  let part = 0;
  let at = 0;
  let wild = -1;
  let wildAt = 0;
  while (part < parts.length) {
    const current = parts[part];
    if (current === "**") {
      wild = part;
      wildAt = at;
      part += 1;
    } else if (at < segments.length && current?.(segments[at] ?? "")) {
      part += 1;
      at += 1;
    } else if (wild === -1 || wildAt >= segments.length) {
      return null;
    } else {
      wildAt += 1;
      part = wild + 1;
      at = wildAt;
    }
  }
  return at;
}
