// Everything that reads bytes of a commit, a tag or a person, as functions of bytes.

import { isDeepStrictEqual } from "node:util";

import { parseDocument } from "../../lib/document/read.ts";
import { parseYamlFast } from "../../lib/document/yaml-fast.ts";
import { prepareYamlText } from "../../lib/document/yaml-text.ts";
import { parseYamlSlowly } from "../../lib/document/yaml.ts";
import { pythonEquals } from "../../lib/document/value.ts";
import { formatValue } from "../../lib/document/format-value.ts";
import type { Node } from "../../lib/document/node.ts";
import { parseConfig } from "../../lib/dvc/config.ts";
import { parseDirectoryObject } from "../../lib/dvc/directory-hash.ts";
import { makeIgnore } from "../../lib/dvc/ignore.ts";
import { decodeLock } from "../../lib/dvc/lock.ts";
import { compileNameGlob, LONGEST_GLOB } from "../../lib/dvc/name-glob.ts";
import { findByPath } from "../../lib/dvc/param-path.ts";
import { parseDvcStatus } from "../../lib/dvc/parse-status.ts";
import { decodePipelineFile } from "../../lib/dvc/pipeline-file.ts";
import { decodePointer } from "../../lib/dvc/pointer.ts";
import { readLock, readPipelineFile } from "../../lib/dvc/read-file.ts";
import { documentsNeeded, resolvePipeline } from "../../lib/dvc/resolve/index.ts";
import { readManifest } from "../../lib/formats/index.ts";
import { parseAttributes } from "../../lib/gather/attribute-file.ts";
import { parseConfig as parseGitConfig } from "../../lib/git/config.ts";
import { parseCommit, parseTag } from "../../lib/git/objects.ts";
import { decodeText } from "../../lib/git/text.ts";
import { parseTrailers } from "../../lib/git/trailers.ts";
import { parseTreeObject } from "../../lib/git/tree-object.ts";
import { classifyTag } from "../../lib/classify.ts";
import type { Parsed, Reading } from "../../lib/reading.ts";
import { parsePrePush, parsePreReceive } from "../../lib/update.ts";
import { parseWaiver } from "../../lib/waiver.ts";
import { resolvePolicy } from "../../config/resolve.ts";
import { defaults } from "../../config/defaults.ts";
import { rules } from "../../lib/rules/index.ts";

export type Target = (bytes: Uint8Array) => void;

const OID = "1".repeat(40);

function withDocument(path: string, use: (node: Node) => unknown): Target {
  return (bytes) => {
    const document = parseDocument(path, bytes);
    if (document.ok) use(document.value);
  };
}

/** All that the rest of the program does to a value of a document. */
function touch(node: Node): void {
  if (!pythonEquals(node, node) && !JSON.stringify(formatValue(node)).includes("nan")) {
    // A NaN and a date beside it are the only values that do not equal themselves.
  }
}

/** What is read as it is usually written, and what `yaml` makes of it: the same, fault or value. */
function compareWays<Value>(
  read: (bytes: Uint8Array) => Parsed<Value>,
  decode: (node: Node) => Parsed<Value>,
): Target {
  return (bytes) => {
    const text = prepared(bytes);
    if (text === null) return;
    const slow = parseYamlSlowly(text);
    const judged = slow.ok ? decode(slow.value) : slow;
    if (!isDeepStrictEqual(read(new TextEncoder().encode(text)), judged))
      throw new Error("the two ways read two files");
  };
}

/** What the fast lane takes, `yaml` reads the same; what it is not sure of, it declines. */
function compareLanes(bytes: Uint8Array): void {
  const text = prepared(bytes);
  if (text === null) return;
  const fast = parseYamlFast(text);
  if (fast === undefined) return;
  const slow = parseYamlSlowly(text);
  if (!slow.ok) throw new Error(`the fast lane takes what yaml refuses: ${slow.problem.text}`);
  if (shown(fast) !== shown(slow.value)) throw new Error("the lanes read two documents");
}

function prepared(bytes: Uint8Array): string | null {
  try {
    return prepareYamlText(decodeText(bytes));
  } catch {
    return null;
  }
}

