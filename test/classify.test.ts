// Names as the policy sees them: releases, near misses with their nearest good name, ignored, others.

import { deepEqual, equal, ok } from "node:assert/strict";
import { assert as assertProperty, constantFrom, oneof, property, string, array } from "fast-check";
import { compare, parse as parseSemver } from "semver";
import { suite } from "uvu";
import { classifyTag } from "../lib/classify.ts";
import { MOVING_LABELS } from "../lib/naming/labels.ts";
import { versionOrder } from "../lib/naming/version.ts";
import type { Policy, TagGrammar } from "../lib/policy.ts";
import type { Naming } from "../lib/release.ts";

const test = suite("classify");

const scope = { project: null, bundle: null, rules: new Map() };

function grammar(text: string): TagGrammar {
  if (text === "plain" || text === "gto") return { kind: text, template: null, scope };
  return { kind: "template", template: text, scope };
}

function releases(tags = ["plain", "gto"], ignore: string[] = []): Policy["releases"] {
  return { tags: tags.map(grammar), ignore, branches: [], from: [] };
}

function namingOf(name: string, policy = releases()): Partial<Naming> | null {
  const result = classifyTag(name, policy);
  return result.kind === "release" ? result.naming : null;
}

function nearestOf(name: string, policy = releases()): string | null {
  const result = classifyTag(name, policy);
  equal(result.kind, "near-miss", name);
  return result.kind === "near-miss" ? result.nearest : null;
}

function reasonOf(name: string, policy = releases()): string {
  const result = classifyTag(name, policy);
  return result.kind === "near-miss" ? result.reason : `(${result.kind})`;
}

test("plain versions are releases", () => {
  const names = [
    "v1",
    "1",
    "1.2.0",
    "2026.11.2",
    "2026.01.02",
    "v2.0.0-rc.1",
    "v1.2.3.4",
    "v1.0.0+build.7",
    "1.0-alpha-1",
    "v99999999999999999999.0.0",
    "v1.2.0-final",
  ];
  for (const name of names) {
    deepEqual(
      namingOf(name),
      { grammar: "plain", artifact: null, version: name, promotionStage: null, action: "release" },
      name,
    );
  }
});

test("GTO's names are read as GTO reads them", () => {
  const cases: [string, string, string | null, string | null, Naming["action"]][] = [
    ["a@v1.2.3", "a", "v1.2.3", null, "release"],
    ["a@v1.2.3#7", "a", "v1.2.3", null, "release"],
    ["a@v1.2.3-rc.1+b", "a", "v1.2.3-rc.1+b", null, "release"],
    ["a@v1.2.3!", "a", "v1.2.3", null, "deregister"],
    ["a@v1.2.3!#2", "a", "v1.2.3", null, "deregister"],
    ["a#prod#4", "a", null, "prod", "assign"],
    ["a#prod", "a", null, "prod", "assign"],
    ["a#4", "a", null, "4", "assign"],
    ["a#prod!#5", "a", null, "prod", "unassign"],
    ["a#prod!", "a", null, "prod", "unassign"],
    ["a@deprecated", "a", null, null, "deprecate"],
    ["a@deprecated#3", "a", null, null, "deprecate"],
    ["x/y@v1.0.0", "x/y", "v1.0.0", null, "release"],
    ["x=y@v1.0.0", "x:y", "v1.0.0", null, "release"],
    ["svc/ml=model-a@v0.0.1", "svc/ml:model-a", "v0.0.1", null, "release"],
    ["../x=y@v0.0.1", "../x:y", "v0.0.1", null, "release"],
    ["latest@v1.0.0", "latest", "v1.0.0", null, "release"],
  ];
  for (const [name, artifact, version, promotionStage, action] of cases) {
    const expected = { grammar: "gto", artifact, version, promotionStage, action };
    deepEqual(namingOf(name), expected, name);
  }
});

test("what GTO does not read is no GTO release", () => {
  const names = [
    "a@1.0.0",
    "a@V1.0.0",
    "a@v1.2",
    "a@v01.0.0",
    "a@latest",
    "x@created",
    "a@v1.0.0#",
    "a@v1.0.0#prod",
    "a#prod#4#5",
    "a#prod#x!",
    "a-@v1.0.0",
    "-a@v1.0.0",
    "a.b@v1.0.0",
    "x=y=z@v1.0.0",
    "=a@v1.0.0",
    "a@v1.0.0!!",
    "a@v1.0.0\n",
    "a#",
    "#prod",
    "a@deprecated!",
    "a@v1.0.0-01",
  ];
  for (const name of names) equal(namingOf(name), null, name);
});

