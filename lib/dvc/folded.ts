// What DVC's own writer makes of a long text: it loses spaces where it folds the line.

import { getNode, type Node } from "../document/node.ts";
import { pythonEquals } from "../document/value.ts";
import type { Command } from "./command.ts";

/** Lines of a lock are folded at 80 columns, of which keys and dashes take some. */
const SHORTEST = 40;

/**
 * Whether a lock that DVC wrote may say `recorded` of a text. Ruamel folds a plain text of more than
 * 80 columns also where several spaces stand, and whoever reads the lines makes one space of them
 * (seen with DVC 3.67.1): DVC calls such a command or param changed at every status.
 */
export function isFolded(written: string, recorded: string): boolean {
  if (written.length <= SHORTEST || recorded.length >= written.length) return false;
  const [words, lines] = [partsOf(written), partsOf(recorded)];
  return (
    words.length === lines.length &&
    words.every((part, index) => part === lines[index] || (isGap(part) && lines[index] === " "))
  );
}

/** Words and the spaces between them. */
function partsOf(text: string): readonly string[] {
  return text.split(/( +)/);
}

function isGap(part: string): boolean {
  return part.startsWith("  ");
}

/** The same value as it was recorded, but for the spaces of its texts. */
export function equalsFolded(written: Node, recorded: Node): boolean {
  if (pythonEquals(written, recorded)) return true;
  if (written.kind === "sequence" && recorded.kind === "sequence") {
    return (
      written.items.length === recorded.items.length &&
      written.items.every((item, index) => isPair(item, recorded.items[index]))
    );
  }
  if (written.kind === "mapping" && recorded.kind === "mapping") {
    return (
      written.entries.length === recorded.entries.length &&
      written.entries.every(({ key, value }) =>
        isPair(value, typeof key.value === "string" ? getNode(recorded, key.value) : undefined),
      )
    );
  }
  return isText(written) && isText(recorded) && isFolded(written.value, recorded.value);
}

function isPair(written: Node, recorded: Node | undefined): boolean {
  return recorded !== undefined && equalsFolded(written, recorded);
}

function isText(node: Node): node is Node & { readonly kind: "scalar"; readonly value: string } {
  return node.kind === "scalar" && typeof node.value === "string";
}

/** The same for a command, or for a list of them. */
export function isFoldedCommand(written: Command, recorded: Command): boolean {
  if (typeof written === "string" || typeof recorded === "string") {
    return (
      typeof written === "string" && typeof recorded === "string" && isFolded(written, recorded)
    );
  }
  return (
    written.length === recorded.length &&
    written.every((line, index) => {
      const other = recorded[index] ?? "";
      return line === other || isFolded(line, other);
    })
  );
}
