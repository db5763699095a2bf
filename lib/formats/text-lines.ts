// The lines of a list that say something.

export interface Line {
  readonly text: string;
  readonly line: number;
}

/** Comments and empty lines are left out, and so is the carriage return of Windows. */
export function linesOf(text: string): readonly Line[] {
  return text
    .split("\n")
    .map((content, index) => ({ text: content.replace(/\r$/, ""), line: index + 1 }))
    .filter(({ text: content }) => content.trim() !== "" && !content.startsWith("#"));
}
