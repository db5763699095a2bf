// The policy that an audit applies, fully resolved: presets merged, defaults filled in (config/resolve.ts).

import type { Level, RuleId } from "./finding.ts";

/** What a bundle file is for. */
export type Role = "model" | "metrics" | "params" | "manifest" | "review";

/** A naming grammar: a built-in one by name, or a template such as `release-{version}`. */
export interface TagGrammar {
  readonly kind: "plain" | "gto" | "template";
  /** Only of a template: literal text with `{artifact}`, `{version}`, `{stage}`. */
  readonly template: string | null;
  readonly scope: TagScope;
}

/** What a `releases.tags` entry may narrow for its tags. Paths are relative to `project`. */
export interface TagScope {
  readonly project: string | null;
  readonly bundle: readonly string[] | null;
  readonly rules: ReadonlyMap<RuleId, RuleSetting>;
}

export interface RuleSetting {
  /** Replaces the level of the rule's errors; null leaves each message its own. */
  readonly level: Level | "off" | null;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Policy {
  readonly preset: "recommended" | "strict" | "adopt";
  /** For people: a path, `<rev>:<path>` or `recommended`. */
  readonly source: string;
  /** `sha256:<hex>` of the resolved policy's canonical JSON. */
  readonly digest: string;
  readonly releases: {
    readonly tags: readonly TagGrammar[];
    readonly ignore: readonly string[];
    readonly branches: readonly string[];
    readonly from: readonly string[];
  };
  readonly bundle: {
    /** Path templates, tried in order. */
    readonly paths: readonly string[];
    /** True where the policy names them: then an absent bundle fails. */
    readonly configured: boolean;
    readonly roles: Readonly<Record<Role, readonly string[]>>;
    readonly internal: readonly string[];
  };
  readonly pipeline: { readonly ignore: readonly string[]; readonly ignoreDeps: readonly string[] };
  readonly registry: { readonly files: readonly string[] };
  readonly metrics: { readonly echo: readonly EchoPair[] };
  readonly dvc: {
    readonly status: "auto" | "required" | "off";
    readonly path: string | null;
  };
  readonly restore: { readonly from: "git" | "cache" | "remote" };
  readonly signing: { readonly allowedSigners: string | null };
  readonly waivers: { readonly allow: readonly RuleId[] };
  /** Seconds. */
  readonly hook: { readonly budget: number; readonly tagBudget: number };
  readonly rules: ReadonlyMap<RuleId, RuleSetting>;
  /** `strict`: a warning counts as an error, a noted gap as a blocking one. */
  readonly warningsAreErrors: boolean;
  readonly notedBlocks: boolean;
  /** `adopt`: nothing is worse than a warning, and inconclusive does not block. */
  readonly worstLevel: Level;
  readonly inconclusiveBlocks: boolean;
}

/** A metrics key that repeats a params key: `{ metric: "threshold", param: "decision.threshold" }`. */
export interface EchoPair {
  readonly metric: string;
  readonly param: string;
}
