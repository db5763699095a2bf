// Lines of ours in a file of others, between two marks, so that they can be found and taken out again.

const BEGIN = "# tagproof: begin";
const END = "# tagproof: end";

/** The lines with their marks, each after the indent, with a line feed at the end. */
export function block(lines: readonly string[], indent = ""): string {
  return [BEGIN, ...lines, END].map((line) => `${indent}${line}\n`).join("");
}

/** The text without any block of ours; as it is where there is none. */
export function withoutBlock(text: string): string {
  const kept: string[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    if (line.trim() === BEGIN) inside = true;
    if (!inside) kept.push(line);
    if (line.trim() === END) inside = false;
  }
  return inside ? text : kept.join("\n");
}

/** How a shell finds our shim in any work tree; whoever has not installed tagproof has none. */
export function shimPath(event: string): string {
  return `$(git rev-parse --git-common-dir)/tagproof/${event}`;
}