test("templates name the artifact, the version and the stage", () => {
  const cases: [string, string, Partial<Naming> | null][] = [
    ["release-{version}", "release-1.2.0", { artifact: null, version: "1.2.0" }],
    ["release-{version}", "release-v2", { version: "v2" }],
    ["release-{version}", "release-latest", null],
    ["release-{version}", "xrelease-1.2.0", null],
    ["release.{version}", "releaseX1.2.0", null],
    ["{artifact}/{version}", "svc/ranker/v1.2.0", { artifact: "svc/ranker", version: "v1.2.0" }],
    ["{artifact}/{version}", "svc=ranker/1.0", { artifact: "svc:ranker", version: "1.0" }],
    ["{artifact}-{version}", "resnet-50-v1.2.0", { artifact: "resnet-50", version: "v1.2.0" }],
    ["{stage}", "prod", { promotionStage: "prod", version: null, action: "assign" }],
    ["{stage}/{version}", "prod/v1", { promotionStage: "prod", version: "v1", action: "release" }],
  ];
  for (const [template, name, expected] of cases) {
    const naming = namingOf(name, releases([template]));
    if (expected === null) equal(naming, null, name);
    else deepEqual(naming, { ...naming, grammar: template, ...expected }, `${template} ${name}`);
  }
});

test("the first grammar that reads a name gives its scope", () => {
  const own = { ...scope, project: "ranking" };
  const tags = [
    { kind: "template", template: "v{version}", scope: own } as const,
    grammar("plain"),
  ];
  const first = classifyTag("v1.0", { ...releases(), tags });
  const second = classifyTag("1.0", { ...releases(), tags });
  equal(first.kind === "release" && first.scope, own);
  equal(second.kind === "release" && second.scope, scope);
});

test("ignored names are passed over, whatever else they are", () => {
  const policy = releases(["plain", "gto"], ["nightly-*", "v0.*", "ci/**", "[xy]-?", "latest"]);
  const cases: [string, string | null][] = [
    ["nightly-1.2", "nightly-*"],
    ["nightly-v1/2", null],
    ["v0.1.0", "v0.*"],
    ["ci/a/v1.0", "ci/**"],
    ["x-1", "[xy]-?"],
    ["latest", "latest"],
    ["Latest", null],
  ];
  for (const [name, pattern] of cases) {
    const result = classifyTag(name, policy);
    equal(result.kind === "ignored" ? result.pattern : null, pattern, name);
  }
});

test("a near miss shows the nearest good name, or none", () => {
  const cases: [string, string | null][] = [
    ["latest", null],
    ["v1.2.0_final", "v1.2.0"],
    ["v1.2.0final", "v1.2.0"],
    ["final-v2", "v2"],
    ["model-final-v3", "model@v3.0.0"],
    ["model_FINAL", null],
    ["modelLatest", null],
    ["release-1.2.0", "1.2.0"],
    ["prod-2026-11-01", "2026-11-01"],
    ["my-new-parser", null],
    ["V1.0.0", "v1.0.0"],
    ["V1", "v1"],
    ["v1.O.0", "v1.0.0"],
    ["vl.0.0", "v1.0.0"],
    ["a@1.0.0", "a@v1.0.0"],
    ["Model@V1.0.0", "Model@v1.0.0"],
    ["a@v1.2", "a@v1.2.0"],
    ["a@v1", "a@v1.0.0"],
    ["a@v01.0.0", "a@v1.0.0"],
    ["a@1.0.0-hotfix", "a@v1.0.0-hotfix"],
    ["a@latest", null],
    ["x@created", null],
    ["x=y@1.0", "x=y@v1.0.0"],
    ["refs/tags/v1.0.0", "v1.0.0"],
    ["refs/tags/a@v1.0.0", "a@v1.0.0"],
    ["tags/v1.0.0", "v1.0.0"],
    ["v.1.2", "v1.2"],
    ["v-1.2", "v1.2"],
    ["version-1.2", "1.2"],
    ["Version2.0", "2.0"],
    ["model-1.2.0", "model@v1.2.0"],
    ["ranking/v1.2.0-rc.1", "ranking@v1.2.0-rc.1"],
    ["v1.2.0rc1", "v1.2.0-rc.1"],
    ["1.2.0b2", "1.2.0-beta.2"],
    ["1.2.0.dev03", "1.2.0-dev.3"],
    ["v1.2.0-rc.01", "v1.2.0-rc.1"],
    ["v1.2.0_hotfix", "v1.2.0-hotfix"],
    ["v1.2.0-", "v1.2.0"],
    ["v1.2.x", null],
    ["v1.2.3.4.5", null],
    ["before-1.2-refactor", null],
    ["v1.0;id", null],
    ["py3.10", null],
  ];
  for (const [name, nearest] of cases) equal(nearestOf(name), nearest, name);
});

