// The values that a dotted key names in a document, as dpath finds them for DVC.

import {
  getEntry,
  type MappingNode,
  type Node,
  type ScalarValue,
  type SequenceNode,
} from "../document/node.ts";
import { compileNameGlob, isGlob, LONGEST_GLOB } from "./name-glob.ts";

/** Any number of names, none too. dpath takes one of them in a key. */
const ANY_DEPTH = "**";

/**
 * Names that patterns may look at in one document: a hostile dvc.yaml could list a hundred thousand
 * patterns over a million names. What is beyond that is refused like a pattern of many matches.
 */
const MAX_VISITS = 5_000_000;
/** So many comparisons of a character with a part of a pattern count for one name. */
const STEPS = 25;
/** The characters of a key that is no text, or of a place in a list. */
const SHORT = 8;

/** What keys found in a document, since many stages ask for one, and what patterns may still look at. */
interface Spent {
  readonly answers: Map<string, readonly Node[] | null>;
  left: number;
}

const spentIn = new WeakMap<Node, Spent>();

interface Search {
  readonly segments: readonly Segment[];
  readonly root: Node;
  readonly found: Node[];
  /** Names that may still be looked at. */
  left: number;
}

interface Segment {
  readonly isAnyDepth: boolean;
  readonly isMatch: (key: ScalarValue) => boolean;
  /** The one string key that it can be, and then no other kind of key; null where that is open. */
  readonly exact: string | null;
  /** The length of a pattern, none of any other text. */
  readonly globLength: number;
  /** What Python's `int()` makes of it, which counts in lists and among integer keys. */
  readonly index: bigint | null;
}

/**
 * The values at a key, at most two: a second one is enough to make DVC refuse. Null where dpath
 * refuses the key itself. Names are separated by dots; dots in front mean nothing.
 */
export function findByPath(root: Node, key: string): readonly Node[] | null {
  if (key === "" || key === "/") return [root];
  const spent = spentIn.get(root) ?? { answers: new Map(), left: MAX_VISITS };
  spentIn.set(root, spent);
  const known = spent.answers.get(key);
  if (known !== undefined) return known;
  const answer = findNew(root, key, spent);
  spent.answers.set(key, answer);
  return answer;
}

function findNew(root: Node, key: string, spent: Spent): readonly Node[] | null {
  const names = key.replace(/^\.+/, "").split(".");
  if (names.filter((name) => name === ANY_DEPTH).length > 1) return null;
  const segments = names.map(readSegment);
  const isLiteral = segments.every(({ exact }) => exact !== null);
  return isLiteral ? find(root, segments, 0).found : findPattern(root, segments, spent);
}

/** A pattern, or a number, which may be a key of several kinds: all names of a mapping are seen. */
function findPattern(
  root: Node,
  segments: readonly Segment[],
  spent: Spent,
): readonly Node[] | null {
  const search = find(root, segments, spent.left);
  spent.left = search.left;
  return search.left < 0 ? null : search.found;
}

function find(root: Node, segments: readonly Segment[], left: number): Search {
  const search: Search = { segments, root, found: [], left };
  descend(search, root, 0);
  return search;
}

function readSegment(text: string): Segment {
  const isAnyDepth = text === ANY_DEPTH;
  const index = pythonInt(text);
  const isText = textMatcher(text);
  const isMatch = (key: ScalarValue): boolean => {
    if (typeof key === "string") return isText(key);
    if (typeof key !== "bigint" && typeof key !== "boolean") return false;
    if (index !== null) return BigInt(key) === index;
    return isText(typeof key === "bigint" ? String(key) : key ? "True" : "False");
  };
  const isExact = !isGlob(text) && index === null && text !== "True" && text !== "False";
  return {
    isAnyDepth,
    isMatch,
    exact: isExact ? text : null,
    globLength: globLengthOf(text),
    index,
  };
}

function textMatcher(text: string): (name: string) => boolean {
  if (!isGlob(text)) return (name) => name === text;
  return globLengthOf(text) === 0 ? () => false : compileNameGlob(text);
}

/** One that is too long is not looked at. */
function globLengthOf(text: string): number {
  return isGlob(text) && text.length <= LONGEST_GLOB ? text.length : 0;
}

/** `int()` of a text: a sign, leading zeros, `_` between digits and space around are fine. */
function pythonInt(text: string): bigint | null {
  const digits = /^\s*([+-]?)(\d{1,40}(?:_\d{1,40}){0,9})\s*$/.exec(text);
  if (digits === null) return null;
  const magnitude = BigInt((digits[2] ?? "").replaceAll("_", ""));
  return digits[1] === "-" ? -magnitude : magnitude;
}

function descend(search: Search, node: Node, at: number): void {
  const segment = search.segments[at];
  if (segment === undefined) {
    if (node !== search.root) search.found.push(node);
    return;
  }
  if (segment.isAnyDepth) descend(search, node, at + 1);
  if (node.kind !== "scalar" && segment.exact === null) search.left -= costOf(node, segment);
  if (search.left < 0) return;
  for (const child of childrenOf(node, segment)) {
    if (search.found.length > 1) return;
    descend(search, child, segment.isAnyDepth ? at : at + 1);
  }
}

/** Its names, and under a pattern also how long they are: one name can be a megabyte. */
function costOf(node: MappingNode | SequenceNode, { globLength }: Segment): number {
  if (node.kind === "sequence") return node.items.length * (1 + (globLength * SHORT) / STEPS);
  if (globLength === 0) return node.entries.length;
  return node.entries.reduce(
    (cost, { key }) => cost + 1 + (globLength * lengthOf(key.value)) / STEPS,
    0,
  );
}

function lengthOf(key: ScalarValue): number {
  return typeof key === "string" ? key.length : SHORT;
}

function childrenOf(node: Node, segment: Segment): readonly Node[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "sequence") return itemsOf(node.items, segment);
  if (segment.exact !== null) {
    const entry = getEntry(node, segment.exact);
    return entry === undefined ? [] : [entry.value];
  }
  return node.entries.filter(({ key }) => segment.isMatch(key.value)).map(({ value }) => value);
}

function itemsOf(items: readonly Node[], { exact, index, isMatch }: Segment): readonly Node[] {
  if (exact !== null) return [];
  if (index === null) return items.filter((_, position) => isMatch(BigInt(position)));
  const item = items.at(Number(index));
  return item === undefined ? [] : [item];
}
