// Tables for the rules about locks: the files of a commit, and what one rule says of it.

import assert from "node:assert/strict";
import type { Context, uvu } from "uvu";
import { judgedBy, type Asked, type Judged } from "./judged.ts";
import { createProject, md5 } from "./pipeline.ts";
import type { TestRepository } from "./repository.ts";

export interface LockCase {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly prepare?: (repository: TestRepository) => void;
  readonly policy?: Asked["policy"];
  /** `level key` of each finding, in order. */
  readonly keys?: readonly string[];
  /** What the sentences must hold. */
  readonly says?: readonly string[];
  readonly exactly?: RegExp;
  readonly gaps?: readonly RegExp[];
  readonly notApplicable?: RegExp;
}

/** Commits and tags the files, and holds the rule's answer to the case. */
export function addCases(
  test: uvu.Test<Context>,
  rule: string,
  cases: Readonly<Record<string, LockCase>>,
): void {
  for (const [name, expected] of Object.entries(cases)) {
    test(name, async () => {
      const repository = createProject();
      for (const [path, text] of Object.entries(expected.files)) repository.write(path, text);
      expected.prepare?.(repository);
      repository.commit("release");
      repository.git("tag", "-a", "-m", "released", "v1.0.0");
      const { policy = {} } = expected;
      hold(await judgedBy(rule, repository, "v1.0.0", { policy }), expected);
    });
  }
}

function hold({ findings, keys, gaps, notApplicable }: Judged, expected: LockCase): void {
  const texts = findings.map(({ text }) => text).join("\n");
  assert.deepEqual(keys, expected.keys ?? [], texts);
  for (const words of expected.says ?? []) assert.ok(texts.includes(words), `${words}\n${texts}`);
  if (expected.exactly !== undefined) assert.match(texts, expected.exactly);
  const wanted = expected.gaps ?? [];
  assert.equal(gaps.length, wanted.length, gaps.join("\n"));
  for (const gap of wanted) assert.match(gaps.join("\n"), gap);
  if (expected.notApplicable !== undefined) {
    assert.match(notApplicable ?? "", expected.notApplicable);
  }
}

/** An entry of a lock, two levels deep in its stage. */
export function entryOf(path: string, content: string, more = ""): string {
  return `    - path: ${path}\n      hash: md5\n      md5: ${md5(content)}\n${more}`;
}