test("names that only look like a release are refused with what they hold", () => {
  const cases: [string, string | null, string][] = [
    ["v1\u20240\u20240", "v1.0.0", "U+2024"],
    ["v1.0.0\u200b", "v1.0.0", "U+200B"],
    ["v1.0.0\u2069", "v1.0.0", "U+2069"],
    ["v\u00ad1", "v1", "U+00AD"],
    ["\u202ev1.0.0", "v1.0.0", "U+202E"],
    ["\uff561.0", "v1.0", "U+FF56"],
    ["\u03bd1.0.0", "v1.0.0", "U+03BD"],
    ["v1\u20110", "v1-0", "U+2011"],
    ["v\u0661", "v1", "U+0661"],
    ["v\u0967.0", "v1.0", "U+0967"],
    ["m\u043edel@v1.0.0", "model@v1.0.0", "U+043E"],
    ["a#pr\u043ed", "a#prod", "U+043E"],
    ["l\u0430test", null, "U+0430"],
    ["la\u200btest", null, "U+200B"],
    ["\ufb01nal", null, "U+FB01"],
  ];
  for (const [name, nearest, codePoint] of cases) {
    equal(nearestOf(name), nearest, JSON.stringify(name));
    ok(reasonOf(name).includes(codePoint), reasonOf(name));
  }
});

test("reasons are sentences that name the fault", () => {
  const cases: [string, string][] = [
    ["latest", "`latest` is a moving label: it will mean something else tomorrow"],
    ["v1.2.0_final", "`v1.2.0_final` carries a moving label `final`"],
    ["V1.0.0", "`V1.0.0` is `v1.0.0` in another case"],
    ["v1.O.0", "`v1.O.0` only looks like `v1.0.0`: it has letters for digits"],
    ["v1\u20240\u20240", "`v1\u20240\u20240` only looks like `v1.0.0`: it holds U+2024"],
    ["a@v1", "`a@v1` is not read by GTO: a version is `v` and three numbers without leading zeros"],
    ["x@created", "`x@created` means nothing to GTO, and `gto show` fails on it"],
    [
      "v1.2.x",
      "`v1.2.x` holds what looks like a version, but no naming grammar of the policy reads it",
    ],
    ["refs/tags/v1", "`refs/tags/v1` repeats git's own `refs/` in the name of the tag"],
  ];
  for (const [name, reason] of cases) equal(reasonOf(name), reason);
});

test("every moving label is one as a word, in any case, and not inside of another word", () => {
  for (const label of MOVING_LABELS) {
    for (const name of [label, label.toUpperCase(), `x-${label}`, `x_${label}2`, `x/${label}/y`]) {
      equal(classifyTag(name, releases()).kind, "near-miss", name);
    }
    equal(classifyTag(`x${label}`, releases()).kind, "other", label);
    equal(classifyTag(`${label}x`, releases()).kind, "other", label);
  }
});

test("names of nobody's business stay so", () => {
  const names = [
    "before-refactor",
    "renewal",
    "",
    "v1$(id)",
    "v1;id",
    "v1`id`",
    "x%0aERR",
    "-x",
    "vo",
    "ol",
    "before\u200brefactor",
    "\u043f\u0440\u0435\u0434",
    "a@b",
    "refs/notes",
    "v1,2,0",
  ];
  for (const name of names) deepEqual(classifyTag(name, releases()), { kind: "other" }, name);
});

