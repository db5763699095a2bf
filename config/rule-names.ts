// The rule ids and options that a policy names, held against those that exist.

import type { MappingEntry, Node } from "../lib/document/node.ts";
import type { RuleId } from "../lib/finding.ts";
import type { RuleOption } from "../lib/rule.ts";
import { nearestOf } from "../lib/nearest.ts";
import { keyText, nodeAt, REFUSED, type ConfigProblem } from "./plain.ts";

/** A rule that a policy may name. Without `options` it takes none. */
export interface KnownRule {
  readonly id: RuleId;
  readonly options?: readonly Pick<RuleOption, "name" | "type">[];
}

type Known = ReadonlyMap<string, KnownRule>;

/**
 * Every rule and option of the document that does not exist, with the nearest that does. Reads the
 * document itself, so that a fault elsewhere hides none of them.
 */
export function checkRuleNames(root: Node, rules: readonly KnownRule[]): ConfigProblem[] {
  const known: Known = new Map<string, KnownRule>(rules.map((rule) => [rule.id, rule]));
  const tags = itemsOf(nodeAt(root, ["releases", "tags"]));
  return [
    ...entriesOf(nodeAt(root, ["rules"])),
    ...tags.flatMap((tag) => entriesOf(nodeAt(tag, ["rules"]))),
  ]
    .flatMap((entry) => checkEntry(entry, known))
    .concat(itemsOf(nodeAt(root, ["waivers", "allow"])).flatMap((item) => checkItem(item, known)));
}

function checkEntry({ key, value }: MappingEntry, known: Known): ConfigProblem[] {
  const id = keyText(key);
  const rule = known.get(id);
  if (rule === undefined) return [unknownRule(id, key.line, known)];
  const { options = [] } = rule;
  return entriesOf(itemsOf(value)[1]).flatMap((entry) => {
    const option = options.find(({ name }) => name === keyText(entry.key));
    if (option !== undefined) return checkOption(entry, id, option.type);
    const names = options.map(({ name }) => name);
    return [unknownOption(entry, id, names)];
  });
}

/** A text such as "false" would be taken for what it is not. */
function checkOption({ key, value }: MappingEntry, id: string, type: string): ConfigProblem[] {
  if (value.kind === "scalar" && typeof value.value === type) return [];
  const options = type === "boolean" ? "true or false" : `a ${type}`;
  return [{ line: key.line, text: `option \`${keyText(key)}\` of \`${id}\` has to be ${options}` }];
}

function checkItem(item: Node, known: Known): ConfigProblem[] {
  if (item.kind !== "scalar" || typeof item.value !== "string") return [];
  return known.has(item.value) ? [] : [unknownRule(item.value, item.line, known)];
}

/** Of the design, and not there yet: the nearest name would be another rule. */
const NOT_YET: ReadonlySet<string> = new Set(["restore/available"]);

function unknownRule(id: string, line: number, known: Known): ConfigProblem {
  if (NOT_YET.has(id))
    return { line, text: `rule \`${id}\` is not there yet: nothing would judge it` };
  const nearest = nearestOf(id, [...known.keys()]);
  const hint = nearest === null ? "`tagproof explain` lists them" : `did you mean \`${nearest}\`?`;
  return { line, text: `unknown rule \`${id}\`; ${hint}` };
}

function unknownOption(
  { key }: MappingEntry,
  id: string,
  options: readonly string[],
): ConfigProblem {
  const name = keyText(key);
  const nearest = nearestOf(name, options);
  const known = options.length === 0 ? "it takes none" : `it takes ${options.join(", ")}`;
  const hint = nearest === null ? known : `did you mean \`${nearest}\`?`;
  return { line: key.line, text: `unknown option \`${name}\` of \`${id}\`; ${hint}` };
}

function entriesOf(node: Node | undefined): readonly MappingEntry[] {
  if (node?.kind !== "mapping") return [];
  return node.entries.filter(({ key }) => !REFUSED.has(keyText(key)));
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "sequence" ? node.items : [];
}
