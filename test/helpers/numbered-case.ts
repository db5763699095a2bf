// The numbered cases of the reference on DVC (its section 11): a commit, and every word on it.

import assert from "node:assert/strict";
import type { Context, uvu } from "uvu";
import { auditIn } from "./audit.ts";
import { policyFile } from "./judged.ts";
import { createProject, lockNow, type HandStage } from "./pipeline.ts";
import type { TestRepository } from "./repository.ts";

export interface NumberedCase {
  /** Writes what is committed. */
  readonly make: (repository: TestRepository) => void;
  /** `level rule key` of every finding, in order. */
  readonly says?: readonly string[];
  /** One for each gap that is noted, and for each that blocks. */
  readonly noted?: readonly RegExp[];
  readonly blocking?: readonly RegExp[];
  /** What the sentences must hold. */
  readonly words?: RegExp;
  /** Where it is not what follows from the findings and the gaps. */
  readonly verdict?: "not-applicable";
  readonly notice?: RegExp;
  readonly tag?: string;
  /** After the tag is made: more tags, or another clone to be audited in its place. */
  readonly audited?: (repository: TestRepository) => Pick<TestRepository, "directory">;
}

/** The rules whose verdicts the reference gives; the working tree has tests of its own. */
const SUBJECTS = /^(?:lock|artifact|tag|metrics|bundle|manifest)\//;

/** One test a case; each name begins with `case` and the number. */
export function addNumberedCases(
  test: uvu.Test<Context>,
  cases: Readonly<Record<string, NumberedCase>>,
): void {
  const config = policyFile({ dvc: { status: "off" } });
  for (const [name, expected] of Object.entries(cases)) {
    test(name, async () => {
      const { make, tag = "v1.0.0", audited } = expected;
      const repository = createProject();
      make(repository);
      repository.commit("release");
      if (!repository.git("tag").split("\n").includes(tag))
        repository.git("tag", "-a", "-m", "released", tag);
      const { directory } = audited?.(repository) ?? repository;
      const { releases } = await auditIn({ directory, config, revisions: [tag] });
      hold(releases[0]!, expected);
    });
  }
}

type Report = Awaited<ReturnType<typeof auditIn>>["releases"][number];

function hold({ findings, notVerified, notices, verdict }: Report, expected: NumberedCase): void {
  const { says = [], noted = [], blocking = [], words } = expected;
  const ours = findings.filter(({ rule }) => SUBJECTS.test(rule));
  const texts = ours.map(({ text }) => text).join("\n");
  const said = ours.map(({ level, rule, key }) => `${level} ${rule} ${key}`);
  assert.deepEqual(said, says, texts);
  if (words !== undefined) assert.match(texts, words);
  holdGaps(
    notVerified.filter((gap) => !gap.blocking),
    noted,
  );
  holdGaps(
    notVerified.filter((gap) => gap.blocking),
    blocking,
  );
  const isRefused = says.some((word) => word.startsWith("error"));
  const isOpen = blocking.length > 0;
  const following = isRefused ? "failed" : isOpen ? "inconclusive" : "passed";
  assert.equal(verdict, expected.verdict ?? following);
  if (expected.notice !== undefined) assert.match(notices.join("\n"), expected.notice);
}

function holdGaps(gaps: Report["notVerified"], expected: readonly RegExp[]): void {
  const reasons = gaps
    .filter(({ rule }) => SUBJECTS.test(rule))
    .map(({ rule, reason }) => `${rule}: ${reason}`);
  assert.equal(reasons.length, expected.length, reasons.join("\n"));
  for (const pattern of expected) assert.match(reasons.join("\n"), pattern);
}

/** A stage that reads in.txt and k of params.yaml and writes out.txt, all of it in git. */
export const STAGE: HandStage = {
  name: "s",
  deps: ["in.txt"],
  params: { "params.yaml": { k: 1 } },
  outs: ["out.txt"],
};

export const FILES: Readonly<Record<string, string>> = {
  "in.txt": "in\n",
  "params.yaml": "k: 1\n",
  "out.txt": "out\n",
};

/** Writes files, and stages as if they had just run on them; then what changed since. */
export function made(
  stages: readonly HandStage[] = [STAGE],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  since: (repository: TestRepository) => void = () => {},
): NumberedCase["make"] {
  return (repository) => {
    for (const [path, text] of Object.entries({ ...FILES, ...files })) repository.write(path, text);
    lockNow(repository, stages);
    since(repository);
  };
}

/** Replaces text in a file, which must hold it. */
export function edit(
  repository: TestRepository,
  path: string,
  from: string | RegExp,
  to: string,
): void {
  const before = repository.read(path);
  const after = before.replace(from, to);
  assert.notEqual(after, before, `${path} has no ${String(from)}:\n${before}`);
  repository.write(path, after);
}
