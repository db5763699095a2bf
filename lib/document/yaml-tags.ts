// Explicit tags of YAML as ruamel.yaml's safe loader constructs them.

import { fault } from "./fault.ts";
import type { ScalarValue } from "./node.ts";
import { parseYamlFloat, parseYamlInteger, resolvePlain } from "./scalar.ts";
import { parseTimestamp } from "./timestamp.ts";

const PREFIX = "tag:yaml.org,2002:";
const TRUE_WORDS = new Set(["yes", "y", "true", "on"]);
const FALSE_WORDS = new Set(["no", "n", "false", "off"]);

/** Tags that ruamel.yaml reads into values which no lock can hold: bytes, sets, pairs, ordered maps. */
const FOREIGN = new Set(["binary", "set", "omap", "pairs"].map((name) => PREFIX + name));

/** The value of a scalar with an explicit tag; the text may have been quoted. */
export function resolveTagged(tag: string, text: string, line: number): ScalarValue {
  refuseForeign(tag, line);
  const value = construct(tag, text);
  if (value === undefined) throw badScalar(text, line, tag);
  return value;
}

function construct(tag: string, text: string): ScalarValue | undefined {
  // The non-specific tag makes even a quoted scalar plain to ruamel.yaml: `! "3"` is 3.
  if (tag === "!") return resolvePlain(text);
  if (!tag.startsWith(PREFIX)) return undefined;
  switch (tag.slice(PREFIX.length)) {
    case "str":
      return text;
    case "int":
      return parseYamlInteger(text);
    case "float":
      return parseTaggedFloat(text);
    case "bool":
      return parseTaggedBoolean(text);
    case "null":
      return null;
    case "timestamp":
      return parseTimestamp(text);
    default:
      return undefined;
  }
}

/** Python's `float` also takes the words that plain YAML spells with a dot. */
function parseTaggedFloat(text: string): number | undefined {
  const word = /^([-+]?)(inf|infinity|nan)$/i.exec(text.trim());
  if (word === null) return parseYamlFloat(text.trim());
  if (word[2]?.toLowerCase() === "nan") return Number.NaN;
  return word[1] === "-" ? -Infinity : Infinity;
}

function parseTaggedBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

/** Accepts the tag of a collection, or throws. */
export function checkCollectionTag(
  tag: string | undefined,
  kind: "map" | "seq",
  line: number,
): void {
  if (tag === undefined || tag === "!" || tag === PREFIX + kind) return;
  refuseForeign(tag, line);
  throw fault(`line ${line} has the tag ${shown(tag)}, which cannot be read`, line);
}

function refuseForeign(tag: string, line: number): void {
  if (!FOREIGN.has(tag)) return;
  throw fault(
    `line ${line} has the tag ${shown(tag)}, which is not supported`,
    line,
    "unsupported",
  );
}

/** A scalar that DVC's reader refuses. */
export function badScalar(text: string, line: number, tag: string | null): Error {
  const name = tag === null ? "" : ` of the tag ${shown(tag)}`;
  return fault(`line ${line} holds ${shown(JSON.stringify(text))}${name}, which is no value`, line);
}

function shown(text: string): string {
  const name = text.startsWith(PREFIX) ? `!!${text.slice(PREFIX.length)}` : text;
  return name.replace(/[^\x20-\x7e]/g, "?").slice(0, 60);
}
