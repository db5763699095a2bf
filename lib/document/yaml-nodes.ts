// A composed YAML document as nodes: scalars resolved, aliases shared, merge keys merged, sizes bounded.

import type { Alias, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { fault, tooDeep } from "./fault.ts";
import { MAX_DEPTH, MAX_EXPANDED_NODES } from "./limits.ts";
import type { MappingEntry, Node, ScalarNode, ScalarValue } from "./node.ts";
import { resolvePlain } from "./scalar.ts";
import type { Composed } from "./yaml-compose.ts";
import { joinEntries, mergedEntries } from "./yaml-merge.ts";
import { badScalar, checkCollectionTag, resolveTagged } from "./yaml-tags.ts";

/** An anchored node: itself once it is complete, its nodes with aliases written out, and its height. */
interface Anchored {
  node: Node | null;
  size: number;
  height: number;
}

interface Walk extends Composed {
  readonly anchors: Map<string, Anchored>;
  /** Nodes so far, each alias counted as all that it stands for. */
  expanded: number;
  /** The deepest level reached since it was last set back. */
  deepest: number;
}

type Value = Scalar | YAMLMap | YAMLSeq;

/** A value with the line that an absent one would stand on. */
interface Place {
  readonly line: number;
  readonly depth: number;
}

export function toNode(composed: Composed): Node {
  const walk: Walk = { ...composed, anchors: new Map(), expanded: 0, deepest: 0 };
  return build(walk, composed.document.contents, { line: 1, depth: 0 });
}

function build(walk: Walk, node: unknown, place: Place): Node {
  count(walk, 1, place.line);
  reach(walk, place.depth, place.line);
  if (node === null || node === undefined) return emptyScalar(place.line);
  const { yaml } = walk;
  if (yaml.isAlias(node)) return followAlias(walk, node, place);
  if (!yaml.isScalar(node) && !yaml.isMap(node) && !yaml.isSeq(node)) {
    throw fault(`line ${place.line} holds an unknown kind of value`, place.line, "unsupported");
  }
  return node.anchor === undefined
    ? buildValue(walk, node, place)
    : buildAnchored(walk, node, node.anchor, place);
}

function buildAnchored(walk: Walk, node: Value, anchor: string, place: Place): Node {
  const anchored: Anchored = { node: null, size: 0, height: 0 };
  walk.anchors.set(anchor, anchored);
  const before = walk.expanded;
  const outer = walk.deepest;
  walk.deepest = place.depth;
  anchored.node = buildValue(walk, node, place);
  anchored.size = walk.expanded - before;
  anchored.height = walk.deepest - place.depth;
  walk.deepest = Math.max(outer, walk.deepest);
  return anchored.node;
}

/** The last node of that anchor before the alias, as YAML has it; `yaml`'s own search is quadratic. */
function followAlias(walk: Walk, alias: Alias, place: Place): Node {
  const line = lineOf(walk, alias, place);
  const target = walk.anchors.get(alias.source);
  if (target === undefined) throw fault(`line ${line} refers to an unknown anchor`, line);
  if (target.node === null) throw fault(`line ${line} refers to a node that holds it`, line);
  count(walk, target.size, line);
  reach(walk, place.depth + target.height, line);
  return target.node;
}

function count(walk: Walk, nodes: number, line: number): void {
  walk.expanded += nodes;
  if (walk.expanded <= MAX_EXPANDED_NODES) return;
  throw fault(`expands to more than ${MAX_EXPANDED_NODES} values`, line, "too-large");
}

function reach(walk: Walk, depth: number, line: number): void {
  if (depth > MAX_DEPTH) throw tooDeep(line);
  if (depth > walk.deepest) walk.deepest = depth;
}

function buildValue(walk: Walk, node: Value, place: Place): Node {
  const { yaml } = walk;
  const here: Place = { line: lineOf(walk, node, place), depth: place.depth };
  if (yaml.isScalar(node)) return buildScalar(walk, node, here.line);
  if (yaml.isMap(node)) return buildMapping(walk, node, here);
  return buildSequence(walk, node, here);
}

function buildScalar(walk: Walk, node: Scalar, line: number): ScalarNode {
  const text = scalarText(walk, node);
  const plain = node.type === "PLAIN";
  const source = plain ? text : null;
  if (node.tag !== undefined) {
    return { kind: "scalar", value: resolveTagged(node.tag, text, line), line, source };
  }
  const value: ScalarValue | undefined = plain ? resolvePlain(text) : text;
  if (value === undefined) throw badScalar(text, line, null);
  return { kind: "scalar", value, line, source };
}

/** A block scalar that the text ends in without a line break: `yaml` adds one, ruamel.yaml does not. */
function scalarText(walk: Walk, node: Scalar): string {
  const text = String(node.value);
  const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
  if (!isBlock || walk.lastLine === "" || node.range?.[1] !== walk.length) return text;
  // A last line of spaces belongs to the scalar only where it is longer than the indent.
  const isContent = walk.lastLine.trim() !== "" || /(?:^|\n) +\n$/.test(text);
  return isContent && text.endsWith("\n") ? text.slice(0, -1) : text;
}

function buildSequence(walk: Walk, node: YAMLSeq, place: Place): Node {
  checkCollectionTag(node.tag, "seq", place.line);
  const inner = { line: place.line, depth: place.depth + 1 };
  const items = node.items.map((item) => build(walk, item, inner));
  return { kind: "sequence", items, line: place.line };
}

function buildMapping(walk: Walk, node: YAMLMap, place: Place): Node {
  checkCollectionTag(node.tag, "map", place.line);
  const own: MappingEntry[] = [];
  let merged: readonly MappingEntry[] | null = null;
  for (const pair of node.items) {
    const keyLine = walk.yaml.isNode(pair.key) ? lineOf(walk, pair.key, place) : place.line;
    const inner = { line: keyLine, depth: place.depth + 1 };
    if (isMergeKey(walk, pair.key)) {
      if (merged !== null) throw fault(`line ${keyLine} repeats the key "<<"`, keyLine);
      merged = mergedEntries(build(walk, pair.value, inner), keyLine);
      continue;
    }
    own.push({ key: buildKey(walk, pair.key, inner), value: build(walk, pair.value, inner) });
  }
  return { kind: "mapping", entries: joinEntries(merged ?? [], own), line: place.line };
}

function isMergeKey(walk: Walk, key: unknown): boolean {
  if (!walk.yaml.isScalar(key) || key.value !== "<<") return false;
  return key.tag === undefined ? key.type === "PLAIN" : key.tag === "!";
}

function buildKey(walk: Walk, key: unknown, place: Place): ScalarNode {
  // As a key `=` is a string to ruamel.yaml, as a value an error.
  if (walk.yaml.isScalar(key) && key.value === "=" && key.type === "PLAIN") {
    return { kind: "scalar", value: "=", line: place.line, source: "=" };
  }
  const node = build(walk, key, place);
  if (node.kind === "scalar") return node;
  throw fault(`line ${place.line} has a key that is not a scalar`, place.line);
}

function emptyScalar(line: number): ScalarNode {
  return { kind: "scalar", value: null, line, source: "" };
}

function lineOf(walk: Walk, node: Value | Alias, place: Place): number {
  return node.range ? walk.lineOf(node.range[0]) : place.line;
}
