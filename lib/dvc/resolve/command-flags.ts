// A mapping in a command as command-line options (dvc/parsing/interpolate.py, `to_str` of a dict).

import { pythonStr } from "../../document/value.ts";
import type { MappingNode, Node } from "../../document/node.ts";
import { quoted } from "../known-keys.ts";
import { Unresolvable } from "./fault.ts";
import { stripEnd } from "./python-text.ts";

/** The `[parsing]` section of DVC's configuration. */
export interface FlagStyle {
  readonly boolStyle?: "store_true" | "boolean_optional" | undefined;
  readonly listStyle?: "nargs" | "append" | undefined;
}

/** `{lr: 0.1, layers: {sizes: [1, 2]}, fast: true}` as `--lr 0.1 --layers.sizes 1 2 --fast`. */
export function toFlags(mapping: MappingNode, style: FlagStyle): string {
  const flags = [...flatten(mapping)].map(([name, value]) => toFlag(name, value, style));
  return stripEnd(flags.join(""));
}

/** Nested mappings by dotted names; empty ones vanish. Two equal names are an error in DVC. */
function flatten(mapping: MappingNode): ReadonlyMap<string, Node> {
  const flat = new Map<string, Node>();
  const add = ({ entries }: MappingNode, prefix: string): void => {
    for (const { key, value } of entries) {
      const name = `${prefix}${pythonStr(key)}`;
      if (value.kind === "mapping") {
        add(value, `${name}.`);
        continue;
      }
      if (flat.has(name)) throw new Unresolvable(`two options of a command are ${quoted(name)}`);
      flat.set(name, value);
    }
  };
  add(mapping, "");
  return flat;
}

function toFlag(name: string, value: Node, { boolStyle, listStyle }: FlagStyle): string {
  if (value.kind === "sequence") return toListFlag(name, value.items, listStyle);
  if (value.kind === "mapping") return "";
  if (value.value === true) return `--${name} `;
  if (value.value === false) return boolStyle === "boolean_optional" ? `--no-${name} ` : "";
  return `--${name} ${toWord(value, name)} `;
}

function toListFlag(
  name: string,
  items: readonly Node[],
  listStyle: FlagStyle["listStyle"],
): string {
  const words = items.map((item) => toWord(item, name));
  if (listStyle === "append") return words.map((word) => `--${name} ${word} `).join("");
  return words.length === 0 ? "" : `--${name} ${words.join(" ")} `;
}

function toWord(node: Node, name: string): string {
  if (node.kind !== "scalar") {
    throw new Unresolvable(`the option ${quoted(name)} of a command is a list that is nested`);
  }
  return typeof node.value === "string" ? quoteForShell(node.value) : pythonStr(node);
}

/** Python's `shlex.quote`. */
export function quoteForShell(text: string): string {
  if (text === "") return "''";
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
