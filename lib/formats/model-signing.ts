// OpenSSF Model Signing 1.0: the resources that a signature bundle covers. The signature is not verified here.

import { parseJson } from "../document/json.ts";
import { getNode, type Node } from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { allOf, textOf } from "./nodes.ts";
import { pathEntry, type ManifestEntry, type ManifestFormat } from "./manifest.ts";

export const modelSigningFormat: ManifestFormat = {
  name: "model-signing",
  match: (_path, content) =>
    content.kind === "document" && at(content.node, "dsseEnvelope") !== null,
  read: (content) => {
    if (content.kind !== "document") return malformed("is no signature bundle");
    const payload = textOf(at(content.node, "dsseEnvelope", "payload") ?? undefined);
    if (payload === null) return malformed("is a signature bundle without a payload");
    const statement = parseJson(Buffer.from(payload, "base64").toString("utf8"), {
      duplicates: "refuse",
    });
    if (!statement.ok) return malformed(`holds a payload that ${statement.problem.text}`);
    const resources = at(statement.value, "predicate", "resources");
    if (resources?.kind !== "sequence") return malformed("holds a payload without resources");
    const entries = allOf(resources.items.map(resourceOf));
    if (!entries.ok) return entries;
    // A signature may be of the model's directory, and then names files from there.
    const more = { format: "model-signing", exhaustive: false, release: null };
    return parsed({ ...more, entries: entries.value });
  },
};

function at(node: Node, ...keys: readonly string[]): Node | null {
  let current: Node | undefined = node;
  for (const key of keys) {
    if (current?.kind !== "mapping") return null;
    current = getNode(current, key);
  }
  return current ?? null;
}

/** `{name, digest, algorithm}`: the digest is a string of hex, and not in-toto's set. */
function resourceOf(node: Node): Parsed<ManifestEntry> {
  const path = textOf(at(node, "name") ?? undefined);
  const digest = textOf(at(node, "digest") ?? undefined);
  const algorithm = textOf(at(node, "algorithm") ?? undefined);
  if (path === null || digest === null) return malformed("holds a resource without name or digest");
  const others = algorithm === null ? [] : [algorithm];
  const digests = algorithm === "sha256" ? { sha256: digest } : { others };
  return parsed({ ...pathEntry(path, null), ...digests });
}
