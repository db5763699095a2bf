// Rules, releases and policies made by hand, for tests of the engine: no repository, no git.

import { defaults } from "../../config/defaults.ts";
import { presets } from "../../config/presets/index.ts";
import type { Evidence } from "../../lib/evidence.ts";
import type { Level, RuleId } from "../../lib/finding.ts";
import type { Judgement } from "../../lib/judge.ts";
import type { Policy, RuleSetting } from "../../lib/policy.ts";
import type { Release } from "../../lib/release.ts";
import { finding, type AnyRule, type Draft, type Unverified } from "../../lib/rule.ts";

/** A resolved policy: a preset, and settings of rules. */
export function policyOf(
  preset: Policy["preset"] = "recommended",
  rules: Readonly<Record<string, RuleSetting["level"]>> = {},
): Policy {
  const settings = Object.entries(rules).map(
    ([id, level]) => [id as RuleId, { level, options: {} }] as const,
  );
  return {
    ...defaults,
    ...presets[preset].flags,
    preset,
    source: preset,
    digest: `sha256:${"0".repeat(64)}`,
    rules: new Map(settings),
  };
}

/** A rule with one message a level: `error`, `warning`, `note`. Its sentence is `<id> <data>`. */
export function ruleOf(id: string, more: Partial<AnyRule> = {}): AnyRule {
  const message = (level: Level): AnyRule["messages"][string] => ({
    level,
    text: (data) => `${id} ${String(data)}`,
    repair: () => [`repair ${id}`],
  });
  return {
    id: id as RuleId,
    holds: "it holds",
    why: "It matters.",
    repair: "Do it again.",
    refusal: "it does not hold",
    example: { given: "something broke", says: `${id} example` },
    on: true,
    needs: [],
    messages: { error: message("error"), warning: message("warning"), note: message("note") },
    check: () => [],
    ...more,
  };
}

export function draftOf(key: Level, more: Partial<Draft> = {}): Draft {
  return { ...finding(key, "data"), ...more };
}

interface Said {
  readonly level?: RuleSetting["level"];
  readonly drafts?: readonly Draft[];
  readonly unverified?: readonly Unverified[];
  readonly notApplicable?: string | null;
}

/** What a rule said, without its having run. */
export function judgementOf(id: string, said: Said = {}): Judgement {
  const { level = null, drafts = [], unverified = [], notApplicable = null } = said;
  return { rule: ruleOf(id), setting: { level, options: {} }, drafts, unverified, notApplicable };
}

export const release: Release = {
  ref: "refs/tags/v1.0.0",
  name: "v1.0.0",
  oid: "1".repeat(40),
  naming: {
    grammar: "plain",
    artifact: null,
    version: "v1.0.0",
    promotionStage: null,
    action: "release",
  },
  nearMiss: null,
  scope: { project: null, bundle: null, rules: new Map() },
  candidate: false,
  update: null,
};

/** Nothing is there, except what is given. */
export function evidenceOf(given: Partial<Evidence> = {}): Evidence {
  const rest = { state: "not-applicable", reason: "nothing here" } as const;
  return {
    tag: rest,
    tree: rest,
    pipelines: rest,
    contents: rest,
    filledDirectories: rest,
    keptOuts: rest,
    documents: rest,
    bundle: rest,
    manifest: rest,
    registry: rest,
    workspace: rest,
    baseline: rest,
    signature: rest,
    branches: rest,
    review: rest,
    push: rest,
    ...given,
  };
}
