// From the document of an rc file to the policy that an audit applies. Pure.

import type { Node } from "../lib/document/node.ts";
import type { Policy } from "../lib/policy.ts";
import { completePolicy } from "./complete.ts";
import { toPlain, type ConfigProblem } from "./plain.ts";
import type { RawPolicy } from "./raw.ts";
import { checkRuleNames, type KnownRule } from "./rule-names.ts";
import { policySchema } from "./schema.ts";
import { wordIssues } from "./word.ts";

export interface ResolveOptions {
  /** The rules that exist: the registry itself, or `{id, options}` of each. */
  readonly knownRules: readonly KnownRule[];
  /** For people; becomes `Policy.source` and is not part of the digest. */
  readonly source: string;
}

export type Resolved =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * The document checked by the schema, and what it leaves open filled in.
 * @param document null where there is no rc file, or an empty one: `recommended`
 */
export function resolvePolicy(document: Node | null, options: ResolveOptions): Resolved {
  const raw =
    document === null || isEmpty(document) ? parsedPolicy({}) : readPolicy(document, options);
  if (!raw.ok) return raw;
  return { ok: true, policy: completePolicy(raw.policy, options.source) };
}

type Read =
  | { readonly ok: true; readonly policy: RawPolicy }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

function readPolicy(document: Node, { knownRules }: ResolveOptions): Read {
  const { value, problems, tooLarge } = toPlain(document);
  if (tooLarge) return { ok: false, problems };
  const result = policySchema.safeParse(value);
  const all = [
    ...problems,
    ...(result.success ? [] : wordIssues(result.error.issues, document)),
    ...checkRuleNames(document, knownRules),
  ].toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
  if (!result.success || all.length > 0) return { ok: false, problems: all };
  return parsedPolicy(result.data);
}

function parsedPolicy(policy: RawPolicy): Read {
  return { ok: true, policy };
}

function isEmpty(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
