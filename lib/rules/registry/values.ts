// What stands under certain keys of a document, however deep, and what stands around it.

import { textOf } from "../../formats/nodes.ts";
import type { MappingNode, Node, ScalarNode, SequenceNode } from "../../document/node.ts";
import {
  ANY_NAME,
  bareKey,
  DIRECTORY_KEYS,
  DOCUMENTATION_KEYS,
  HEAD_KEYS,
  NAMING_KEYS,
  PATH_KEYS,
  REPOSITORY_KEYS,
  REVISION_KEYS,
} from "./keys.ts";
import { isMovingRevision, isRange } from "./moving.ts";

/** What the mappings around a value say of it. */
export interface Around {
  /** The path that the nearest of them gives: a `file` beside it may lie there. */
  readonly base: string | null;
  /** The other repository that the entry is of, where it names a state of it that stays. */
  readonly repository: string | null;
  /** Whether it tells of documentation. */
  readonly documentation: boolean;
  /** Whether they say which file or repository it is about, or list models: not what a model requires. */
  readonly entry: boolean;
  /** The state that stays which one of them, beside the value, names. */
  readonly pin: string | null;
}

export interface NamedValue extends Around {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

const NOTHING: Around = {
  base: null,
  repository: null,
  documentation: false,
  entry: false,
  pin: null,
};

/** Texts under the keys, in any case, alone or in a list. An aliased node is visited once. */
export function valuesUnder(root: Node, keys: readonly string[]): readonly NamedValue[] {
  const found: NamedValue[] = [];
  const visited = new Set<Node>();
  const visit = (node: Node, key: string, around: Around): void => {
    if (node.kind === "scalar") {
      const { value, line } = node;
      if (typeof value === "string" && keys.includes(key))
        found.push({ ...around, key, value, line });
    } else if (!visited.has(node)) {
      visited.add(node);
      for (const { name, member, around: inner } of membersOf(node, key, around)) {
        visit(member, name, inner);
      }
    }
  };
  visit(root, isNamesAndPaths(root) ? ANY_NAME : "", NOTHING);
  return found;
}

interface Member {
  readonly name: string;
  readonly member: Node;
  readonly around: Around;
}

/** What stands in a list stands under the list's key. */
function membersOf(
  node: Exclude<Node, ScalarNode>,
  key: string,
  around: Around,
): readonly Member[] {
  if (node.kind === "sequence") return itemsOf(node, key, around);
  const entry = around.entry || textUnder(node, [...PATH_KEYS, ...REPOSITORY_KEYS]) !== null;
  const pin = pinOf(node);
  const base = textUnder(node, DIRECTORY_KEYS);
  const repository = otherRepository(node);
  const isNaming =
    key === ANY_NAME || (NAMING_KEYS.includes(key) && textUnder(node, ENTRY_KEYS) === null);
  const hasPath = textUnder(node, OTHER_PATH_KEYS) !== null;
  return node.entries.map(({ key: written, value: member }) => {
    const own = bareKey(textOf(written) ?? "");
    const isOrigin = own === SOURCE && hasPath;
    const name = isOrigin ? "" : isNaming && member.kind === "scalar" ? nameUnder(key, own) : own;
    const documentation = around.documentation || DOCUMENTATION_KEYS.includes(own);
    const its = { base: baseOf(member, base, around), repository, documentation, pin };
    return { name, member, around: { ...its, entry: entry && member.kind === "scalar" } };
  });
}

/** What gives the path is from further up itself. */
function baseOf(member: Node, base: string | null, around: Around): string | null {
  return base === null || textOf(member) === base ? around.base : base;
}

/** Beside a path it says where that came from, and alone where the file is. */
const SOURCE = "source";
const OTHER_PATH_KEYS: readonly string[] = PATH_KEYS.filter((key) => key !== SOURCE);

const KNOWN_KEYS: ReadonlySet<string> = new Set([
  ...PATH_KEYS,
  ...HEAD_KEYS,
  ...DIRECTORY_KEYS,
  ...REPOSITORY_KEYS,
  ...REVISION_KEYS,
]);

/** What is known is no name of a model. */
function nameUnder(key: string, own: string): string {
  return key === ANY_NAME && KNOWN_KEYS.has(own) ? own : key;
}

/** A registry that is no more than `default-risk: publish/v1/model.json`, a line a model. */
function isNamesAndPaths(root: Node): boolean {
  if (root.kind !== "mapping") return false;
  const rest = root.entries.filter(({ key }) => !HEAD_KEYS.includes(bareKey(textOf(key) ?? "")));
  return rest.length > 0 && rest.every(({ value }) => isPathText(value));
}

function isPathText(node: Node): boolean {
  const { value } = node.kind === "scalar" ? node : { value: null };
  return typeof value === "string" && value.includes("/") && !/\s/.test(value);
}

/** What an entry of a registry says of itself: its other keys are no names. */
const ENTRY_KEYS: readonly string[] = ["name", ...DIRECTORY_KEYS, ...REVISION_KEYS];

/** An entry of a list says of itself what it is: its keys are no names. */
function itemsOf({ items }: SequenceNode, key: string, around: Around): readonly Member[] {
  return items.map((member) => ({
    name: member.kind === "mapping" ? "" : key,
    member,
    around: { ...around, entry: ENTRY_LISTS.includes(key) },
  }));
}

const ENTRY_LISTS: readonly string[] = ["artifacts", "models"];

function pinOf({ entries }: MappingNode): string | null {
  const texts = entries.flatMap(({ key, value }) =>
    REVISION_KEYS.includes(bareKey(textOf(key) ?? "")) ? (textOf(value) ?? []) : [],
  );
  return texts.find((text) => !isMovingRevision(text) && !isRange(text)) ?? null;
}

const ELSEWHERE = /^(?!\.\/).*[/:]/;

/** Of the entry itself: a `repo` further up may well be this one. */
function otherRepository(node: MappingNode): string | null {
  const repository = textUnder(node, REPOSITORY_KEYS);
  const revision = textUnder(node, REVISION_KEYS);
  if (repository === null || revision === null || isMovingRevision(revision)) return null;
  return ELSEWHERE.test(repository) ? repository : null;
}

function textUnder({ entries }: MappingNode, keys: readonly string[]): string | null {
  const found = entries.find(({ key, value }) => {
    return value.kind === "scalar" && keys.includes(bareKey(textOf(key) ?? ""));
  });
  return textOf(found?.value);
}
