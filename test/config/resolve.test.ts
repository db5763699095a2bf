// From documents to policies: defaults, presets, overlays, digests, and every fault in words.

import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { assert as assertProperty, jsonValue, property } from "fast-check";
import { suite } from "uvu";
import { defaults } from "../../config/defaults.ts";
import { BUNDLE_PATHS } from "../../lib/bundle-paths.ts";
import { resolvePolicy, type Resolved } from "../../config/resolve.ts";
import type { KnownRule } from "../../config/rule-names.ts";
import type { Policy } from "../../lib/policy.ts";
import { documentOf } from "./document.ts";
import { DESIGN_EXAMPLE } from "./example.ts";

const test = suite("config/resolve");

const knownRules: readonly KnownRule[] = [
  { id: "tag/signed" },
  { id: "tag/reachable" },
  { id: "review/linked", options: [{ name: "allowFirst", type: "boolean" }] },
  { id: "lock/chain-holds" },
];

function resolve(text: string): Resolved {
  return resolvePolicy(documentOf(text), { knownRules, source: "test" });
}

function policyOf(text: string): Policy {
  const resolved = resolve(text);
  if (!resolved.ok) throw new Error(resolved.problems.map((each) => each.text).join("\n"));
  return resolved.policy;
}

function digest(text: string): string {
  return policyOf(text).digest;
}

/** `line: text` of every problem. */
function problemsOf(text: string): string[] {
  const resolved = resolve(text);
  return resolved.ok ? [] : resolved.problems.map((problem) => `${problem.line}: ${problem.text}`);
}

test("no document, an empty one and an empty mapping are the recommended policy", () => {
  const absent = resolvePolicy(null, { knownRules, source: "recommended" });
  ok(absent.ok);
  deepEqual({ ...absent.policy, ...defaults }, absent.policy);
  equal(absent.policy.preset, "recommended");
  equal(absent.policy.worstLevel, "error");
  for (const text of ["", "# nothing yet\n", "{}", "extends: recommended", "releases: {}"]) {
    equal(policyOf(text).digest, absent.policy.digest, text);
  }
  match(absent.policy.digest, /^sha256:[0-9a-f]{64}$/);
});

test("the example of the design resolves", () => {
  const policy = policyOf(DESIGN_EXAMPLE);
  deepEqual(
    policy.releases.tags.map(({ kind, template, scope }) => [kind, template, scope.project]),
    [
      ["plain", null, null],
      ["gto", null, null],
      ["template", "release-{version}", "ranking"],
    ],
  );
  deepEqual(policy.bundle, {
    paths: ["publish/v{major}"],
    configured: true,
    roles: {
      model: ["model.*"],
      metrics: ["metrics.json"],
      params: ["params.yaml"],
      manifest: ["manifest.json"],
      review: ["review.md"],
    },
    internal: ["notes/**"],
  });
  deepEqual(policy.pipeline, { ignore: ["tests/**"], ignoreDeps: ["src/pkg/_version.py"] });
  deepEqual(policy.restore, { from: "remote" });
  deepEqual(
    [...policy.rules],
    [
      ["tag/signed", { level: "error", options: {} }],
      ["review/linked", { level: "error", options: { allowFirst: true } }],
    ],
  );
});

test("lists replace, mappings merge by key", () => {
  const policy = policyOf(
    "extends: strict\nreleases: {branches: [main]}\nbundle: {roles: {model: w.pt}}",
  );
  deepEqual(policy.releases.branches, ["main"]);
  deepEqual(policy.releases.tags, defaults.releases.tags);
  deepEqual(policy.bundle.roles, { ...defaults.bundle.roles, model: ["w.pt"] });
  deepEqual(policy.bundle.paths, BUNDLE_PATHS);
  equal(policy.bundle.configured, false);
  deepEqual(policyOf("pipeline: {ignore: []}").pipeline, { ignore: [], ignoreDeps: [] });
  deepEqual(policyOf("hook: {budget: 2.5}").hook, { budget: 2.5, tagBudget: 5 });
  deepEqual(policyOf("bundle: {path: [a, ./b//c/]}").bundle.paths, ["a", "b/c"]);
});

