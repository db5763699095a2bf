// Defaults, preset and document put together.

import { posix } from "node:path";
import type { Policy, Role, RuleSetting, TagGrammar, TagScope } from "../lib/policy.ts";
import type { RuleId } from "../lib/finding.ts";
import { defaults } from "./defaults.ts";
import { presets } from "./presets/index.ts";
import type { OneOrMore, RawPolicy, RawRules, RawTag } from "./raw.ts";

type Settings = Omit<Policy, "source" | "digest">;

/** The document over its preset over the defaults. Mappings merge by key; a list replaces a list. */
export function mergePolicy(document: RawPolicy): Settings {
  const preset = document.extends ?? "recommended";
  const { policy, flags } = presets[preset];
  return { preset, ...overlay(overlay(defaults, policy), document), ...flags };
}

type Base = typeof defaults;

function overlay(base: Base, raw: RawPolicy): Base {
  return {
    releases: overlayReleases(base.releases, raw.releases),
    bundle: overlayBundle(base.bundle, raw.bundle),
    pipeline: filled(base.pipeline, raw.pipeline),
    registry: filled(base.registry, raw.registry),
    metrics: filled(base.metrics, raw.metrics),
    dvc: filled(base.dvc, raw.dvc),
    restore: filled(base.restore, raw.restore),
    signing: filled(base.signing, raw.signing),
    waivers: { allow: raw.waivers?.allow?.map(toRuleId) ?? base.waivers.allow },
    hook: filled(base.hook, raw.hook),
    rules: new Map([...base.rules, ...toRules(raw.rules)]),
  };
}

/** The base with what the other names; `undefined` names nothing. */
function filled<Shape extends object>(
  base: Shape,
  more: { readonly [Key in keyof Shape]?: Shape[Key] | undefined } | undefined,
): Shape {
  const named = Object.entries(more ?? {}).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(named) };
}

function overlayReleases(base: Base["releases"], raw: RawPolicy["releases"]): Base["releases"] {
  const { tags, ...rest } = raw ?? {};
  return { ...filled(base, rest), tags: tags?.map(toGrammar) ?? base.tags };
}

function overlayBundle(base: Base["bundle"], raw: RawPolicy["bundle"]): Base["bundle"] {
  const roles = Object.entries(raw?.roles ?? {}).flatMap(([role, globs]) =>
    globs === undefined ? [] : [[role, toList(globs)] as const],
  );
  return {
    paths: raw?.path === undefined ? base.paths : toList(raw.path).map(toDirectory),
    configured: base.configured || raw?.path !== undefined,
    roles: filled<Record<Role, readonly string[]>>(base.roles, Object.fromEntries(roles)),
    internal: raw?.internal ?? base.internal,
  };
}

function toGrammar(raw: string | RawTag): TagGrammar {
  const { match, ...scope } = typeof raw === "string" ? { match: raw } : raw;
  if (match === "plain" || match === "gto") {
    return { kind: match, template: null, scope: toScope(scope) };
  }
  return { kind: "template", template: match, scope: toScope(scope) };
}

function toScope({ project, bundle, rules }: Partial<RawTag>): TagScope {
  return {
    project: project === undefined ? null : toDirectory(project),
    bundle: bundle === undefined ? null : toList(bundle).map(toDirectory),
    rules: toRules(rules),
  };
}

/** `./a//b/` is `a/b`; the root is the empty text. */
function toDirectory(path: string): string {
  const normal = posix.normalize(path).replace(/\/$/, "");
  return normal === "." ? "" : normal;
}

function toList(value: OneOrMore): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function toRules(raw: RawRules | undefined): ReadonlyMap<RuleId, RuleSetting> {
  return new Map(
    Object.entries(raw ?? {}).map(([id, setting]) => {
      const [level, options = {}] = typeof setting === "string" ? [setting] : setting;
      return [toRuleId(id), { level, options }];
    }),
  );
}

/** Only of ids that rule-names.ts has found among the rules, or that a preset names. */
function toRuleId(id: string): RuleId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against the registry
  return id as RuleId;
}
