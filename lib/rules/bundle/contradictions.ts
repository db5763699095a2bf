// Metrics that a publishing stage filters, rounds or renames: what they keep must be what was measured.

import { leavesOf, type Leaf } from "../../document/leaves.ts";
import type { Node } from "../../document/node.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { grouped } from "../../grouped.ts";
import { place } from "../wording.ts";
import { isOwnKey } from "./own-keys.ts";
import type { PassedOn } from "./passed-on.ts";
import { isSameNumber, likenessOf } from "./printed.ts";

export interface Contradiction {
  /** The stage that wrote the published file. */
  readonly stage: string;
  /** The metrics that the stage read. */
  readonly source: string;
  /** In the published file. */
  readonly line: number;
  readonly key: string;
  readonly published: string;
  readonly publishedAt: string;
  readonly measured: string;
  readonly measuredAt: string;
  /** True where nobody can have measured it: another number, of a stage that only passes numbers on. */
  readonly isNobodys: boolean;
}

interface Measured extends Leaf {
  readonly source: string;
}

/** Values that differ, by more than rounding, from all that the stage has them from under the same key. */
export function contradictionsOf(
  published: Node,
  path: string,
  passedOn: PassedOn,
): readonly Contradiction[] {
  const leaves = [...leavesOf(published)];
  const sourceOf = sourcesFor(leaves, passedOn);
  return leaves.flatMap((leaf) => contradictionsOfLeaf({ path, leaf, passedOn }, sourceOf(leaf)));
}

/** By the same key; a name that is published once is the same under whatever other names. */
function sourcesFor(published: readonly Leaf[], { sources }: PassedOn) {
  const measured = [...sources].flatMap(([source, node]) =>
    [...leavesOf(node)].map((leaf): Measured => ({ ...leaf, source })),
  );
  const byKey = grouped(measured, ({ key }) => key);
  const byName = grouped(measured, ({ name }) => name);
  const mine = grouped(published, ({ name }) => name);
  return ({ key, name }: Leaf): readonly Measured[] => {
    const same = byKey.get(key);
    if (same !== undefined || isOwnKey(name)) return same ?? [];
    return mine.get(name)?.length === 1 ? (byName.get(name) ?? []) : [];
  };
}

interface Published {
  readonly path: string;
  readonly leaf: Leaf;
  readonly passedOn: PassedOn;
}

/** Where several metrics have the key, it may be one of theirs, or made of them all. */
function contradictionsOfLeaf(
  { path, leaf: { key, name, value }, passedOn: { writer, isAll, unseen } }: Published,
  read: readonly Measured[],
): readonly Contradiction[] {
  if (read.some((measured) => isSameNumber(value, measured.value))) return [];
  const isOne = read.every((measured) => pythonEquals(measured.value, read[0]?.value ?? value));
  const mayDiffer = !isAll || unseen.length > 0 || !isOne || isOwnKey(name);
  return read.map((measured) => ({
    key,
    stage: writer.address,
    source: measured.source,
    line: value.line,
    published: formatValue(value),
    publishedAt: place(path, value.line),
    measured: formatValue(measured.value),
    measuredAt: place(measured.source, measured.value.line),
    isNobodys: !mayDiffer && likenessOf(value, measured.value) === "other",
  }));
}
