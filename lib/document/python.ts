// The literals of a `params.py`, read without running it (as dvc/utils/serialize/_py.py does by `ast`).

import { conflictFault, findConflictMarker } from "./conflict.ts";
import { fault, guarded, shielded } from "./fault.ts";
import { lineAt, lineFinder } from "./lines.ts";
import { loadPython, type PythonTree } from "./load.ts";
import type { MappingEntry, Node } from "./node.ts";
import {
  childrenOf,
  evaluateLiteral,
  evaluateTuple,
  unwrap,
  type Source,
} from "./python-literal.ts";
import type { Parsed } from "../reading.ts";

type SyntaxNode = PythonTree["topNode"];

/** No params are longer; the parser is not made for hostile megabytes. */
const MAX_PYTHON_SIZE = 256 * 1024;

// @lezer/python does not know `1.`; it is shown `1 ` and the value is read from the text.
const BARE_DOT = /(?<![\w.])\d[\d_]*\.(?![\w.])/g;

function hideDot(number: string): string {
  return `${number.slice(0, -1)} `;
}

/**
 * Top-level assignments of one target, annotated ones too, as a mapping; a class is a mapping of its
 * own assignments and of what its `__init__` gives to `self`. The last assignment wins, and values that
 * are not literals are left out. What the parser
 * does not understand is `unsupported`: it is not CPython. Never throws.
 */
export function parsePythonParams(text: string): Parsed<Node> {
  return guarded(text, () => {
    if (text.length > MAX_PYTHON_SIZE) throw fault("is too large to be read", null, "too-large");
    if (text.startsWith("\ufeff")) throw fault("starts with a byte order mark", 1);
    if (text.includes("\0")) throw fault("holds a NUL character", lineAt(text, text.indexOf("\0")));
    const clean = text.replace(/\r\n?/g, "\n");
    const tree = shielded(() => parseTree(clean));
    shielded(() => refuseErrors(tree, clean));
    const source: Source = { text: clean, lineOf: lineFinder(clean) };
    const entries = readBody(source, tree.topNode, false);
    return { kind: "mapping", entries: [...entries.values()], line: 1 };
  });
}

/** Strictly: to recover from what is no Python takes seconds in hostile text, and serves nobody. */
function parseTree(text: string): PythonTree {
  const parser = loadPython().parser.configure({ strict: true });
  try {
    return parser.parse(text.replace(BARE_DOT, hideDot));
  } catch (error) {
    const position = /^No parse at (\d+)$/.exec(error instanceof Error ? error.message : "")?.[1];
    throw position === undefined ? error : notPython(text, Number(position));
  }
}

/** What a strict parser leaves has no errors, but for the day when it does. */
function refuseErrors(tree: PythonTree, text: string): void {
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) throw notPython(text, cursor.from);
  } while (cursor.next());
}

function notPython(text: string, position: number): Error {
  const conflict = findConflictMarker(text);
  if (conflict !== null) return conflictFault(conflict);
  const line = lineAt(text, position);
  return fault(`line ${line} is not Python that can be read here`, line, "unsupported");
}

type Entries = Map<string, MappingEntry>;

/** `selfOnly` inside of `__init__`: a plain name there is a local variable. */
function readBody(source: Source, body: SyntaxNode, selfOnly: boolean): Entries {
  const entries: Entries = new Map();
  for (const statement of statementsOf(body)) {
    if (statement.name === "AssignStatement")
      readAssignment(source, statement, { entries, selfOnly });
    else if (statement.name === "ClassDefinition") readClass(source, statement, entries);
    else if (isInitializer(source, statement)) {
      const inner = statement.getChild("Body");
      const found =
        inner === null ? new Map<string, MappingEntry>() : readBody(source, inner, true);
      for (const [name, entry] of found) entries.set(name, entry);
    }
  }
  return entries;
}

/** Statements of a body, with `a = 1; b = 2` and decorated definitions taken apart. */
function statementsOf(body: SyntaxNode): SyntaxNode[] {
  return childrenOf(body).flatMap((child) => {
    if (child.name === "StatementGroup") return childrenOf(child);
    return child.name === "DecoratedStatement" ? childrenOf(child) : [child];
  });
}

function isInitializer(source: Source, node: SyntaxNode): boolean {
  if (node.name !== "FunctionDefinition" || node.getChild("async") !== null) return false;
  const name = node.getChild("VariableName");
  return name !== null && source.text.slice(name.from, name.to) === "__init__";
}

function readClass(source: Source, node: SyntaxNode, entries: Entries): void {
  const name = node.getChild("VariableName");
  const body = node.getChild("Body");
  if (name === null || body === null) return;
  const members = [...readBody(source, body, false).values()];
  const line = source.lineOf(name.from);
  enter(source, entries, { name, value: { kind: "mapping", entries: members, line } });
}

function readAssignment(
  source: Source,
  statement: SyntaxNode,
  into: { readonly entries: Entries; readonly selfOnly: boolean },
): void {
  const parts = childrenOf(statement);
  const operators = parts.filter(({ name }) => name === "AssignOp");
  if (operators.length !== 1) return;
  const split = parts.findIndex(({ name }) => name === "AssignOp");
  const [target, second] = parts.slice(0, split).filter(({ name }) => name !== "TypeDef");
  if (target === undefined || second !== undefined) return;
  const name = targetName(source, unwrap(target), into.selfOnly);
  if (name === null) return;
  const values = parts.slice(split + 1);
  const [only] = values;
  const value =
    only !== undefined && values.length === 1
      ? evaluateLiteral(source, only)
      : evaluateTuple(source, values);
  if (value === undefined) return;
  enter(source, into.entries, { name, value });
}

function targetName(source: Source, target: SyntaxNode, selfOnly: boolean): SyntaxNode | null {
  if (target.name === "VariableName") return selfOnly ? null : target;
  if (target.name !== "MemberExpression") return null;
  const owner = target.firstChild;
  if (owner?.name !== "VariableName") return null;
  if (source.text.slice(owner.from, owner.to) !== "self") return null;
  return target.getChild("PropertyName");
}

function enter(
  source: Source,
  entries: Entries,
  { name, value }: { readonly name: SyntaxNode; readonly value: Node },
): void {
  const written = source.text.slice(name.from, name.to);
  // Python normalises its identifiers.
  const text = written.normalize("NFKC");
  const line = source.lineOf(name.from);
  entries.set(text, { key: { kind: "scalar", value: text, line, source: written }, value });
}
