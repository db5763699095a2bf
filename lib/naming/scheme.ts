// The template that a name follows which no grammar of the policy reads: `model-v1.2.0` is `model-{version}`.

import type { TagGrammar } from "../policy.ts";
import { movingLabels } from "./labels.ts";
import { VERSION } from "./version.ts";

const NAME = new RegExp(`^([A-Za-z][A-Za-z0-9_./-]*[-_/])(${VERSION})$`);

/** Words and a version that ends the name; null where it is anything else, or moves. */
function schemeOf(name: string): string | null {
  const [, words = "", version = ""] = NAME.exec(name) ?? [];
  const moves = movingLabels(words).some((label) => label !== "release");
  return words === "" || moves || !/\d\.\d/.test(version) ? null : `${words}{version}`;
}

/** `[plain, gto, { match: "model-{version}" }]`: the policy's list with the name's own template; null without one. */
export function tagsWithScheme(name: string, tags: readonly TagGrammar[]): string | null {
  const scheme = schemeOf(name);
  if (scheme === null) return null;
  const known = tags.map(({ kind, template }) =>
    kind === "template" ? `{ match: ${JSON.stringify(template)} }` : kind,
  );
  return `[${[...known, `{ match: ${JSON.stringify(scheme)} }`].join(", ")}]`;
}
