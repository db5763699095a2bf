// A document by the extension of its path, as DVC picks its loader.

import { oversize } from "./fault.ts";
import { parseJson } from "./json.ts";
import { MAX_DOCUMENT_SIZE } from "./limits.ts";
import type { Node } from "./node.ts";
import { parsePythonParams } from "./python.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { parseToml } from "./toml.ts";
import { parseYaml } from "./yaml.ts";

/**
 * Reads a params, metrics or any other data file: `.json` (a repeated key: the last wins, as in
 * Python), `.toml`, `.py`, and everything else as YAML (dvc/utils/serialize). UTF-8 only. Never throws.
 */
export function parseDocument(path: string, bytes: Uint8Array): Parsed<Node> {
  const read = readText(bytes);
  if (!read.ok) return read;
  const text = read.value;
  switch (extensionOf(path)) {
    case ".json":
      return parseJson(text, { duplicates: "last-wins" });
    case ".toml":
      return parseToml(text);
    case ".py":
      return parsePythonParams(text);
    default:
      return parseYaml(text);
  }
}

/** The same for what others will read: JSON that repeats a key says two things, and is refused. Never throws. */
export function parseStrictly(path: string, bytes: Uint8Array): Parsed<Node> {
  if (extensionOf(path) !== ".json") return parseDocument(path, bytes);
  const read = readText(bytes);
  return read.ok ? parseJson(read.value, { duplicates: "refuse" }) : read;
}

/** The text of a document of a bearable size, byte order mark included. */
export function readText(bytes: Uint8Array): Parsed<string> {
  if (bytes.length > MAX_DOCUMENT_SIZE) return { ok: false, problem: oversize(bytes.length) };
  const text = decodeUtf8(bytes);
  return text === null ? malformed("is not UTF-8") : parsed(text);
}

/** The text, byte order mark included, or null where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** From the first dot of the name, as DVC's file systems do: `metrics.v2.json` is YAML to it. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.indexOf(".");
  return dot === -1 ? "" : name.slice(dot).toLowerCase();
}

/**
 * A document as params: what Python calls false (null, `0`, `""`, `[]`, an empty file) is an empty
 * mapping, because DVC reads `load(text) or {}`.
 */
export function asParams(node: Node): Node {
  return isFalsy(node) ? { kind: "mapping", entries: [], line: node.line } : node;
}

function isFalsy(node: Node): boolean {
  if (node.kind === "sequence") return node.items.length === 0;
  if (node.kind === "mapping") return node.entries.length === 0;
  const { value } = node;
  return value === null || value === false || value === 0 || value === 0n || value === "";
}
