// YAML text as nodes, for tests of what reads nodes.

import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from "yaml";
import type { Node, ScalarNode, ScalarValue } from "../../lib/document/node.ts";

export function nodeOf(text: string): Node {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, intAsBigInt: true, merge: true });
  if (document.errors.length > 0) throw new Error(document.errors.join("\n"));
  return makeConverter(document, lineCounter)(document.contents);
}

/** An aliased node becomes the same object in every place, as the model wants it. */
function makeConverter(document: Document, lines: LineCounter): (node: unknown) => Node {
  const known = new Map<unknown, Node>();
  const convertOnce = (node: unknown): Node => {
    const target = isAlias(node) ? node.resolve(document) : node;
    const before = known.get(target);
    if (before !== undefined) return before;
    const converted = convert(target, lines, convertOnce);
    known.set(target, converted);
    return converted;
  };
  return convertOnce;
}

function convert(node: unknown, lines: LineCounter, recurse: (node: unknown) => Node): Node {
  const line = lineOf(node, lines);
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => ({
      key: scalar(key, lines),
      value: recurse(value),
    }));
    return { kind: "mapping", entries, line };
  }
  if (isSeq(node)) {
    return { kind: "sequence", items: node.items.map(recurse), line };
  }
  return scalar(node, lines);
}

function scalar(node: unknown, lines: LineCounter): ScalarNode {
  if (!isScalar(node)) return { kind: "scalar", value: null, line: 1, source: null };
  const source = node.type === "PLAIN" ? (node.source ?? null) : null;
  return {
    kind: "scalar",
    value: node.value as ScalarValue,
    line: lineOf(node, lines),
    source,
  };
}

function lineOf(node: unknown, lines: LineCounter): number {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
  return Math.max(1, lines.linePos(range?.[0] ?? 0).line);
}
