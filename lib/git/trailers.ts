// Trailers of a message: the `Key: value` lines of its last block.

import type { Trailer } from "../evidence.ts";

const GENERATED = /^(?:Signed-off-by: |\(cherry picked from commit )/;
const TRAILER = /^(?<key>[A-Za-z0-9-]+)[ \t]*:(?<value>.*)$/s;

/**
 * git-interpret-trailers(1) with `--only-trailers --only-input --unfold --no-divider`: the last
 * block, never the first paragraph, where all lines are trailers, or one is of git's own making and
 * at least a quarter are.
 */
export function parseTrailers(message: string): Trailer[] {
  const lines = message.split("\n");
  return unfold(lines.slice(findBlock(lines)));
}

function findBlock(lines: readonly string[]): number {
  const titleEnd = lines.findIndex((line) => !isComment(line) && isBlank(line));
  const last = lines.findLastIndex((line) => !isComment(line) && !isBlank(line));
  if (titleEnd === -1 || last < titleEnd) return lines.length;
  const blank = lines.findLastIndex((line, index) => index < last && isBlankLine(line));
  return blank >= titleEnd && isTrailerBlock(lines.slice(blank + 1, last + 1))
    ? blank + 1
    : lines.length;
}

/** As git counts: a line that starts with a space belongs to the trailer above it, or to none. */
function isTrailerBlock(lines: readonly string[]): boolean {
  let trailers = 0;
  let others = 0;
  let continued = 0;
  let isGenerated = false;
  for (const line of lines.toReversed()) {
    if (isComment(line)) {
      others += continued;
      continued = 0;
    } else if (GENERATED.test(line) || TRAILER.test(line)) {
      isGenerated ||= GENERATED.test(line);
      trailers += 1;
      continued = 0;
    } else if (/^\s/.test(line)) {
      continued += 1;
    } else {
      others += 1 + continued;
      continued = 0;
    }
  }
  others += continued;
  return isGenerated ? trailers * 3 >= others : trailers > 0 && others === 0;
}

function unfold(lines: readonly string[]): Trailer[] {
  const raw: { key: string; value: string }[] = [];
  let current: { key: string; value: string } | null = null;
  for (const line of lines) {
    // A comment ends what it stands in: git adds no later line to the trailer above it.
    if (isComment(line)) current = null;
    else if (/^\s/.test(line)) {
      if (current !== null) current.value += `\n${line}`;
    } else {
      const { key, value } = TRAILER.exec(line)?.groups ?? {};
      current = key === undefined || value === undefined ? null : { key, value };
      if (current !== null) raw.push(current);
    }
  }
  return raw.map(({ key, value }) => ({ key, value: value.replace(/\n\s*/g, " ").trim() }));
}

function isComment(line: string): boolean {
  return line.startsWith("#");
}

function isBlank(line: string): boolean {
  return line.trim() === "";
}

function isBlankLine(line: string): boolean {
  return !isComment(line) && isBlank(line);
}
