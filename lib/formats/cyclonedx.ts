// CycloneDX 1.5 and later: the components of a bill of materials (ML-BOM), with their hashes.

import { getNode, type Node } from "../document/node.ts";
import { malformed, parsed } from "../reading.ts";
import { textOf } from "./fields.ts";
import type { ManifestEntry, ManifestFormat, NamedRelease } from "./manifest.ts";

const ROLES: Readonly<Record<string, string>> = { "machine-learning-model": "model" };

export const cycloneDxFormat: ManifestFormat = {
  name: "cyclonedx",
  match: (_path, content) =>
    content.kind === "document" && text(content.node, "bomFormat") === "CycloneDX",
  read: (content) => {
    if (content.kind !== "document") return malformed("is no bill of materials");
    const main = member(member(content.node, "metadata"), "component");
    const listed = member(content.node, "components");
    const components = [
      ...(main === undefined ? [] : [main]),
      ...(listed?.kind === "sequence" ? listed.items : []),
    ];
    return parsed({
      format: "cyclonedx",
      entries: components.flatMap(componentOf),
      exhaustive: false,
      release: releaseOf(main),
    });
  },
};

function member(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "mapping" ? getNode(node, key) : undefined;
}

function text(node: Node | undefined, key: string): string | null {
  return textOf(member(node, key));
}

/** A component whose name is no file of the bundle is somebody else's: a library, a data set. */
function componentOf(node: Node): ManifestEntry[] {
  const path = text(node, "name");
  if (path === null) return [];
  const digests = new Map<string, string | null>();
  const hashes = member(node, "hashes");
  for (const hash of hashes?.kind === "sequence" ? hashes.items : []) {
    digests.set(text(hash, "alg") ?? "", text(hash, "content"));
  }
  const role = ROLES[text(node, "type") ?? ""] ?? null;
  const [sha256, md5] = [digests.get("SHA-256") ?? null, digests.get("MD5") ?? null];
  return [{ path, line: node.line, role, bytes: null, sha256, md5 }];
}

function releaseOf(main: Node | undefined): NamedRelease | null {
  const version = member(main, "version");
  const value = textOf(version);
  if (value === null) return null;
  return { key: "metadata.component.version", value, line: version?.line ?? null };
}