test("presets are what they say", () => {
  const strict = policyOf("extends: strict");
  deepEqual([...strict.rules.keys()], ["tag/signed", "tag/reachable"]);
  deepEqual(
    [strict.warningsAreErrors, strict.notedBlocks, strict.worstLevel, strict.inconclusiveBlocks],
    [true, true, "error", true],
  );
  deepEqual([strict.restore.from, strict.releases.branches], ["remote", ["release/*"]]);
  const adopt = policyOf("extends: adopt");
  deepEqual(
    [adopt.warningsAreErrors, adopt.notedBlocks, adopt.worstLevel, adopt.inconclusiveBlocks],
    [false, false, "warning", false],
  );
  equal(
    policyOf("extends: strict\nrules: {tag/signed: off}").rules.get("tag/signed")?.level,
    "off",
  );
});

test("an entry of releases.tags narrows its own tags", () => {
  const { tags } = policyOf(`
releases:
  tags:
    - { match: gto, project: ., bundle: ["out/{artifact}", out], rules: { tag/signed: [warning] } }
    - "{artifact}/{version}"
`).releases;
  deepEqual(tags, [
    {
      kind: "gto",
      template: null,
      scope: {
        project: "",
        bundle: ["out/{artifact}", "out"],
        rules: new Map([["tag/signed", { level: "warning", options: {} }]]),
      },
    },
    {
      kind: "template",
      template: "{artifact}/{version}",
      scope: { project: null, bundle: null, rules: new Map() },
    },
  ]);
});

test("the digest is that of the settings, not of how they are written", () => {
  equal(
    digest("rules: {tag/signed: error, tag/reachable: off}"),
    digest("rules: {tag/reachable: [off], tag/signed: [error, {}]}"),
  );
  equal(digest("bundle: {path: out/}"), digest("bundle: {path: [./out]}"));
  notEqual(digest("bundle: {path: publish}"), digest(""));
  notEqual(digest("rules: {tag/signed: error}"), digest("rules: {tag/signed: warning}"));
  notEqual(digest("releases: {ignore: [a, b]}"), digest("releases: {ignore: [b, a]}"));
  notEqual(digest("extends: strict"), digest("extends: adopt"));
  notEqual(
    digest("releases: {tags: [plain]}"),
    digest("releases: {tags: [{match: plain, project: a}]}"),
  );
  const other = resolvePolicy(documentOf(""), { knownRules, source: "elsewhere" });
  equal(other.ok && other.policy.digest, digest(""));
});

