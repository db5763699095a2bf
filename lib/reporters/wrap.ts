// Breaks text into lines of a width, between words, counting columns as a terminal does.

function columnsOfCharacter(character: string): number {
  if (character <= "\u02ff") return 1;
  // Written here, as V8 builds their tables where they are written.
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) return 0;
  const isWide =
    /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
  return isWide.test(character) ? 2 : 1;
}

/** Columns that a terminal takes for the text: wide characters two, combining marks none. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOfCharacter(character);
  return sum;
}

/** The pieces of a word that is longer than a line. */
function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const next = columnsOfCharacter(character);
    if (used + next > width && piece !== "") {
      found.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += next;
  }
  return [...found, piece];
}

/**
 * Lines of at most `width` columns. Runs of spaces inside a line are kept, as they may belong to
 * a name; a word is broken only where it is longer than a whole line.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  let used = 0;
  for (const word of text.split(" ")) {
    const size = columns(word);
    if (line !== null && used + 1 + size <= width) {
      line += ` ${word}`;
      used += 1 + size;
      continue;
    }
    if (line !== null) lines.push(line.trimEnd());
    const parts: string[] = size > width ? pieces(word, width) : [word];
    line = parts.pop() ?? "";
    used = columns(line);
    lines.push(...parts);
  }
  return line === null ? lines : [...lines, line.trimEnd()];
}

/** Wrapped text: `first` stands before its first line, `rest` before the others. */
export function hang(first: string, rest: string, text: string, width: number): string[] {
  const indent = Math.max(columns(first), columns(rest));
  return wrap(text, Math.max(width - indent, 20)).map((line, index) =>
    `${index === 0 ? first : rest}${line}`.trimEnd(),
  );
}
