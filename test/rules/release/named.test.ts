// release/named: what a push may do to a release branch, on real repositories.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { auditUpdates } from "../../../config/audit.ts";
import { exitCodeOf } from "../../../lib/cli/exit-code.ts";
import type { Report } from "../../../lib/report.ts";
import type { RefUpdate } from "../../../lib/update.ts";
import type { Waiver } from "../../../lib/waiver.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../../helpers/repository.ts";
import { addExample, rememberSentences } from "../../helpers/example.ts";
import { assertValidReport } from "../../helpers/schema.ts";

const named = suite("rules/release/named");

type Change = readonly [ref: string, revision: string | null, old?: string];

interface Case {
  readonly tags?: (repository: TestRepository) => void;
  readonly policy?: object;
  readonly push: readonly Change[];
  readonly place?: "pre-push" | "pre-tag" | "pre-receive";
  readonly config?: string;
  /** `level key` of each finding about the push. */
  readonly found: readonly string[];
  readonly code?: number;
}

const BRANCHES = { releases: { branches: ["release/*"] } };

async function pushed(
  { tags, policy = BRANCHES, push, place, config }: Case,
  onBranchWaived: (waiver: Waiver) => void = () => undefined,
): Promise<Report> {
  const repository = createRepository();
  repository.write(".tagproofrc.json", JSON.stringify(policy));
  repository.commit("one");
  repository.write("file", "two\n");
  repository.commit("two");
  tags?.(repository);
  const oidOf = (revision: string): string => repository.git("rev-parse", revision);
  const updates = push.map(([ref, revision, old]): RefUpdate => {
    const newOid = revision === null ? null : oidOf(revision);
    const oldOid = old === undefined ? null : oidOf(old);
    const kind = newOid === null ? "delete" : oldOid === null ? "create" : "move";
    return { ref, localRef: ref, newOid, oldOid, kind };
  });
  const environment = isolatedEnvironment(
    config === undefined
      ? {}
      : { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "tagproof.waive", GIT_CONFIG_VALUE_0: config },
  );
  const { directory } = repository;
  const report = await auditUpdates(updates, {
    directory,
    environment,
    remote: "origin",
    place: place ?? "pre-push",
    onBranchWaived,
  });
  assertValidReport(report);
  rememberSentences(report);
  return report;
}

const tag =
  (name: string, revision = "HEAD") =>
  (repository: TestRepository) =>
    repository.git("tag", "-a", "-m", name, name, revision);

