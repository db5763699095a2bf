// Runs the rules over the evidence of one release. Pure: drafts and gaps out, nothing decided yet.

import type { Available, Evidence, Need } from "./evidence.ts";
import type { Policy, RuleSetting } from "./policy.ts";
import type { Release } from "./release.ts";
import type { RuleId } from "./finding.ts";
import type { AnyRule, Draft, NotApplicable, Unverified, View } from "./rule.ts";

/** What one rule said about one release. */
export interface Judgement {
  readonly rule: AnyRule;
  readonly setting: RuleSetting;
  readonly drafts: readonly Draft[];
  readonly unverified: readonly Unverified[];
  /** Why the rule has nothing to judge here; null where it judged. */
  readonly notApplicable: string | null;
}

const UNSET: RuleSetting = { level: null, options: {} };

/** The setting of a rule for a release: a `releases.tags` entry wins over `rules`. */
export function settingOf(rule: RuleId, release: Release, policy: Policy): RuleSetting {
  return release.scope.rules.get(rule) ?? policy.rules.get(rule) ?? UNSET;
}

/** The rules that are on for a release, with their settings. */
export function rulesFor(
  rules: readonly AnyRule[],
  release: Release,
  policy: Policy,
): readonly { readonly rule: AnyRule; readonly setting: RuleSetting }[] {
  return rules
    .map((rule) => ({ rule, setting: settingOf(rule.id, release, policy) }))
    .filter(({ rule, setting }) => (setting.level === null ? rule.on : setting.level !== "off"));
}

/** What the rules that are on need, together. */
export function needsOf(rules: readonly { readonly rule: AnyRule }[]): ReadonlySet<Need> {
  return new Set(rules.flatMap(({ rule }) => [...rule.needs, ...(rule.instead?.needs ?? [])]));
}

/** Judges one release by every rule that is on for it, in the registry's order. */
export function judge(
  rules: readonly AnyRule[],
  evidence: Evidence,
  release: Release,
  policy: Policy,
): readonly Judgement[] {
  return rulesFor(rules, release, policy).map(({ rule, setting }) => {
    const viewOf = (needs: readonly Need[]): View<Need> => {
      const facts = Object.fromEntries(needs.map((need) => [need, valueOf(evidence[need])]));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- exactly the declared needs
      return { ...facts, release, policy, options: setting.options } as View<Need>;
    };
    const unmet = unmetOf(rule, evidence);
    if (unmet === undefined) return sortOut(rule, setting, [...rule.check(viewOf(rule.needs))]);
    const { instead } = rule;
    const isAsked = unmet.state === "not-applicable" && instead !== undefined;
    if (!isAsked || unmetOf(instead, evidence) !== undefined)
      return withoutFacts(rule, setting, unmet);
    const drafts = [...instead.check(viewOf(instead.needs))];
    return { ...withoutFacts(rule, setting, unmet), ...(drafts.length > 0 && told(drafts)) };
  });
}

function told(drafts: readonly Draft[]): Pick<Judgement, "drafts" | "notApplicable"> {
  return { drafts, notApplicable: null };
}

/** Where one need has nothing to show, the rule does not apply, whatever else is missing. */
function unmetOf(
  { needs }: Pick<AnyRule, "needs">,
  evidence: Evidence,
): Available<unknown> | undefined {
  const facts: readonly Available<unknown>[] = needs.map((need) => evidence[need]);
  return (
    facts.find(({ state }) => state === "not-applicable") ??
    facts.find(({ state }) => state === "unavailable")
  );
}

function valueOf(fact: Available<unknown>): unknown {
  return fact.state === "present" ? fact.value : undefined;
}

function withoutFacts(rule: AnyRule, setting: RuleSetting, fact: Available<unknown>): Judgement {
  const empty = { rule, setting, drafts: [], unverified: [], notApplicable: null };
  if (fact.state === "not-applicable") return { ...empty, notApplicable: fact.reason };
  if (fact.state === "present") return empty;
  const { reason, blocking } = fact;
  return { ...empty, unverified: [{ kind: "not-verified", reason, blocking }] };
}

function sortOut(
  rule: AnyRule,
  setting: RuleSetting,
  observations: readonly (Draft | Unverified | NotApplicable)[],
): Judgement {
  const drafts = observations.filter((observation) => observation.kind === "finding");
  const unverified = observations.filter((observation) => observation.kind === "not-verified");
  const [inapplicable] = observations.filter(
    (observation) => observation.kind === "not-applicable",
  );
  const judged = drafts.length + unverified.length > 0;
  return {
    rule,
    setting,
    drafts,
    unverified,
    notApplicable: judged ? null : (inapplicable?.reason ?? null),
  };
}
