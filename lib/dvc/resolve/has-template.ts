// Which stages hold a template at all: most files hold none and need no context.

import { getEntry, type Node } from "../../document/node.ts";

/** Whether a stage is made by foreach or matrix. */
export function isGroup(stage: Node): boolean {
  if (stage.kind !== "mapping") return false;
  return getEntry(stage, "foreach") !== undefined || getEntry(stage, "matrix") !== undefined;
}

/** Whether a stage must be resolved; an escaped `\${` counts, since resolving removes its backslash. */
export function isTemplate(stage: Node): boolean {
  return isGroup(stage) || mentions(stage);
}

function mentions(node: Node): boolean {
  if (node.kind === "scalar") return typeof node.value === "string" && node.value.includes("${");
  if (node.kind === "sequence") return node.items.some(mentions);
  return node.entries.some(({ key, value }) => mentions(key) || mentions(value));
}