const CASES: Readonly<Record<string, Case>> = {
  "a nameless commit": {
    push: [["refs/heads/release/1", "HEAD"]],
    found: ["error nameless"],
    code: 1,
  },
  "a branch that is moved to a nameless commit": {
    tags: tag("v1.0.0", "HEAD~1"),
    push: [["refs/heads/release/1", "HEAD", "HEAD~1"]],
    found: ["error nameless"],
    code: 1,
  },
  "a commit that a tag of the push names": {
    tags: tag("v1.0.0"),
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/tags/v1.0.0", "v1.0.0"],
    ],
    found: [],
  },
  "a tag of the push that names another commit": {
    tags: tag("v1.0.0", "HEAD~1"),
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/tags/v1.0.0", "v1.0.0"],
    ],
    found: ["error nameless"],
    code: 1,
  },
  "a tag of GTO": {
    tags: tag("model@v1.0.0"),
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/tags/model@v1.0.0", "model@v1.0.0"],
    ],
    found: [],
  },
  "a tag that takes a version back": {
    tags: tag("model@v1.0.0!"),
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/tags/model@v1.0.0!", "model@v1.0.0!"],
    ],
    found: ["error nameless"],
    code: 1,
  },
  "a tag that is no release": {
    tags: tag("before-refactor"),
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/tags/before-refactor", "before-refactor"],
    ],
    found: ["error nameless"],
    code: 1,
  },
  "a tag that the policy ignores": {
    tags: tag("v1.0.0"),
    policy: { releases: { branches: ["release/*"], ignore: ["v*"] } },
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/tags/v1.0.0", "v1.0.0"],
    ],
    found: ["error nameless"],
    code: 1,
  },
  "a tag that is only here": {
    tags: tag("v1.0.0"),
    push: [["refs/heads/release/1", "HEAD"]],
    found: ["note onlyHere"],
  },
  "a tag that is at the server": {
    tags: tag("v1.0.0"),
    policy: {},
    push: [["refs/heads/release/1", "HEAD"]],
    place: "pre-receive",
    found: [],
  },
  "a tag that the push takes away": {
    tags: tag("v1.0.0"),
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/tags/v1.0.0", null, "v1.0.0"],
    ],
    found: ["error nameless"],
    code: 1,
  },
  "two branches, one of them nameless": {
    tags: tag("v1.0.0"),
    push: [
      ["refs/heads/release/1", "HEAD"],
      ["refs/heads/release/2", "HEAD~1"],
      ["refs/tags/v1.0.0", "v1.0.0"],
    ],
    found: ["error nameless"],
    code: 1,
  },
  "a branch that is deleted": { push: [["refs/heads/release/1", null, "HEAD"]], found: [] },
  "another branch": { push: [["refs/heads/main", "HEAD"]], found: [] },
  "a branch further down": { push: [["refs/heads/release/1/x", "HEAD"]], found: [] },
  "a tag called like the branch": { push: [["refs/tags/release/1", "HEAD"]], found: [] },
  "no branches in the policy": {
    policy: {},
    push: [["refs/heads/release/1", "HEAD"]],
    found: [],
  },
  "the preset strict": {
    policy: { extends: "strict" },
    push: [["refs/heads/release/1", "HEAD"]],
    found: ["error nameless"],
    code: 1,
  },
  "the preset adopt": {
    policy: { extends: "adopt", ...BRANCHES },
    push: [["refs/heads/release/1", "HEAD"]],
    found: ["warning nameless"],
  },
  "the rule turned off": {
    policy: { ...BRANCHES, rules: { "release/named": "off" } },
    push: [["refs/heads/release/1", "HEAD"]],
    found: [],
  },
  "the rule as a warning": {
    policy: { ...BRANCHES, rules: { "release/named": "warning" } },
    push: [["refs/heads/release/1", "HEAD"]],
    found: ["warning nameless"],
  },
  "a tag that is made, while branches are written": {
    push: [["refs/heads/release/1", "HEAD"]],
    place: "pre-tag",
    found: [],
  },
  "a waiver": {
    push: [["refs/heads/release/1", "HEAD"]],
    config: "release/1 release/named: agreed in #41",
    found: ["note nameless"],
  },
  "a waiver of another branch": {
    push: [["refs/heads/release/1", "HEAD"]],
    config: "release/2 release/named: agreed in #41",
    found: ["error nameless"],
    code: 1,
  },
};

for (const [name, made] of Object.entries(CASES)) {
  named(name, async () => {
    const report = await pushed(made);
    assert.deepEqual(
      report.push.map(({ level, key }) => `${level} ${key}`),
      made.found,
    );
    const [first] = report.push;
    if (made.code === 1) assert.equal(report.verdict, "failed");
    const isAlone = report.releases.length === 0;
    if (isAlone) assert.equal(exitCodeOf(report), made.code ?? 0);
    if (first !== undefined) assert.match(first.text, /release\/[12] /);
  });
}

named("a waiver is told with its reason and kept for the ledger", async () => {
  const waived: string[] = [];
  const report = await pushed(CASES["a waiver"]!, ({ tag: branch, rule }) => {
    waived.push(`${branch} ${rule}`);
  });
  assert.match(report.push[0]?.text ?? "", /waiver of release\/named \(agreed in #41; Ada/);
  assert.deepEqual(waived, ["release/1 release/named"]);
});

named("no release is judged by it", async () => {
  const report = await pushed({
    tags: tag("v1.0.0"),
    push: [["refs/tags/v1.0.0", "v1.0.0"]],
    found: [],
  });
  const [release] = report.releases;
  const seen = [
    ...(release?.rulesRun ?? []),
    ...(release?.notApplicable ?? []).map(({ rule }) => rule),
  ];
  assert.equal(seen.includes("release/named"), false);
});

addExample(named, "release/named");

named.run();
