// The fast lane: the block YAML that DVC writes and people keep, read twenty times faster than `yaml` does.
//
// It takes block mappings and sequences, plain and quoted scalars, paragraphs behind `|` and `>`, flow
// collections of one line, comments and simple anchors. Whatever else it meets, right or wrong, it declines, and `yaml` judges: a document
// that it takes has the same nodes there (test/document/yaml-fast.test.ts).

import { isNewKey } from "./key.ts";
import { MAX_DEPTH } from "./limits.ts";
import type { MappingEntry, Node } from "./node.ts";
import { advance, DOUBT, firstLine, type LineCursor } from "./yaml-fast-line.ts";
import { enter, newAnchors, resolveAlias, type Anchors } from "./yaml-fast-anchor.ts";
import { readBlockScalar, startsBlock } from "./yaml-fast-block.ts";
import { readFlow, startsFlow } from "./yaml-fast-flow.ts";
import { readQuoted } from "./yaml-fast-quoted.ts";
import { hasKey, readPlain, splitEntry } from "./yaml-fast-scalar.ts";
import { textAfter } from "./yaml-fast-text.ts";

interface Lane extends LineCursor {
  readonly anchors: Anchors;
  /** Of the collection that is being read. */
  depth: number;
}

/** The document, or undefined where `yaml` has to judge. The text is as `prepareYamlText` leaves it. */
export function parseYamlFast(text: string): Node | undefined {
  if (text.includes("\t") || text.includes("\ufeff")) return undefined;
  return readCollection(firstLine(text), 0);
}

/**
 * The collection that is all there is in a part of a document: the column that it stands in, and the line that
 * the part starts on. An alias of what stands in another part is not understood.
 */
export function parseYamlPart(text: string, column: number, line: number): Node | undefined {
  return readCollection(firstLine(text, line), column);
}

function readCollection(cursor: LineCursor, column: number): Node | undefined {
  try {
    const lane: Lane = Object.assign(cursor, { anchors: newAnchors(), depth: 0 });
    if (lane.done || lane.indent !== column) return undefined;
    const node = readBlock(lane);
    return lane.done ? node : undefined;
  } catch (error) {
    if (error === DOUBT) return undefined;
    throw error;
  }
}

/** The collection that starts at the current line's column. */
function readBlock(lane: Lane): Node {
  lane.depth += 1;
  // The slow lane counts levels in its own way too: far from the limit the two agree.
  if (lane.depth > MAX_DEPTH / 2) throw DOUBT;
  const node = isDash(lane.content) ? readSequence(lane) : readMapping(lane);
  lane.depth -= 1;
  return node;
}

function isDash(content: string): boolean {
  return content.charCodeAt(0) === 45 && (content.length === 1 || content.charCodeAt(1) === 32);
}

function readSequence(lane: Lane): Node {
  const { indent, line } = lane;
  const items: Node[] = [];
  while (!lane.done && lane.indent === indent && isDash(lane.content)) items.push(readItem(lane));
  refuseDeeper(lane, indent);
  return { kind: "sequence", items, line };
}

function readItem(lane: Lane): Node {
  const { indent, content } = lane;
  const rest = textAfter(content, 1);
  if (!isDash(rest) && (startsProperty(rest) || startsFlow(rest) || !hasKey(rest))) {
    return readAfter(lane, rest, indent, false);
  }
  // A compact collection: its column is where it starts.
  lane.indent = indent + (content.length - rest.length);
  lane.content = rest;
  return readBlock(lane);
}

function readMapping(lane: Lane): Node {
  const { indent, line } = lane;
  const entries: MappingEntry[] = [];
  const seen = { set: null };
  while (!lane.done && lane.indent === indent && !isDash(lane.content)) {
    const entry = splitEntry(lane.content, lane.line);
    if (entry === undefined || !isNewKey(entries, entry.key, seen)) throw DOUBT;
    entries.push({ key: entry.key, value: readAfter(lane, entry.rest, indent, true) });
  }
  refuseDeeper(lane, indent);
  return { kind: "mapping", entries, line };
}

/** The value behind `key:` or `-`, on the line or in the lines below; `dashed` as in `readBelow`. */
function readAfter(lane: Lane, rest: string, indent: number, dashed: boolean): Node {
  const { line } = lane;
  if (rest === "") return readBelow(lane, indent, dashed) ?? emptyScalar(line);
  if (rest.startsWith("*")) {
    return endLine(lane, resolveAlias(lane.anchors, rest, lane.depth + 1));
  }
  if (!startsProperty(rest)) return readInline(lane, rest, indent);
  return enter(lane.anchors, rest, (inner) => {
    if (inner === "") return readBelow(lane, indent, dashed);
    // Before a compact mapping, an anchor is that of its first key.
    if (isDash(inner) || startsProperty(inner) || hasKey(inner)) throw DOUBT;
    return readInline(lane, inner, indent);
  });
}

function startsProperty(rest: string): boolean {
  const code = rest.charCodeAt(0);
  return code === 38 || code === 42;
}

/** A collection in the lines below; `dashed`: a sequence in the column of its key belongs to it. */
function readBelow(lane: Lane, indent: number, dashed: boolean): Node | undefined {
  advance(lane);
  if (lane.done || lane.indent < indent) return undefined;
  if (lane.indent > indent) return readBlock(lane);
  return dashed && isDash(lane.content) ? readBlock(lane) : undefined;
}

/** A value that begins on the line; what it goes on with stands deeper than `indent`. */
function readInline(lane: Lane, rest: string, indent: number): Node {
  const first = rest.charCodeAt(0);
  if (first === 34 || first === 39) return readQuoted(lane, rest, indent);
  if (startsFlow(rest)) return endLine(lane, readFlow(rest, lane.line, lane.depth));
  return startsBlock(rest) ? readBlockScalar(lane, rest, indent) : readPlain(lane, rest, indent);
}

function endLine(lane: Lane, node: Node): Node {
  advance(lane);
  return node;
}

/** A deeper line would go on with the last value. */
function refuseDeeper(lane: Lane, indent: number): void {
  if (!lane.done && lane.indent > indent) throw DOUBT;
}

function emptyScalar(line: number): Node {
  return { kind: "scalar", value: null, line, source: "" };
}
