import assert from "node:assert/strict";
import { suite } from "uvu";
import { BUNDLE_PATHS } from "../../lib/bundle-paths.ts";
import type { LocatedEntry } from "../../lib/dvc/project.ts";
import { findBundle, withContents } from "../../lib/gather/bundle.ts";
import { makeTree, type Tree } from "../../lib/git/tree.ts";
import { classifyTag } from "../../lib/classify.ts";
import type { Policy } from "../../lib/policy.ts";
import type { Release } from "../../lib/release.ts";
import { policyOf, release as plain } from "../helpers/engine.ts";
import { md5 } from "../helpers/pipeline.ts";
import { directory, entry, factsOf, stage } from "../helpers/recorded.ts";

const bundle = suite("gather/bundle");

function treeOf(...paths: string[]): Tree {
  const oid = "1".repeat(40);
  return makeTree(
    oid,
    paths.map((path) => ({ path, mode: "100644", kind: "file" as const, oid })),
  );
}

function named(name: string, more: Partial<Release> = {}): Release {
  const classification = classifyTag(name, policyOf().releases);
  assert.equal(classification.kind, "release", name);
  return classification.kind === "release"
    ? { ...plain, name, naming: classification.naming, ...more }
    : plain;
}

function configured(...paths: string[]): Policy {
  const policy = policyOf();
  return { ...policy, bundle: { ...policy.bundle, paths, configured: true } };
}

const MANIFEST = "manifest.json";

const PLACES: readonly (readonly [tag: string, there: readonly string[], found: string | null])[] =
  [
    ["v1.2.3", ["publish/v1.2.3", "publish/v1", "publish"], "publish/v1.2.3"],
    ["v1.2.3", ["publish/1.2.3", "publish/v1"], "publish/1.2.3"],
    ["v1.2.3", ["publish/v1.2", "publish/v1"], "publish/v1.2"],
    ["v1.2.3", ["publish/v1", "publish/v2"], "publish/v1"],
    ["v2.0.0-rc.1", ["publish/v1", "publish/v2"], "publish/v2"],
    ["v1", ["publish/v1"], "publish/v1"],
    ["v10.0.0", ["publish/v1"], null],
    ["v1.2.3", ["publish/v2"], null],
    ["v1.2.3", ["publish"], "publish"],
    ["model@v1.2.3", ["publish/model/1.2.3", "publish/v1"], "publish/model/1.2.3"],
    ["ranking=model@v1.2.3", ["publish/model/1.2.3", "publish"], "publish/model/1.2.3"],
    ["ranking=model@v1.2.3", ["publish/v1", "ranking/publish/v1"], "ranking/publish/v1"],
    ["ranking=model#prod", ["publish", "ranking/publish"], "ranking/publish"],
    ["a/b=model@v1.2.3", ["a/publish/v1", "publish/v1"], "a/publish/v1"],
    ["a/b=model@v1.2.3", ["b/publish/v1", "a/b/c/publish/v1"], null],
    ["model@v1.2.3", ["registry/model/v1.2.3", "publish"], "registry/model/v1.2.3"],
    ["v1.2.3", ["registry/model/v1.2.3"], null],
    ["v1.2.3", ["releases/v1.2.3", "publish"], "releases/v1.2.3"],
    ["1.2.3", ["publish/v1.2.3"], "publish/v1.2.3"],
    ["model#prod#1", ["publish/v1", "publish"], "publish"],
    ["v1.2.3", ["published/v1"], null],
  ];

for (const [tag, there, found] of PLACES) {
  bundle(`${tag} among ${there.join(", ")}: ${found ?? "none"}`, () => {
    assert.deepEqual(policyOf().bundle.paths, BUNDLE_PATHS);
    const tree = treeOf(...there.map((path) => `${path}/${MANIFEST}`));
    assert.equal(findBundle(tree, policyOf(), named(tag))?.path ?? null, found);
  });
}

const ASSIGNED: readonly (readonly [version: string, there: string, found: string])[] = [
  ["model@v1.2.3", "publish/v1", "publish/v1"],
  ["model@v1.2.3", "publish/model/1.2.3", "publish/model/1.2.3"],
  ["model@v1.2.3", "publish/model@v1.2.3", "publish/model@v1.2.3"],
  ["model@v1.2.3", "publish/model#prod#1", "publish/model#prod#1"],
];

