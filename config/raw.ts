// The policy as people write it: every key optional, one value where a list of one is meant.

import type { EchoPair, Policy, Role } from "../lib/policy.ts";

type Optional<Shape> = { readonly [Key in keyof Shape]?: Shape[Key] | undefined };

export type OneOrMore = string | readonly string[];
export type RawLevel = "off" | "note" | "warning" | "error";
export type RawOptions = Readonly<Record<string, unknown>>;
export type RawSetting = RawLevel | readonly [RawLevel] | readonly [RawLevel, RawOptions];
export type RawRules = Readonly<Record<string, RawSetting>>;

export type RawTag = {
  readonly match: string;
} & Optional<{ readonly project: string; readonly bundle: OneOrMore; readonly rules: RawRules }>;

export type RawPolicy = Optional<{
  readonly $schema: string;
  readonly extends: Policy["preset"];
  readonly releases: Optional<{
    readonly tags: readonly (string | RawTag)[];
    readonly ignore: readonly string[];
    readonly branches: readonly string[];
    readonly from: readonly string[];
  }>;
  readonly bundle: Optional<{
    readonly path: OneOrMore;
    readonly roles: Optional<Record<Role, OneOrMore>>;
    readonly internal: readonly string[];
  }>;
  readonly pipeline: Optional<Policy["pipeline"]>;
  readonly registry: Optional<Policy["registry"]>;
  readonly metrics: Optional<{ readonly echo: readonly EchoPair[] }>;
  readonly dvc: Optional<{ readonly status: Policy["dvc"]["status"]; readonly path: string }>;
  readonly restore: Optional<Policy["restore"]>;
  readonly signing: Optional<{ readonly allowedSigners: string }>;
  readonly waivers: Optional<{ readonly allow: readonly string[] }>;
  readonly hook: Optional<Policy["hook"]>;
  readonly rules: RawRules;
}>;

/** What a preset says beyond what a file could say. */
export type PresetFlags = Pick<
  Policy,
  "warningsAreErrors" | "notedBlocks" | "worstLevel" | "inconclusiveBlocks"
>;

export interface Preset {
  readonly policy: RawPolicy;
  readonly flags: PresetFlags;
}
