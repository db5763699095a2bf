// CycloneDX 1.5 and later: the components of a bill of materials (ML-BOM), with their hashes.

import { getNode, type Node } from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { digestOf } from "./digests.ts";
import {
  listOf,
  NO_DIGESTS,
  pathEntry,
  type ManifestEntry,
  type ManifestFormat,
  type NamedRelease,
} from "./manifest.ts";
import { allOf, textOf } from "./nodes.ts";

const ROLES: Readonly<Record<string, string>> = { "machine-learning-model": "model" };

export const cycloneDxFormat: ManifestFormat = {
  name: "cyclonedx",
  match: (_path, content) =>
    content.kind === "document" && text(content.node, "bomFormat") === "CycloneDX",
  read: (content) => {
    if (content.kind !== "document") return malformed("is no bill of materials");
    const main = member(member(content.node, "metadata"), "component");
    const entries = allOf([...nested(main), ...componentsOf(content.node)].map(componentOf));
    if (!entries.ok) return entries;
    return parsed({
      ...listOf("cyclonedx", entries.value.flat()),
      exhaustive: false,
      releases: releasesOf(main),
    });
  },
};

/** A component and all that it is made of. */
function nested(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : [node, ...componentsOf(node)];
}

function componentsOf(node: Node): readonly Node[] {
  const listed = member(node, "components");
  return listed?.kind === "sequence" ? listed.items.flatMap(nested) : [];
}

function member(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "mapping" ? getNode(node, key) : undefined;
}

function text(node: Node | undefined, key: string): string | null {
  return textOf(member(node, key));
}

/** A component whose name is no file of the bundle is somebody else's: a library, a data set. */
function componentOf(node: Node): Parsed<readonly ManifestEntry[]> {
  const path = text(node, "name");
  if (path === null) return parsed([]);
  const hashes = member(node, "hashes");
  const digests = hashes === undefined ? parsed(NO_DIGESTS) : digestOf(hashes);
  if (!digests.ok) return digests;
  const role = ROLES[text(node, "type") ?? ""] ?? null;
  return parsed([{ ...pathEntry(path, node.line), role, ...digests.value }]);
}

function releasesOf(main: Node | undefined): readonly NamedRelease[] {
  const version = member(main, "version");
  const value = textOf(version);
  if (value === null) return [];
  return [{ key: "metadata.component.version", value, line: version?.line ?? null }];
}