test("every fault is told with its line, what is there, and what is meant", () => {
  const cases: [string, ...string[]][] = [
    ["bundel: {}", "1: unknown key `bundel`; did you mean `bundle`?"],
    ["bundle:\n  role: {}", "2: unknown key `bundle.role`; did you mean `roles`?"],
    ["metrics: {zzz: 1}", "1: unknown key `metrics.zzz`; known here: echo"],
    [
      "releases:\n  tags:\n    - match: gto\n      projekt: a",
      "4: unknown key `releases.tags[0].projekt`; did you mean `project`?",
    ],
    [
      "rules:\n\n  review/link: error",
      "3: unknown rule `review/link`; did you mean `review/linked`?",
    ],
    ["rules: {signed: error}", "1: unknown rule `signed`; did you mean `tag/signed`?"],
    [
      "rules: {restore/available: error}",
      "1: rule `restore/available` is not there yet: nothing would judge it",
    ],
    ["rules: {no/such: error}", "1: unknown rule `no/such`; `tagproof explain` lists them"],
    ["waivers: {allow: [tag/singed]}", "1: unknown rule `tag/singed`; did you mean `tag/signed`?"],
    [
      "rules:\n  review/linked: [error, {\n    allowFist: true}]",
      "3: unknown option `allowFist` of `review/linked`; did you mean `allowFirst`?",
    ],
    [
      "rules: {review/linked: [error, {allowFirst: 'false'}]}",
      "1: option `allowFirst` of `review/linked` has to be true or false",
    ],
    [
      "rules: {review/linked: [error, {allowFirst: [false]}]}",
      "1: option `allowFirst` of `review/linked` has to be true or false",
    ],
    [
      "rules: {tag/reachable: [error, {of: x}]}",
      "1: unknown option `of` of `tag/reachable`; it takes none",
    ],
    [
      "rules:\n  lock/chain-holds: [error, {\n    anything: 1, more: 2}]",
      "3: unknown option `anything` of `lock/chain-holds`; it takes none",
      "3: unknown option `more` of `lock/chain-holds`; it takes none",
    ],
    [
      "releases: {tags: [{match: plain, rules: {tag/signed: [error, {by: me}]}}]}",
      "1: unknown option `by` of `tag/signed`; it takes none",
    ],
    [
      "rules: {tag/signed: warn}",
      '1: `rules.tag/signed` is the string "warn", expected off, note, warning or error, or a list of one of them and a mapping of options; did you mean `warning`?',
    ],
    [
      "rules: {tag/signed: true}",
      "1: `rules.tag/signed` is true, expected off, note, warning or error, or a list of one of them and a mapping of options",
    ],
    [
      "rules: {tag/signed: [eror]}",
      '1: `rules.tag/signed[0]` is the string "eror", expected one of off, note, warning, error; did you mean `error`?',
    ],
    [
      "rules: {tag/signed: [error, 3]}",
      "1: `rules.tag/signed[1]` is the number 3, expected a mapping of options",
    ],
    [
      "rules: {tag/signed: [error, {}, 1]}",
      "1: `rules.tag/signed` is a list, expected off, note, warning or error, or a list of one of them and a mapping of options",
    ],
    ["rules: [tag/signed]", "1: `rules` is a list, expected a mapping of rules to levels"],
    [
      "extends: strikt",
      '1: `extends` is the string "strikt", expected one of recommended, strict, adopt; did you mean `strict`?',
    ],
    ["extends: [strict]", "1: `extends` is a list, expected one of recommended, strict, adopt"],
    [
      "extends: ./other.js",
      '1: `extends` is the string "./other.js", expected one of recommended, strict, adopt',
    ],
    [
      "$import: ./evil.js",
      "1: `$import` is refused: a policy is data in one file and imports nothing",
    ],
    [
      "rules:\n  $import: x",
      "2: `$import` is refused: a policy is data in one file and imports nothing",
    ],
    ["__proto__: {a: 1}", "1: the key `__proto__` is refused"],
    ["rules: {review/linked: [error, {__proto__: 1}]}", "1: the key `__proto__` is refused"],
    ["hook: {budget: 30s}", '1: `hook.budget` is the string "30s", expected a number of seconds'],
    ["hook: {budget: 0}", "1: `hook.budget` is the number 0, expected a number above 0"],
    ["hook: {budget: 1e9}", "1: `hook.budget` is the number 1e9, expected at most 3600"],
    ["hook: {budget: .nan}", "1: `hook.budget` is the number .nan, expected a number of seconds"],
    [
      "releases: {ignore: nightly}",
      '1: `releases.ignore` is the string "nightly", expected a list of strings',
    ],
    [
      "releases: {ignore: [1.0]}",
      "1: `releases.ignore[0]` is the number 1.0, expected a glob without `!` in front and without `\\` at its end",
    ],
    [
      "releases: {ignore: ['!a']}",
      '1: `releases.ignore[0]` is the string "!a", expected a glob without `!` in front and without `\\` at its end',
    ],
    [
      "bundle: {internal: ['notes\\']}",
      '1: `bundle.internal[0]` is the string "notes\\\\", expected a glob without `!` in front and without `\\` at its end',
    ],
    [
      "releases: {tags: []}",
      "1: `releases.tags` is an empty list, expected a list that is not empty",
    ],
    [
      "releases: {tags: [{project: a}]}",
      `1: \`releases.tags[0].match\` is missing, expected ${TAG_NAME}`,
    ],
    [
      "releases: {tags: [semver]}",
      `1: \`releases.tags[0]\` is the string "semver", expected ${TAG_NAME}`,
    ],
    [
      "releases: {tags: [1]}",
      "1: `releases.tags[0]` is the number 1, expected a name or a mapping with match",
    ],
    ["bundle: {path: ../x}", `1: \`bundle.path\` is the string "../x", expected ${BUNDLE_PATH}`],
    [
      "bundle: {path: [a, /x]}",
      `1: \`bundle.path[1]\` is the string "/x", expected ${BUNDLE_PATH}`,
    ],
    [
      "bundle: {path: 'a/{verson}'}",
      `1: \`bundle.path\` is the string "a/{verson}", expected ${BUNDLE_PATH}`,
    ],
    [
      "bundle: {roles: {model: 3}}",
      "1: `bundle.roles.model` is the number 3, expected a string or a list of them",
    ],
    ["bundle:", "1: `bundle` is empty, expected a mapping with path, roles, internal"],
    ["dvc: {path: ''}", '1: `dvc.path` is the string "", expected a string that is not empty'],
    ["metrics: {echo: [{metric: a}]}", "1: `metrics.echo[0].param` is missing, expected a string"],
    [
      "- a",
      "1: the policy is a list, expected a mapping with extends, releases, bundle, pipeline, registry, metrics, dvc, restore, signing, waivers, hook, rules",
    ],
    [
      "1: a",
      "1: unknown key `1`; known here: extends, releases, bundle, pipeline, registry, metrics, dvc, restore, signing, waivers, hook, rules",
    ],
  ];
  for (const [text, ...expected] of cases) deepEqual(problemsOf(text), expected, text);
});

