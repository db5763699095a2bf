// YAML as DVC's reader (ruamel.yaml, safe, 1.2) reads it, with the lines of its values.

import { guarded } from "./fault.ts";
import type { Node } from "./node.ts";
import type { Parsed } from "../reading.ts";
import { composeYaml } from "./yaml-compose.ts";
import { parseYamlFast } from "./yaml-fast.ts";
import { toNode } from "./yaml-nodes.ts";
import { prepareYamlText } from "./yaml-text.ts";

/**
 * Reads one YAML document; an empty one is the scalar null. Never throws.
 * Refused, as DVC refuses them: duplicate keys (`1` and `1.0` too), a second document, unknown tags,
 * control characters; beyond that keys that are not scalars, conflict markers, and what exceeds limits.ts.
 */
export function parseYaml(text: string): Parsed<Node> {
  return guarded(text, () => parsePrepared(prepareYamlText(text)));
}

/**
 * The document as its reader makes something of it without nodes, or else its node. `read` gets the
 * text as `prepareYamlText` leaves it, and answers undefined where nodes shall tell. Never throws.
 */
export function parseYamlUnless<Value>(
  text: string,
  read: (clean: string) => Value | undefined,
): Parsed<{ readonly value: Value } | { readonly node: Node }> {
  return guarded(text, () => {
    const clean = prepareYamlText(text);
    const value = read(clean);
    return value === undefined ? { node: parsePrepared(clean) } : { value };
  });
}

function parsePrepared(clean: string): Node {
  return parseYamlFast(clean) ?? toNode(composeYaml(clean));
}

/** The same without the fast lane, which must agree with it wherever it answers. */
export function parseYamlSlowly(text: string): Parsed<Node> {
  return guarded(text, () => toNode(composeYaml(prepareYamlText(text))));
}
