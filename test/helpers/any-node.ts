// Any node at all, for properties, with the keys of a format often enough to get somewhere.

import { bigInt, constant, constantFrom, double, letrec, nat, oneof, string } from "fast-check";
import { array, boolean, record, uniqueArray, type Arbitrary } from "fast-check";
import type { Node, ScalarNode } from "../../lib/document/node.ts";

function scalarWith(words: readonly string[]): Arbitrary<ScalarNode> {
  const value = oneof(
    constantFrom(...words),
    string(),
    constant(null),
    boolean(),
    bigInt(),
    double(),
    constant({ date: "2020-01-01" }),
  );
  return record({
    kind: constant("scalar" as const),
    value,
    line: nat(),
    source: oneof(constant(null), string()),
  });
}

export function anyNode(words: readonly string[]): Arbitrary<Node> {
  const key = record({
    kind: constant("scalar" as const),
    value: oneof(
      { weight: 6, arbitrary: constantFrom(...words) },
      string(),
      bigInt(),
      constant(null),
    ),
    line: nat(),
    source: constant(null),
  });
  return letrec<{ node: Node }>((tie) => ({
    node: oneof(
      { maxDepth: 6 },
      scalarWith(words),
      record({
        kind: constant("sequence" as const),
        items: array(tie("node"), { maxLength: 4 }),
        line: nat(),
      }),
      record({
        kind: constant("mapping" as const),
        entries: uniqueArray(record({ key, value: tie("node") }), {
          maxLength: 5,
          selector: (entry) => entry.key.value,
        }),
        line: nat(),
      }),
    ),
  })).node;
}