for (const [version, there, found] of ASSIGNED) {
  bundle(`model#prod#1, which assigns ${version}, in ${there}`, () => {
    const tag = named("model#prod#1", { assigns: named(version) });
    const its = findBundle(treeOf(`${there}/${MANIFEST}`), policyOf(), tag);
    assert.equal(its?.path, found);
    assert.equal(its.release.name, version);
  });
}

bundle("a configured path that is absent is that of the assigned version", () => {
  const tag = named("model#prod#1", { assigns: named("model@v2.0.0") });
  const its = findBundle(treeOf("a"), configured("out/{tag}", "out/{major}"), tag);
  assert.equal(its?.path, "out/model@v2.0.0");
});

const LOOKS: readonly (readonly [files: readonly string[], isBundle: boolean])[] = [
  [["manifest.json"], true],
  [["manifest.yaml"], true],
  [["model.pkl", "metrics.json"], true],
  [["metrics.json", "params.yaml"], true],
  [["metrics.json"], false],
  [["model.pkl", "model/extra.bin"], false],
  [["review.md", "metrics.json"], false],
  [["README.md"], false],
];

for (const [files, isBundle] of LOOKS) {
  bundle(`a default directory with ${files.join(", ")} is ${isBundle ? "a" : "no"} bundle`, () => {
    const tree = treeOf(...files.map((file) => `publish/v1/${file}`));
    assert.equal(findBundle(tree, policyOf(), named("v1.0.0")) !== null, isBundle);
  });
}

bundle("a configured path counts whatever it holds, and where it is absent", () => {
  const policy = configured("out/{version}", "dist/v{major}");
  const there = findBundle(treeOf("dist/v1/README.md"), policy, named("v1.2.0"));
  assert.deepEqual([there?.path, there?.configured, there?.files.length], ["dist/v1", true, 1]);
  const absent = findBundle(treeOf("README.md"), policy, named("v1.2.0"));
  assert.deepEqual([absent?.path, absent?.configured, absent?.files], ["out/1.2.0", true, []]);
});

bundle("a template asks for what the name says, or is passed over", () => {
  const policy = configured("{artifact}/{version}", "plain/{tag}");
  assert.equal(findBundle(treeOf(), policy, named("v1.2.0"))?.path, "plain/v1.2.0");
  assert.equal(findBundle(treeOf(), policy, named("model@v1.2.0"))?.path, "model/1.2.0");
  const revision = {
    ...plain,
    name: "main",
    candidate: true,
    naming: { ...plain.naming, grammar: "none", version: null },
  };
  assert.equal(findBundle(treeOf(), policy, revision), null, "a revision has no name to fill in");
});

bundle("the scope of a tag wins, relative to its project", () => {
  const scope = { project: "ranking", bundle: ["out/v{major}"], rules: new Map() };
  const found = findBundle(
    treeOf("ranking/out/v1/model.json"),
    configured("publish"),
    named("v1.0.0", { scope }),
  );
  assert.deepEqual([found?.path, found?.files[0]?.relative], ["ranking/out/v1", "model.json"]);
  const inProject = { project: "ranking", bundle: null, rules: new Map() };
  const tree = treeOf("ranking/publish/v1/manifest.json", "publish/v1/manifest.json");
  assert.equal(
    findBundle(tree, policyOf(), named("v1.0.0", { scope: inProject }))?.path,
    "ranking/publish/v1",
  );
});

