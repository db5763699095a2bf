// Python literals as `ast.literal_eval` evaluates them, from a syntax tree of @lezer/python.

import type { PythonTree } from "./load.ts";
import { tooDeep } from "./fault.ts";
import { keyIdentity } from "./key.ts";
import { MAX_DEPTH, MAX_INTEGER_DIGITS } from "./limits.ts";
import type { MappingEntry, Node, ScalarValue, SequenceNode } from "./node.ts";
import { evaluateString } from "./python-string.ts";

type SyntaxNode = PythonTree["topNode"];

export interface Source {
  readonly text: string;
  /** 1-based line of an offset. */
  readonly lineOf: (offset: number) => number;
}

/** The value of a literal, or undefined where the expression is none that a lock could hold. */
export function evaluateLiteral(source: Source, node: SyntaxNode, depth = 0): Node | undefined {
  if (depth > MAX_DEPTH) throw tooDeep(source.lineOf(node.from));
  switch (node.name) {
    case "ParenthesizedExpression": {
      const [inner, ...rest] = elementsOf(node);
      return inner === undefined || rest.length > 0
        ? undefined
        : evaluateLiteral(source, inner, depth + 1);
    }
    case "ArrayExpression":
      return evaluateItems(source, node, depth);
    case "TupleExpression": {
      const items = evaluateItems(source, node, depth);
      return items === undefined ? undefined : { ...items, tuple: true };
    }
    case "DictionaryExpression":
      return evaluateDictionary(source, node, depth);
    default:
      return evaluateScalar(source, node);
  }
}

/**
 * A literal that no lock can hold: sets, bytes, `1j`. It is there, and equals nothing recorded, as a
 * date of its text does.
 */
function unlockable(source: Source, node: SyntaxNode): Node {
  const value = { date: source.text.slice(node.from, node.to) };
  return { kind: "scalar", value, line: source.lineOf(node.from), source: null };
}

