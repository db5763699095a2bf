// OpenSSF Model Signing 1.0: the resources that a signature bundle covers. The signature is not verified here.

import { parseJson } from "../document/json.ts";
import { getNode, type Node } from "../document/node.ts";
import { decodeUtf8 } from "../document/read.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { listOf, pathEntry, type ManifestEntry, type ManifestFormat } from "./manifest.ts";
import { allOf, textOf } from "./nodes.ts";

const PAYLOAD_TYPE = "application/vnd.in-toto+json";
const PREDICATE_TYPE = "https://model_signing/signature/v1.0";
/** Standard or for URLs: a verifier takes both. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

export const modelSigningFormat: ManifestFormat = {
  name: "model-signing",
  match: (_path, content) =>
    content.kind === "document" && at(content.node, "dsseEnvelope") !== null,
  read: (content) => {
    if (content.kind !== "document") return malformed("is no signature bundle");
    const statement = statementOf(content.node);
    if (!statement.ok) return statement;
    const isSharded = text(statement.value, "predicate", "serialization", "method") === "shards";
    const resources = at(statement.value, "predicate", "resources");
    if (resources?.kind !== "sequence") return malformed("holds a payload without resources");
    const entries = allOf(resources.items.map((node) => resourceOf(node, isSharded)));
    if (!entries.ok) return entries;
    // A signature may be of the model's directory alone, and then names files from there.
    const root = rootOf(statement.value);
    return parsed({ ...listOf("model-signing", entries.value), exhaustive: false, root });
  },
};

function statementOf(bundle: Node): Parsed<Node> {
  const payload = text(bundle, "dsseEnvelope", "payload");
  if (payload === null) return malformed("is a signature bundle without a payload");
  if (!BASE64.test(payload)) return malformed("holds a payload that is no base64");
  const json = decodeUtf8(Buffer.from(payload, "base64"));
  if (json === null) return malformed("holds a payload that is not UTF-8");
  const statement = parseJson(json, { duplicates: "refuse" });
  if (!statement.ok) return malformed(`holds a payload that ${statement.problem.text}`);
  const isStatement =
    text(bundle, "dsseEnvelope", "payloadType") === PAYLOAD_TYPE &&
    text(statement.value, "predicateType") === PREDICATE_TYPE;
  return isStatement
    ? statement
    : malformed(`holds a payload of another type than ${PREDICATE_TYPE}`);
}

/** The subject's name is that of the signed directory. */
function rootOf(statement: Node): string | null {
  const subjects = at(statement, "subject");
  const [subject] = subjects?.kind === "sequence" ? subjects.items : [];
  return subject === undefined ? null : text(subject, "name");
}

function text(node: Node, ...keys: readonly string[]): string | null {
  return textOf(at(node, ...keys) ?? undefined);
}

function at(node: Node, ...keys: readonly string[]): Node | null {
  let current: Node | undefined = node;
  for (const key of keys) {
    if (current?.kind !== "mapping") return null;
    current = getNode(current, key);
  }
  return current ?? null;
}

/** `{name, digest, algorithm}`: the digest is a string of hex, and not in-toto's set. */
function resourceOf(node: Node, isSharded: boolean): Parsed<ManifestEntry> {
  const [name, digest, algorithm] = [
    text(node, "name"),
    text(node, "digest"),
    text(node, "algorithm"),
  ];
  if (name === null || digest === null || algorithm === null)
    return malformed("holds a resource without name, digest or algorithm");
  if (isSharded) return parsed(shardOf(name, algorithm));
  const digests = algorithm === "sha256" ? { sha256: digest } : { others: [algorithm] };
  return parsed({ ...pathEntry(name, null), ...digests });
}

/** `weights.bin:0:1000`: the digest is of these bytes alone, whatever its algorithm is called. */
function shardOf(name: string, algorithm: string): ManifestEntry {
  const others = [algorithm === "sha256" ? "sha256 of a part" : algorithm];
  return { ...pathEntry(name.replace(/:\d+:\d+$/, ""), null), others };
}
