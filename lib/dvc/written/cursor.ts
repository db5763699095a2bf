// A place in a text that is read by patterns, and the line that it is on.

export interface Cursor {
  readonly text: string;
  offset: number;
  /** 1-based, of the line at `offset`. */
  line: number;
}

/** Matches at the cursor or nowhere, and moves behind the match, which has so many lines. */
export function take(cursor: Cursor, expression: RegExp, lines: number): RegExpExecArray | null {
  expression.lastIndex = cursor.offset;
  const match = expression.exec(cursor.text);
  if (match === null) return null;
  cursor.offset += match[0].length;
  cursor.line += lines;
  return match;
}

/** Moves behind a line that is exactly so, its line break included. */
export function takeLine(cursor: Cursor, line: string): boolean {
  if (!cursor.text.startsWith(line, cursor.offset)) return false;
  cursor.offset += line.length;
  cursor.line += 1;
  return true;
}

/** Where the next stage starts, or what is none. */
const NEXT = /\n(?= {0,2}\S)/g;

/** The lines of the stage that starts at the cursor, which moves behind them; null where none starts. */
export function takeStage(cursor: Cursor): string | null {
  const { text, offset } = cursor;
  if (!text.startsWith("  ", offset) || text[offset + 2] === " ") return null;
  NEXT.lastIndex = offset;
  const end = (NEXT.exec(text)?.index ?? text.length - 1) + 1;
  const part = text.slice(offset, end);
  cursor.offset = end;
  cursor.line += linesOf(part);
  return part;
}

const BLANK = /(?: *(?:#[^\n]*)?\n)+/y;

/** Moves behind lines that hold nothing, or a comment. */
export function skipBlank(cursor: Cursor): void {
  const match = take(cursor, BLANK, 0);
  if (match !== null) cursor.line += linesOf(match[0]);
}

/** Whether nothing deeper than a stage's name follows. */
export function isStageOver({ text, offset }: Cursor): boolean {
  return !text.startsWith("   ", offset);
}

function linesOf(text: string): number {
  return text.split("\n").length - 1;
}
