// Which releases a manifest says it is of, and how surely it says so.

import { getNode, type MappingEntry, type MappingNode, type Node } from "../document/node.ts";
import type { NamedRelease } from "./manifest.ts";
import { textOf } from "./nodes.ts";

type Sureness = NonNullable<NamedRelease["heldIf"]> | "sure";

/** Without case, `-` and `_`. A model may have versions of its own, a mapping of metadata one of its format. */
const OWN: Readonly<Record<string, Sureness>> = {
  release: "sure",
  tag: "sure",
  releasetag: "sure",
  releaseversion: "sure",
  modelversion: "alike",
};
const NESTED: Readonly<Record<string, Readonly<Record<string, Sureness>>>> = {
  bundle: { release: "sure", releasetag: "sure", releaseversion: "sure", version: "marked" },
  metadata: {
    release: "alike",
    releasetag: "sure",
    releaseversion: "sure",
    modelversion: "alike",
    version: "marked",
  },
};

/** `version` is the release's where no other key surely names one; else it may be that of the format. */
export function namedReleases(node: MappingNode): readonly NamedRelease[] {
  const named = [
    ...namedIn(node, OWN, ""),
    ...Object.entries(NESTED).flatMap(([key, keys]) => {
      const nested = getNode(node, key);
      return nested?.kind === "mapping" ? namedIn(nested, keys, `${key}.`) : [];
    }),
  ];
  const isNamed = named.some(({ heldIf }) => heldIf === undefined);
  return [...named, ...namedIn(node, { version: isNamed ? "marked" : "sure" }, "")];
}

function namedIn(
  { entries }: MappingNode,
  keys: Readonly<Record<string, Sureness>>,
  prefix: string,
): readonly NamedRelease[] {
  return entries.flatMap((entry) => {
    const key = textOf(entry.key) ?? "";
    const sureness = Object.entries(keys).find(([known]) => known === plainKey(key))?.[1];
    return sureness === undefined ? [] : namedBy(entry, `${prefix}${key}`, sureness);
  });
}

/** `Version` may be of anything, so that only the lower case is one. */
function plainKey(key: string): string {
  const plain = key.toLowerCase().replace(/[-_]/g, "");
  return plain === "version" ? key : plain;
}

function namedBy(
  { value }: MappingEntry,
  key: string,
  sureness: Sureness,
): readonly NamedRelease[] {
  const named = value.kind === "mapping" ? inner(value) : value;
  const text = textOf(named);
  if (named === undefined || text === null || text.trim() === "") return [];
  if (isFormatNumber(key, named)) return [];
  const release = { key, value: text, line: named.line };
  return [sureness === "sure" ? release : { ...release, heldIf: sureness }];
}

function inner(node: MappingNode): Node | undefined {
  return getNode(node, "tag") ?? getNode(node, "version") ?? getNode(node, "name");
}

/** An integer `version` is the number of the format, and not of the release. */
function isFormatNumber(key: string, node: Node): boolean {
  const isVersion = /(?:^|\.)version$/.test(key);
  return isVersion && node.kind === "scalar" && typeof node.value === "bigint";
}