test("only the policy's own grammars read and are suggested", () => {
  const policy = releases(["release-{version}"]);
  const cases: [string, string | null][] = [
    ["v1.2.0", "release-v1.2.0"],
    ["release_1.2.0", "release-1.2.0"],
    ["RELEASE-1.2.0", "release-1.2.0"],
    ["release-1.2.0_final", "release-1.2.0"],
    ["model@v1.0.0", null],
    ["release-latest", null],
    ["release", null],
  ];
  for (const [name, nearest] of cases) equal(nearestOf(name, policy), nearest, name);
  equal(reasonOf("release-latest", policy), "`release-latest` carries a moving label `latest`");
  equal(nearestOf("ranker_1.0", releases(["{artifact}/{version}"])), "ranker/1.0");
  equal(nearestOf("v1.0", releases(["{stage}/{version}"])), null);
  equal(nearestOf("v1.2.0_final", releases(["plain"], ["v1*.0"])), null, "an ignored name");
  equal(classifyTag("a@v1", releases(["plain"])).kind, "other");
});

test("a name past the limit is no release, and nothing hangs on it", () => {
  const long = 65_536;
  const names = [
    `v1.${"1".repeat(long)}`,
    `a@v1.0.0-${"a.".repeat(long / 2)}!`,
    "a-1".repeat(long / 3),
    `x-latest${"-".repeat(long)}`,
    `v1.0.0-${"\u200b".repeat(long)}`,
    `${"a/".repeat(300)}m#prod`,
    "\ufdfa1".repeat(long / 2),
  ];
  const policy = releases(["plain", "gto", "{artifact}-{version}"], ["*a*a*a*a*b", "**/x/**/y"]);
  for (const name of names) {
    equal(nearestOf(name, policy), null);
    ok(reasonOf(name, policy).startsWith(`a name of ${name.length} characters`));
  }
  deepEqual(classifyTag("x".repeat(long), policy), { kind: "other" });
  equal(namingOf(`v1.0.0-${"a".repeat(249)}`)?.grammar, "plain");
  equal(namingOf(`v1.0.0-${"a".repeat(250)}`), null);
});

test("any string classifies, and what is suggested is a release", () => {
  const bits = constantFrom(
    "v",
    "V",
    "1",
    "0",
    ".",
    "-",
    "@",
    "#",
    "!",
    "=",
    "/",
    "a",
    "final",
    "\u200b",
    "\u2024",
    "\u0430",
    "\ud800",
  );
  const policy = releases(["gto", "plain", "{artifact}-{version}"], ["*-x"]);
  assertProperty(
    property(
      oneof(
        string({ unit: "binary" }),
        array(bits).map((all) => all.join("")),
      ),
      (name) => {
        const result = classifyTag(name, policy);
        if (result.kind !== "near-miss" || result.nearest === null) return;
        equal(classifyTag(result.nearest, policy).kind, "release", `${name} -> ${result.nearest}`);
        ok(result.nearest !== name);
      },
    ),
    { numRuns: 2000 },
  );
});

test("versions of every length are ordered", () => {
  const ascending = [
    "not-a-version",
    "v0.0.1",
    "v1-alpha",
    "1.0.0-alpha.1",
    "v1.0.0-alpha.beta",
    "v1.0.0-beta.2",
    "v1.0.0-beta.11",
    "v1.0.0-rc.1",
    "v1",
    "v1.0.0.1",
    "1.2",
    "v1.9.0",
    "v1.10.0",
    "2026.01.02",
    "2026.1.10",
    "20260101",
    "v99999999999999999998",
    "v99999999999999999999",
  ];
  for (const [index, left] of ascending.entries()) {
    for (const [other, right] of ascending.entries()) {
      equal(Math.sign(versionOrder(left, right)), Math.sign(index - other), `${left} ${right}`);
    }
  }
  for (const [left, right] of [
    ["v1", "1.0.0"],
    ["v1.0.0+a", "v1.0.0+b"],
    ["1.2", "v1.2.0.0"],
  ]) {
    equal(versionOrder(left!, right!), 0);
  }
});

test("three numbers are ordered as semver orders them", () => {
  const part = constantFrom("0", "1", "2", "10");
  const identifier = constantFrom("0", "2", "11", "a", "rc", "-", "a-1");
  const version = array(part, { minLength: 3, maxLength: 3 }).chain((numbers) =>
    array(identifier, { maxLength: 3 }).map(
      (pre) => numbers.join(".") + (pre.length > 0 ? `-${pre.join(".")}` : ""),
    ),
  );
  assertProperty(
    property(version, version, (left, right) => {
      ok(parseSemver(left));
      equal(versionOrder(left, right), compare(left, right));
    }),
  );
});

test.run();
