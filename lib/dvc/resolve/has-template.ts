// Which stages hold a template at all: most files hold none and need no context.

import { getEntry, type Node } from "../../document/node.ts";

/** Whether a stage is made by foreach or matrix. */
export function isGroup(stage: Node): boolean {
  if (stage.kind !== "mapping") return false;
  return getEntry(stage, "foreach") !== undefined || getEntry(stage, "matrix") !== undefined;
}

/** Whether a stage must be resolved; an escaped `\${` counts, since resolving removes its backslash. */
export function isTemplate(stage: Node): boolean {
  return isGroup(stage) || hasTemplate(stage);
}

/** Whether a text in the node, or a key, is one. */
export function hasTemplate(node: Node): boolean {
  if (node.kind === "scalar") return typeof node.value === "string" && node.value.includes("${");
  if (node.kind === "sequence") return node.items.some(hasTemplate);
  return node.entries.some(({ key, value }) => hasTemplate(key) || hasTemplate(value));
}
