// A document (YAML, JSON, TOML, Python literals) as values with the lines they stand on.
//
// The value model is Python's, because DVC's is: an integer is a `bigint`, a float is a `number`,
// so `1` and `1.0` stay apart and yet compare equal (value.ts).

/** A date or timestamp of YAML or TOML; `text` is its ISO form as Python's `str` gives it. */
export interface DateValue {
  readonly date: string;
}

export type ScalarValue = null | boolean | bigint | number | string | DateValue;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: ScalarValue;
  /** 1-based line of its first character. */
  readonly line: number;
  /** How a plain scalar is spelled in the file (`1e-05`, `0123`), null where it was quoted. */
  readonly source: string | null;
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: readonly Node[];
  readonly line: number;
  /** Of Python: `(1, 2)`, which equals no list where it lies inside of another value. */
  readonly tuple?: true;
}

export interface MappingEntry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface MappingNode {
  readonly kind: "mapping";
  /** In document order, keys unique; merge keys (`<<`) are already merged in. */
  readonly entries: readonly MappingEntry[];
  readonly line: number;
}

/** An aliased node is the same object in every place: a document is a graph without cycles. */
export type Node = ScalarNode | SequenceNode | MappingNode;

const indexes = new WeakMap<MappingNode, ReadonlyMap<ScalarValue, MappingEntry>>();

/** The entry of a string key, or undefined. Wide mappings are indexed at the first question. */
export function getEntry(node: MappingNode, key: string): MappingEntry | undefined {
  const { entries } = node;
  if (entries.length <= 8) {
    // By index: this is called for every field of every entry of a lock.
    for (let index = 0; index < entries.length; index += 1) {
      const entry = entries[index];
      if (entry?.key.value === key) return entry;
    }
    return undefined;
  }
  let index = indexes.get(node);
  if (index === undefined) {
    index = new Map(entries.map((entry) => [entry.key.value, entry]));
    indexes.set(node, index);
  }
  return index.get(key);
}

/** The value under a string key, or undefined. */
export function getNode(node: MappingNode, key: string): Node | undefined {
  return getEntry(node, key)?.value;
}
