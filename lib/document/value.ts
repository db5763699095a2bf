// Python's semantics on nodes: what DVC calls equal, and how values are written.

import { keyIdentity } from "./key.ts";
import type { MappingEntry, MappingNode, Node, ScalarValue } from "./node.ts";

export { floatRepr } from "./float-text.ts";
export { formatValue } from "./format-value.ts";
export { compareCodePoints, pythonJson, pythonString } from "./python-json.ts";
export { interpolationText, pythonRepr, pythonStr } from "./python-text.ts";

/**
 * Python's `==`: `1`, `1.0` and `true` are equal, an integer and a float exactly or not at all,
 * mappings in any order, sequences in theirs. Unlike Python, NaN equals NaN: DVC calls such a param
 * modified for ever, an auditor must not.
 */
export function pythonEquals(left: Node, right: Node): boolean {
  return compare(left, right, scalarsEqual);
}

/** Whether equal values are of the same Python types throughout; false where they are not equal. */
export function sameType(left: Node, right: Node): boolean {
  return compare(left, right, (first, second) => {
    return typeof first === typeof second && scalarsEqual(first, second);
  });
}

/** `1` against `1.0` or `true`: DVC does not report it, a reader may stumble over it. */
export function differsOnlyInType(left: Node, right: Node): boolean {
  return pythonEquals(left, right) && !sameType(left, right);
}

type ScalarTest = (left: ScalarValue, right: ScalarValue) => boolean;

function compare(left: Node, right: Node, test: ScalarTest): boolean {
  if (left === right) return true;
  if (left.kind === "scalar") return right.kind === "scalar" && test(left.value, right.value);
  if (left.kind === "sequence") {
    if (right.kind !== "sequence" || left.items.length !== right.items.length) return false;
    return left.items.every((item, index) => {
      const other = right.items[index];
      return other !== undefined && compare(item, other, test);
    });
  }
  return right.kind === "mapping" && compareMappings(left, right, test);
}

function compareMappings(left: MappingNode, right: MappingNode, test: ScalarTest): boolean {
  if (left.entries.length !== right.entries.length) return false;
  const others = new Map<unknown, MappingEntry>();
  for (const entry of right.entries) others.set(keyIdentity(entry.key.value), entry);
  return left.entries.every(({ key, value }) => {
    const other = others.get(keyIdentity(key.value));
    if (other === undefined || !test(key.value, other.key.value)) return false;
    return compare(value, other.value, test);
  });
}

function scalarsEqual(left: ScalarValue, right: ScalarValue): boolean {
  const [first, second] = [keyIdentity(left), keyIdentity(right)];
  return first === second || (Number.isNaN(first) && Number.isNaN(second));
}