/** Sets, bytes in one piece or several, and imaginary numbers. */
const UNLOCKABLE: Readonly<Record<string, RegExp>> = {
  SetExpression: /^/,
  Ellipsis: /^/,
  CallExpression: /^set\s*\(\s*\)$/,
  String: /^(?:b|br|rb)['"]/i,
  ContinuedString: /^(?:b|br|rb)['"]/i,
  Number: /j$/i,
};

/** The bare tuple of `x = 1, 2`, given its tokens. */
export function evaluateTuple(source: Source, tokens: readonly SyntaxNode[]): Node | undefined {
  const [first] = tokens;
  if (first === undefined) return undefined;
  const nodes = tokens.filter(({ name }) => name !== "," && name !== "Comment");
  return toSequence(source, { nodes, from: first.from, depth: 0 });
}

function evaluateItems(source: Source, node: SyntaxNode, depth: number): SequenceNode | undefined {
  const nodes = elementsOf(node).filter(({ name }) => name !== ",");
  return toSequence(source, { nodes, from: node.from, depth });
}

function toSequence(
  source: Source,
  list: { readonly nodes: readonly SyntaxNode[]; readonly from: number; readonly depth: number },
): SequenceNode | undefined {
  const line = source.lineOf(list.from);
  const items: Node[] = [];
  for (const node of list.nodes) {
    const item = evaluateLiteral(source, node, list.depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: "sequence", items, line };
}

function evaluateDictionary(source: Source, node: SyntaxNode, depth: number): Node | undefined {
  const line = source.lineOf(node.from);
  const entries = new Map<unknown, MappingEntry>();
  const parts = elementsOf(node).filter(({ name }) => name !== "," && name !== ":");
  if (parts.length % 2 !== 0) return undefined;
  for (let index = 0; index < parts.length; index += 2) {
    const entry = evaluateEntry(source, parts.slice(index, index + 2), depth);
    if (entry === undefined) return undefined;
    const identity = keyIdentity(entry.key.value);
    const key = entries.get(identity)?.key ?? entry.key;
    entries.set(identity, { key, value: entry.value });
  }
  return { kind: "mapping", entries: [...entries.values()], line };
}

function evaluateEntry(
  source: Source,
  [keyNode, valueNode]: readonly SyntaxNode[],
  depth: number,
): MappingEntry | undefined {
  if (keyNode === undefined || valueNode === undefined) return undefined;
  const key = evaluateLiteral(source, keyNode, depth + 1);
  const value = evaluateLiteral(source, valueNode, depth + 1);
  if (key?.kind !== "scalar" || value === undefined) return undefined;
  return { key, value };
}

function evaluateScalar(source: Source, node: SyntaxNode): Node | undefined {
  const text = textOf(source, node);
  if (UNLOCKABLE[node.name]?.test(text) === true) return unlockable(source, node);
  const value = scalarValue(source, node, text);
  if (value === undefined) return undefined;
  const isString = typeof value === "string";
  return {
    kind: "scalar",
    value,
    line: source.lineOf(node.from),
    source: isString ? null : text,
  };
}

function scalarValue(source: Source, node: SyntaxNode, text: string): ScalarValue | undefined {
  switch (node.name) {
    case "Number":
      return evaluateNumber(text);
    case "String":
      return evaluateString(text, source.lineOf(node.from));
    case "ContinuedString":
      return joinStrings(source, node);
    case "Boolean":
      return text === "True";
    case "None":
      return null;
    case "UnaryExpression":
      return evaluateSigned(source, node);
    default:
      return undefined;
  }
}

/** One sign before one number; Python's `literal_eval` takes no more. */
function evaluateSigned(source: Source, node: SyntaxNode): ScalarValue | undefined {
  const [sign, operand, ...rest] = elementsOf(node, true);
  if (sign === undefined || operand === undefined || rest.length > 0) return undefined;
  const bare = unwrap(operand);
  if (bare.name !== "Number") return undefined;
  const value = evaluateNumber(textOf(source, bare));
  const operator = source.text.slice(sign.from, sign.to);
  if (value === undefined || operator === "+") return value;
  return operator === "-" ? -value : undefined;
}

/** The text of a node, with the dot of `1.`, which the parser was not shown (python.ts). */
function textOf(source: Source, node: SyntaxNode): string {
  const text = source.text.slice(node.from, node.to);
  return node.name === "Number" && source.text[node.to] === "." ? `${text}.` : text;
}

/** An expression without the parentheses around it. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let bare = node;
  while (bare.name === "ParenthesizedExpression") {
    const [inner, ...rest] = elementsOf(bare);
    if (inner === undefined || rest.length > 0) return bare;
    bare = inner;
  }
  return bare;
}

function joinStrings(source: Source, node: SyntaxNode): string | undefined {
  const parts = elementsOf(node, true).map((part) => {
    return part.name === "String"
      ? evaluateString(source.text.slice(part.from, part.to), source.lineOf(part.from))
      : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts.join("") : undefined;
}

/** Undefined for imaginary numbers, and for what is none: `017`. */
function evaluateNumber(text: string): bigint | number | undefined {
  const digits = text.replaceAll("_", "").toLowerCase();
  if (/^(?:0+|[1-9]\d*|0x[\da-f]+|0o[0-7]+|0b[01]+)$/.test(digits)) {
    return digits.length > MAX_INTEGER_DIGITS ? undefined : BigInt(digits);
  }
  if (!/[.e]/.test(digits)) return undefined;
  return /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(digits) ? Number(digits) : undefined;
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    children.push(child);
  }
  return children;
}

/** Children without comments, and without the brackets around them unless `all`. */
function elementsOf(node: SyntaxNode, all = false): SyntaxNode[] {
  const children = childrenOf(node).filter(({ name }) => name !== "Comment");
  return all ? children : children.slice(1, -1);
}
