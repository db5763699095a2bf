// The shape of the rc file.

import * as z from "zod/mini";
import type { RawPolicy, RawRules, RawSetting, RawTag } from "./raw.ts";
import {
  bundlePath,
  choice,
  described,
  glob,
  list,
  oneOf,
  oneOrMore,
  path,
  section,
  tagName,
  text,
} from "./shapes.ts";

const LEVELS = ["off", "note", "warning", "error"] as const;

const SECTIONS =
  "extends, releases, bundle, pipeline, registry, metrics, dvc, restore, signing, waivers, hook, rules";

const level = z.enum(LEVELS, { error: oneOf(LEVELS) });

const options = z.record(z.string(), z.unknown(), { error: "a mapping of options" });

const SETTING = "off, note, warning or error, or a list of one of them and a mapping of options";

const setting: z.ZodMiniType<RawSetting> = z.union(
  [level, z.tuple([level], { error: SETTING }), z.tuple([level, options], { error: SETTING })],
  { error: SETTING },
);

const RULES = "a mapping of rules to levels";

/** Also the `rules` of an entry of `releases.tags`. */
export const rulesSchema: z.ZodMiniType<RawRules> = described(
  "Rule ids and their levels: `off`, `note`, `warning`, `error`, or `[level, {options}]`.",
  z.record(z.string(), setting, { error: RULES }),
);

const tag: z.ZodMiniType<RawTag> = z.strictObject(
  {
    match: described("`plain`, `gto`, or a template such as `release-{version}`.", tagName),
    project: z.optional(described("Directory of the DVC project that these tags release.", path)),
    bundle: oneOrMore("Bundle of these tags, relative to their project.", bundlePath),
    rules: z.optional(rulesSchema),
  },
  {
    error: ({ code }) =>
      code === "unrecognized_keys"
        ? "match, project, bundle, rules"
        : "a name or a mapping with match",
  },
);

const tags = z
  .array(z.union([tagName, tag], { error: "a name or a mapping with match" }), {
    error: "a list of naming grammars",
  })
  .check(z.minLength(1, { error: "a list that is not empty" }));

const releases = section("Which tags are releases.", {
  tags: z.optional(
    described(
      "Naming grammars, in order: `plain`, `gto`, templates, or a mapping that narrows one.",
      tags,
    ),
  ),
  ignore: list("Globs of tags that are passed over, whatever their names look like.", glob),
  branches: list("Globs of branches that may only carry commits that a release tag names.", glob),
  from: list("Globs of branches that releases must be on; empty: the default branch.", glob),
});

const roles = section("Globs, relative to the bundle, of the file of each role.", {
  model: oneOrMore("The promoted model.", glob),
  metrics: oneOrMore("The metrics of the promoted model.", glob),
  params: oneOrMore("The params of the run that gave the metrics.", glob),
  manifest: oneOrMore("The list of the supported files.", glob),
  review: oneOrMore("The review note.", glob),
});

const bundle = section("The files that consumers may use.", {
  path: oneOrMore(
    "Directory of the bundle; {tag} {artifact} {version} {major} {minor} are filled in. A list is tried in order.",
    bundlePath,
  ),
  roles,
  internal: list("Globs of files in the bundle that are no part of what is supported.", glob),
});

const echo = z.strictObject(
  {
    metric: described("A key of the metrics.", text),
    param: described("The key of the params that it repeats.", text),
  },
  {
    error: ({ code }) =>
      code === "unrecognized_keys" ? "metric, param" : "a mapping with metric and param",
  },
);

/** A rule id where a policy names one by value. */
export const ruleIdSchema: z.ZodMiniType<string, string> = z.clone(text);

const seconds = z
  .number({ error: "a number of seconds" })
  .check(z.positive({ error: "a number above 0" }), z.maximum(3600, { error: "at most 3600" }));

/** The document of an rc file as plain values, before any default. */
export const policySchema: z.ZodMiniType<RawPolicy> = z.strictObject(
  {
    $schema: z.optional(described("For editors.", text)),
    extends: choice("The preset that this policy starts from.", ["recommended", "strict", "adopt"]),
    releases,
    bundle,
    pipeline: section("What of the DVC pipelines is judged.", {
      ignore: list("Globs of projects that a plain tag does not release.", glob),
      ignoreDeps: list(
        "Accepted exceptions: deps that may differ from the lock. Every report prints them.",
        glob,
      ),
    }),
    registry: section("Registries kept in the repository.", {
      files: list("Globs of registry files.", glob),
    }),
    metrics: section("What the metrics repeat.", {
      echo: list(
        "Metrics keys that repeat a params key.",
        echo,
        "a list of mappings with metric and param",
      ),
    }),
    dvc: section("How DVC itself is asked.", {
      status: choice("Whether `dvc status` is run.", ["auto", "required", "off"]),
      path: z.optional(described("The dvc command.", text)),
    }),
    restore: section(
      "Where the bytes of a release must be found again; not judged yet, and said so.",
      {
        from: choice("git alone, the DVC cache too, or the DVC remote.", [
          "git",
          "cache",
          "remote",
        ]),
      },
    ),
    signing: section("Who may sign releases.", {
      allowedSigners: z.optional(described("An allowed-signers file (ssh-keygen(1)).", text)),
    }),
    waivers: section("Waivers that a tag may carry.", {
      allow: list("Rules that a `Waive:` trailer may waive on a server.", ruleIdSchema),
    }),
    hook: section("How long hooks may take.", {
      budget: z.optional(described("Seconds for pre-push and pre-receive.", seconds)),
      tagBudget: z.optional(described("Seconds for pre-tag.", seconds)),
    }),
    rules: z.optional(rulesSchema),
  },
  { error: ({ code }) => (code === "unrecognized_keys" ? SECTIONS : `a mapping with ${SECTIONS}`) },
);
