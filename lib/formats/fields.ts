// The fields of one listed file, in the spellings that manifests use for them.

import { getNode, type MappingNode, type Node } from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import type { ManifestEntry, NamedRelease } from "./manifest.ts";

const PATH_KEYS = ["path", "file", "filename", "name"];
const SIZE_KEYS = ["bytes", "size", "size_bytes"];
const DIGEST_KEYS = ["digest", "digests", "checksum", "checksums", "hash", "hashes"];
const PREFIXED = /^(sha-?256|md5)[:=-](.*)$/i;
const BARE = /^()([0-9a-f]{32}|[0-9a-f]{64})$/i;

/** A scalar as text, a number as it is spelled: an unquoted hash of digits stays those digits. */
export function textOf(node: Node | undefined): string | null {
  if (node?.kind !== "scalar" || node.value === null) return null;
  if (typeof node.value === "string") return node.value;
  return node.source ?? (typeof node.value === "object" ? node.value.date : String(node.value));
}

function first(node: MappingNode, keys: readonly string[]): Node | undefined {
  for (const key of keys) {
    const value = getNode(node, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** An item of a list: a path, or a mapping that holds one. */
export function entryOf(node: Node): Parsed<ManifestEntry> {
  if (node.kind !== "mapping") {
    const path = node.kind === "scalar" && typeof node.value === "string" ? node.value : null;
    if (path === null)
      return malformed(`line ${node.line} lists something without a path`, node.line);
    return parsed({ path, line: node.line, role: null, bytes: null, sha256: null, md5: null });
  }
  const path = first(node, PATH_KEYS);
  if (path?.kind !== "scalar" || typeof path.value !== "string")
    return malformed(`line ${node.line} lists something without a path`, node.line);
  return describedEntry(path.value, node);
}

/** A path with the mapping that describes it. */
export function describedEntry(path: string, node: MappingNode): Parsed<ManifestEntry> {
  const size = first(node, SIZE_KEYS);
  const bytes = size === undefined ? null : sizeOf(size);
  if (bytes === undefined)
    return malformed(`line ${size?.line ?? node.line} gives a size that is no number`, size?.line);
  const digests = digestsOf(node);
  const role = textOf(getNode(node, "role") ?? getNode(node, "kind"));
  return parsed({ path, line: node.line, role, bytes, ...digests });
}

/** Null where it is null, undefined where it is no size. */
function sizeOf(node: Node): number | null | undefined {
  const text = textOf(node);
  if (text === null) return node.kind === "scalar" ? null : undefined;
  const size = Number(text);
  return text.trim() !== "" && Number.isFinite(size) && size >= 0 ? size : undefined;
}

type Digests = Pick<ManifestEntry, "sha256" | "md5">;

function digestsOf(node: MappingNode): Digests {
  const general = digestOf(first(node, DIGEST_KEYS));
  const sha256 = textOf(getNode(node, "sha256") ?? getNode(node, "sha-256"));
  const md5 = textOf(getNode(node, "md5"));
  return {
    sha256: sha256 === null ? general.sha256 : withoutPrefix(sha256, "sha256"),
    md5: md5 === null ? general.md5 : withoutPrefix(md5, "md5"),
  };
}

/** `sha256: sha256:<hex>` says it twice; what names another algorithm stays as it is, and differs. */
function withoutPrefix(text: string, algorithm: keyof Digests): string {
  return spelledDigest(text)[algorithm] ?? text;
}

/** `sha256:<hex>`, bare hex told apart by its length, or a mapping by algorithm. */
export function digestOf(node: Node | undefined): Digests {
  return node?.kind === "mapping" ? digestsOf(node) : spelledDigest(textOf(node) ?? "");
}

function spelledDigest(text: string): Digests {
  const [, algorithm = "", value = ""] = PREFIXED.exec(text) ?? BARE.exec(text) ?? [];
  if (value === "") return { sha256: null, md5: null };
  const isMd5 = algorithm === "" ? value.length === 32 : /^md5$/i.test(algorithm);
  return isMd5 ? { sha256: null, md5: value } : { sha256: value, md5: null };
}

/** The first of `release`, `tag` and `version` that says something. */
export function releaseOf(node: MappingNode): NamedRelease | null {
  for (const key of ["release", "tag", "version"]) {
    const value = getNode(node, key);
    const named = value?.kind === "mapping" ? first(value, ["tag", "version", "name"]) : value;
    const text = textOf(named);
    if (named === undefined || text === null || isFormatNumber(key, named)) continue;
    return { key, value: text, line: named.line };
  }
  return null;
}

/** An integer `version` is the number of the format, and not of the release. */
function isFormatNumber(key: string, node: Node): boolean {
  return key === "version" && node.kind === "scalar" && typeof node.value === "bigint";
}
