// The lines of a YAML document for the fast lane: one at a time, blank and comment lines passed over.

/** Thrown and caught inside of the fast lane: something that `yaml` must judge. */
export const DOUBT: Error = new Error("not for the fast lane");

export interface LineCursor {
  readonly text: string;
  /** Offset of the line after the current one. */
  next: number;
  /** 1-based, of the current line. */
  line: number;
  /** Column of `content`; for what follows a dash, that of the first character behind it. */
  indent: number;
  /** The rest of the line without spaces around it; never empty, unless `done`. */
  content: string;
  done: boolean;
}

/** `line` is that of the text's first line, 1-based. */
export function firstLine(text: string, line = 1): LineCursor {
  const cursor = { text, next: 0, line: line - 1, indent: 0, content: "", done: false };
  advance(cursor);
  return cursor;
}

/** Moves to the next line that holds more than spaces and a comment. */
export function advance(cursor: LineCursor): void {
  const { text } = cursor;
  while (cursor.next < text.length) {
    const start = cursor.next;
    const lineBreak = text.indexOf("\n", start);
    const end = lineBreak === -1 ? text.length : lineBreak;
    cursor.next = end + 1;
    cursor.line += 1;
    let first = start;
    while (first < end && text.charCodeAt(first) === 32) first += 1;
    if (first === end || text.charCodeAt(first) === 35) continue;
    cursor.indent = first - start;
    cursor.content = trimSpaces(text.slice(first, end));
    return;
  }
  cursor.done = true;
  cursor.content = "";
}

/** Without spaces at the end: `trimEnd` would take what YAML calls letters, such as U+00A0. */
export function trimSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
