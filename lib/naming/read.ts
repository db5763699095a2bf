// A name read by the grammars of the policy, in their order.

import picomatch from "picomatch";
import type { TagGrammar, TagScope } from "../policy.ts";
import type { Naming } from "../release.ts";
import { remembered } from "../remembered.ts";
import { parseGto } from "./gto.ts";
import { parseTemplate } from "./template.ts";
import { VERSION } from "./version.ts";

/**
 * No release has a longer name. It bounds the time of every pattern below, and it is what SemVer's
 * own library allows a version.
 */
export const NAME_LIMIT = 256;

const PLAIN = new RegExp(`^${VERSION}$`);

export interface ReadName {
  readonly naming: Naming;
  readonly scope: TagScope;
}

/** What the first grammar that reads the name says, or null. */
export function readName(name: string, tags: readonly TagGrammar[]): ReadName | null {
  if (name.length > NAME_LIMIT) return null;
  for (const grammar of tags) {
    const naming = parseBy(grammar, name);
    if (naming !== null) return { naming, scope: grammar.scope };
  }
  return null;
}

function parseBy(grammar: TagGrammar, name: string): Naming | null {
  if (grammar.kind === "gto") return parseGto(name);
  if (grammar.kind === "template") return parseTemplate(name, grammar.template ?? "");
  if (!PLAIN.test(name)) return null;
  return {
    grammar: "plain",
    artifact: null,
    version: name,
    promotionStage: null,
    action: "release",
  };
}

interface Ignored {
  readonly pattern: string;
  readonly matches: (name: string) => boolean;
}

const compile: (patterns: readonly string[]) => readonly Ignored[] = remembered((patterns) =>
  patterns.map((pattern) => ({
    pattern,
    matches: picomatch(pattern, { nonegate: true, noextglob: true }),
  })),
);

/** The first `releases.ignore` glob that matches the name, or null. `*` stops at `/`, `**` does not. */
export function ignoredBy(name: string, ignore: readonly string[]): string | null {
  if (name.length > NAME_LIMIT) return null;
  return compile(ignore).find(({ matches }) => matches(name))?.pattern ?? null;
}