const TAG_NAME =
  "plain, gto or a template such as release-{version}, with {version} or {stage} in it, {artifact} at will, each once and apart";
const BUNDLE_PATH = "a relative path, with {tag}, {artifact}, {version}, {major} or {minor} in it";

test("all faults of a document are told at once, in the order of the lines", () => {
  deepEqual(
    problemsOf(
      "hook: {budget: x}\nrules:\n  tag/x: error\n  tag/signed: bad\nbundel: 1\n$import: a",
    ).map((text) => text.slice(0, 20)),
    [
      "1: `hook.budget` is ",
      "3: unknown rule `tag",
      "4: `rules.tag/signed",
      "5: unknown key `bund",
      "6: `$import` is refu",
    ],
  );
});

test("templates of tags", () => {
  const good = [
    "release-{version}",
    "{artifact}/{version}",
    "{stage}",
    "plain",
    "gto",
    "{stage}.{artifact}",
  ];
  const bad = [
    "latest",
    "{artifact}",
    "{artifact}{version}",
    "{version}-{version}",
    "{major}.{version}",
    "a b{version}",
    "{version",
    "",
  ];
  for (const each of good)
    deepEqual(problemsOf(`releases: {tags: [${JSON.stringify(each)}]}`), [], each);
  for (const each of bad)
    equal(problemsOf(`releases: {tags: [${JSON.stringify(each)}]}`).length, 1, each);
});

test("an alias bomb is refused", () => {
  const rows = Array.from(
    { length: 8 },
    (_, row) =>
      `x${row}: &x${row} [${Array.from({ length: 10 }, () => (row === 0 ? "a" : `*x${row - 1}`)).join(", ")}]`,
  );
  deepEqual(problemsOf(rows.slice(0, 6).join("\n")), [
    "1: the policy holds more than 20000 values",
  ]);
});

test("nothing is polluted by hostile keys", () => {
  problemsOf('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
  problemsOf("rules: {__proto__: {polluted: 1}, constructor: error}");
  equal(Reflect.get({}, "polluted"), undefined);
  deepEqual(problemsOf("rules: {constructor: error}"), [
    "1: unknown rule `constructor`; `tagproof explain` lists them",
  ]);
  deepEqual(problemsOf("toString: 1").length, 1);
});

test("any JSON gives a policy or problems, never an exception", () => {
  assertProperty(
    property(jsonValue(), (value) => {
      const resolved = resolve(JSON.stringify(value));
      ok(resolved.ok || resolved.problems.length > 0);
      if (resolved.ok) ok(value === null || JSON.stringify(value) === "{}");
    }),
  );
});

test.run();
