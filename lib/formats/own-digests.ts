// Digests that a manifest gives beside its list: `{checksums: {"model.json": "<sha256>"}, files: […]}`, or `{sha256: {…}}`.

import type { MappingEntry, MappingNode, Node } from "../document/node.ts";
import { parsed, type Parsed } from "../reading.ts";
import { digestOf, digestsOf, isAlgorithm, isDigest } from "./digests.ts";
import { pathOf } from "./fields.ts";
import { pathEntry, type Digests, type ManifestEntry } from "./manifest.ts";
import { joined, textOf } from "./nodes.ts";

const KEY = /^(?:checksums?|digests?|hash(?:es)?)$/i;

type Entries = Parsed<readonly ManifestEntry[]>;

/**
 * What they say of paths, which need be no files of the bundle: input data may have a digest too.
 * @param list what the manifest lists: a digest may stand under the role of a file
 */
export function ownDigests(node: MappingNode, list: readonly ManifestEntry[]): Entries {
  const said = joined(
    node.entries.map((entry) => {
      const key = textOf(entry.key) ?? "";
      if (KEY.test(key)) return saidIn(entry.value);
      return isAlgorithm(key) ? saidIn({ ...node, entries: [entry] }) : parsed([]);
    }),
  );
  return said.ok ? parsed(said.value.map((one) => ofRole(one, list))) : said;
}

function ofRole(said: ManifestEntry, list: readonly ManifestEntry[]): ManifestEntry {
  if (list.some(({ path }) => path === said.path)) return said;
  const [only, ...others] = list.filter(({ role }) => role === said.path);
  return only === undefined || others.length > 0 ? said : { ...said, path: only.path };
}

/** `path: <digest>`, `path: {sha256}` or `sha256: {path: <digest>}`. */
function saidIn(node: Node): Entries {
  if (node.kind !== "mapping") return parsed([]);
  return joined(
    node.entries.map((entry) => {
      const { key, value } = entry;
      if (!isAlgorithm(textOf(key) ?? "")) return saidOf(entry, digestsUnder(value));
      if (value.kind !== "mapping") return parsed([]);
      return joined(
        value.entries.map((one) =>
          saidOf(one, digestsOf({ ...value, entries: [{ key, value: one.value }] })),
        ),
      );
    }),
  );
}

/** A text that is no digest may be anything: `{"pipeline": "dvc"}`. */
function digestsUnder(node: Node): Parsed<Digests> | null {
  if (node.kind === "mapping") return digestsOf(node);
  return isDigest(textOf(node) ?? "") ? digestOf(node) : null;
}

function saidOf({ key, value }: MappingEntry, digests: Parsed<Digests> | null): Entries {
  if (digests === null) return parsed([]);
  if (!digests.ok) return digests;
  const path = (value.kind === "mapping" ? pathOf(value) : null) ?? textOf(key);
  if (path === null) return parsed([]);
  return parsed([{ ...pathEntry(path, value.line), ...digests.value, aside: true }]);
}
