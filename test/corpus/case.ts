// A case: what is done to a good release, and exactly what tagproof must say then.

import type { Draft } from "./draft.ts";
import { has, type Shape, type Trait } from "./shape.ts";

/** Rule ids, one a finding: plain for an error, `warning: <id>` for a warning. Notes do not count. */
export type Expected = readonly string[];

export interface Case {
  readonly name: string;
  /** Traits that a shape must have. */
  readonly on: readonly Trait[];
  /** Traits that a shape must not have, or shapes by name. */
  readonly not?: readonly string[];
  readonly make: (draft: Draft) => void;
  /** None: the release is good. Where it depends on the shape, the first trait (or name) that it has. */
  readonly expect: Expected | Readonly<Record<string, Expected>>;
  /** What the sentences must hold, told the draft. */
  readonly says?: (draft: Draft) => readonly (string | RegExp)[];
}

export function applies({ on, not = [] }: Case, shape: Shape): boolean {
  return has(shape, ...on) && !not.some((name) => is(shape, name));
}

export function expectedOf({ expect, name }: Case, shape: Shape): Expected {
  if (isList(expect)) return expect;
  const found = Object.entries(expect).find(([trait]) => is(shape, trait) || trait === "else");
  if (found === undefined) throw new Error(`${name} says nothing of ${shape.name}`);
  return found[1];
}

function is({ name, traits }: Shape, word: string): boolean {
  return name === word || traits.some((trait) => trait === word);
}

function isList(expect: Case["expect"]): expect is Expected {
  return Array.isArray(expect);
}
