// YAML text as a document with lines, for tests of what reads documents.

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Node, ScalarNode } from "../../lib/document/node.ts";

/** Small and trusted input only. */
export function documentOf(text: string): Node {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true });
  const lineOf = (node: unknown): number =>
    isScalar(node) || isMap(node) || isSeq(node) ? lines.linePos(node.range?.[0] ?? 0).line : 1;
  const scalar = (node: unknown): ScalarNode => ({
    kind: "scalar",
    value: isScalar(node) ? (node.value as ScalarNode["value"]) : null,
    line: lineOf(node),
    source: isScalar(node) && node.type === "PLAIN" ? (node.source ?? null) : null,
  });
  const convert = (node: unknown): Node => {
    if (isAlias(node)) return convert(node.resolve(document));
    if (isSeq(node))
      return { kind: "sequence", items: node.items.map(convert), line: lineOf(node) };
    if (!isMap(node)) return scalar(node);
    const entries = node.items.map((pair) => ({
      key: scalar(pair.key),
      value: convert(pair.value),
    }));
    return { kind: "mapping", entries, line: lineOf(node) };
  };
  return convert(document.contents);
}