bundle("knows what each file is for, internal ones for nothing", () => {
  const policy = policyOf();
  const internal = { ...policy, bundle: { ...policy.bundle, internal: ["notes/**", "model.tmp"] } };
  const files = [
    "manifest.json",
    "model.pkl",
    "model/a/b.bin",
    "metrics.json",
    "params.yaml",
    "review.md",
    "README.md",
    "notes/model.pkl",
    "model.tmp",
    ".hidden/metrics.json",
  ];
  const found = findBundle(
    treeOf(...files.map((file) => `publish/v1/${file}`)),
    internal,
    named("v1.0.0"),
  );
  const roles = Object.fromEntries(
    (found?.files ?? []).map(({ relative, role, internal: isInternal }) => [
      relative,
      isInternal ? `internal ${role}` : role,
    ]),
  );
  assert.deepEqual(roles, {
    ".hidden/metrics.json": null,
    "README.md": null,
    "manifest.json": "manifest",
    "metrics.json": "metrics",
    "model.pkl": "model",
    "model.tmp": "internal null",
    "model/a/b.bin": "model",
    "notes/model.pkl": "internal null",
    "params.yaml": "params",
    "review.md": "review",
  });
});

/** What git has, what the lock records, and what is found: the path, and what of it only DVC keeps. */
interface Recorded {
  readonly inGit?: readonly string[];
  readonly outs: readonly LocatedEntry[];
  readonly policy?: Policy;
  readonly found: readonly [path: string, kept: readonly string[]] | null;
}

const BOTH = { "manifest.json": "m", "model.bin": "b" };

const RECORDED: Readonly<Record<string, Recorded>> = {
  "a directory that DVC keeps": {
    outs: [directory("publish/v1", BOTH)],
    found: ["publish/v1", ["manifest.json", "model.bin"]],
  },
  "single files": {
    outs: [entry("publish/v1/manifest.json", md5("m")), entry("publish/v1/model.bin", md5("b"))],
    found: ["publish/v1", ["manifest.json", "model.bin"]],
  },
  "a model beside a manifest in git": {
    inGit: ["publish/v1/manifest.json"],
    outs: [entry("publish/v1/model.bin", md5("b"))],
    found: ["publish/v1", ["model.bin"]],
  },
  "the narrower one, of DVC, before the wider one in git": {
    inGit: ["publish/manifest.json"],
    outs: [directory("publish/v1", BOTH)],
    found: ["publish/v1", ["manifest.json", "model.bin"]],
  },
  "a part of a wider directory": {
    outs: [directory("publish", { "v1/manifest.json": "m", "v2/manifest.json": "n" })],
    found: ["publish/v1", ["manifest.json"]],
  },
  "a file of git before its record": {
    inGit: ["publish/v1/manifest.json", "publish/v1/model.bin"],
    outs: [directory("publish/v1", BOTH)],
    found: ["publish/v1", []],
  },
  "a directory that nobody can look into": {
    outs: [directory("publish/v1", BOTH, false)],
    found: ["publish/v1", []],
  },
  "the wider directory, where that one is closed": {
    outs: [directory("publish", BOTH, false)],
    found: ["publish", []],
  },
  "none in a directory that does not look like one": {
    outs: [directory("publish/v1", { "a.txt": "a" })],
    found: null,
  },
  "the configured path that may be in a closed directory": {
    policy: configured("dist/v{major}", "out/v{major}"),
    outs: [directory("out", BOTH, false)],
    found: ["out/v1", []],
  },
  "the configured path, whatever DVC keeps there": {
    policy: configured("dist/v{major}", "out/v{major}"),
    outs: [directory("out/v1", { "a.txt": "a" })],
    found: ["out/v1", ["a.txt"]],
  },
};

for (const [name, { inGit = [], outs, policy = policyOf(), found }] of Object.entries(RECORDED)) {
  bundle(`recorded: ${name}`, () => {
    const facts = factsOf([stage("publish", [], outs)]);
    const there = findBundle(treeOf(...inGit), policy, named("v1.0.0"), facts);
    const kept = there?.files.filter((file) => file.entry === null) ?? [];
    const answer = there === null ? null : [there.path, kept.map(({ relative }) => relative)];
    assert.deepEqual(answer, found);
  });
}

bundle("a file without content is a gap, not an empty file", async () => {
  const found = findBundle(treeOf("publish/v1/manifest.json"), policyOf(), named("v1.0.0"));
  assert.ok(found);
  const kept = { read: async () => null, content: async () => assert.fail("it is in git") };
  const [file] = (await withContents(found, new Map(), kept)).files;
  assert.equal(file?.content.kind, "unverifiable");
});

bundle.run();
