// Params that DVC calls modified whatever is recorded of them.

import type { Node } from "../document/node.ts";
import { extensionOf } from "../document/read.ts";

/**
 * NaN, which equals nothing, and a tuple inside of another value, of which a lock makes a list.
 * Inside of a list or a map Python asks for identity first, and all the NaNs that ruamel reads are
 * one object: those of a YAML file equal the recorded ones, those of JSON and TOML never do.
 */
export function isNeverEqual(value: Node, path: string): boolean {
  if (value.kind === "scalar") return Number.isNaN(value.value);
  const isYaml = ![".json", ".toml", ".py"].includes(extensionOf(path));
  const isNever = (inner: Node): boolean =>
    inner.kind === "scalar"
      ? !isYaml && Number.isNaN(inner.value)
      : (inner.kind === "sequence" && inner.tuple === true) || childrenOf(inner).some(isNever);
  return childrenOf(value).some(isNever);
}

function childrenOf(value: Exclude<Node, { readonly kind: "scalar" }>): readonly Node[] {
  return value.kind === "sequence" ? value.items : value.entries.map((entry) => entry.value);
}

const dated = new WeakMap<Node, boolean>();

/** Whether a date stands anywhere: DVC refuses such a params.yaml beside dvc.yaml, used or not. */
export function hasDate(value: Node): boolean {
  if (value.kind === "scalar") return typeof value.value === "object" && value.value !== null;
  const before = dated.get(value);
  if (before !== undefined) return before;
  const answer = childrenOf(value).some(hasDate);
  dated.set(value, answer);
  return answer;
}