function shown(node: Node): string {
  return JSON.stringify(node, (_key, value: unknown) => {
    if (typeof value === "bigint") return `int ${value}`;
    return typeof value === "number" ? `float ${Object.is(value, -0) ? "-0" : value}` : value;
  });
}

function resolve(node: Node): void {
  const file = decodePipelineFile(node);
  if (!file.ok) return;
  const read = (path: string): Reading<Node> => {
    if (path !== "params.yaml") return { state: "absent", source: { path, oid: null } };
    return { state: "present", value: node, source: { path, oid: OID } };
  };
  documentsNeeded(file.value, read);
  resolvePipeline(file.value, read, {});
}

function asText(read: (text: string) => unknown): Target {
  return (bytes) => void read(decodeText(bytes));
}

/** The first line is the pattern, the rest are the names. */
function asPattern(read: (pattern: string, names: readonly string[]) => unknown): Target {
  return asText((text) => {
    const [pattern = "", ...names] = text.split("\n");
    read(pattern, names.slice(0, 50));
  });
}

function readPolicy(node: Node): Parsed<unknown> | object {
  return resolvePolicy(node, { knownRules: rules, source: "fuzz" });
}

/** By name; a seed file is called after its target. */
export const targets: Readonly<Record<string, Target>> = {
  "yaml-lanes": compareLanes,
  yaml: withDocument("a.yaml", touch),
  json: withDocument("a.json", touch),
  toml: withDocument("a.toml", touch),
  python: withDocument("a.py", touch),
  lock: withDocument("dvc.lock", decodeLock),
  "lock-ways": compareWays(readLock, decodeLock),
  pipeline: withDocument("dvc.yaml", decodePipelineFile),
  "pipeline-ways": compareWays(readPipelineFile, decodePipelineFile),
  resolve: withDocument("dvc.yaml", resolve),
  pointer: withDocument("a.dvc", (node) =>
    decodePointer(node, { directory: "a", projectRoot: "" }),
  ),
  policy: withDocument(".tagproofrc.yaml", readPolicy),
  "directory-object": (bytes) => void parseDirectoryObject(bytes),
  "manifest-json": (bytes) => void readManifest("manifest.json", bytes),
  "manifest-yaml": (bytes) => void readManifest("manifest.yaml", bytes),
  "manifest-sums": (bytes) => void readManifest("SHA256SUMS", bytes),
  "manifest-signature": (bytes) => void readManifest("model.sig", bytes),
  "manifest-bill": (bytes) => void readManifest("bom.cdx.json", bytes),
  "dvc-config": asText(parseConfig),
  "dvc-status": asText((text) => parseDvcStatus(text, "sub", "/repository")),
  dvcignore: asPattern((_, names) => {
    const isIgnored = makeIgnore([{ directory: "a", text: names.join("\n") }]);
    // No tree is read deeper than this (lib/git/read-tree.ts).
    for (const name of names) isIgnored(`a/${name}`.split("/").slice(0, 200).join("/"), false);
  }),
  gitattributes: asText((text) => {
    for (const { matches } of parseAttributes(text, "a/").rules) matches("a/b/c.bin");
  }),
  "name-glob": asPattern((pattern, names) => {
    const matches = compileNameGlob(pattern.slice(0, LONGEST_GLOB));
    for (const name of names) matches(name);
  }),
  "param-path": (bytes) => {
    const document = parseDocument("a.yaml", bytes);
    const [key = ""] = decodeText(bytes).split("\n");
    if (document.ok) findByPath(document.value, key.slice(0, 200));
  },
  "git-config": asText(parseGitConfig),
  tag: (bytes) => {
    const tag = parseTag(bytes);
    if (tag.ok) parseTrailers(tag.value.message);
  },
  commit: (bytes) => void parseCommit(OID, bytes),
  tree: (bytes) => {
    parseTreeObject(bytes, 20);
    parseTreeObject(bytes, 32);
  },
  trailers: asText(parseTrailers),
  waiver: asText(parseWaiver),
  name: asText((text) => classifyTag(text.slice(0, 1000), defaults.releases)),
  "pre-push": asText(parsePrePush),
  "pre-receive": asText(parsePreReceive),
};
