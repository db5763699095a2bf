// review/repair-noted: what a repaired release says of its repair.

import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { addExample } from "../../helpers/example.ts";
import { judgedBy, type Asked } from "../../helpers/judged.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import { repositoryAt, type TestRepository } from "../../helpers/repository.ts";

const noted = suite("rules/review/repair-noted");

interface Case {
  /** A release before, whose files are carried over. */
  readonly before?: {
    readonly name: string;
    readonly message?: readonly string[];
    readonly files?: Readonly<Record<string, string>>;
  };
  readonly message?: readonly string[];
  /** Rules that refused the same name at another commit, by an earlier hook. */
  readonly refused?: readonly string[];
  readonly commit?: "same" | "other";
  readonly files?: Readonly<Record<string, string>>;
  readonly prepare?: (repository: TestRepository) => unknown;
  readonly policy?: Asked["policy"];
  readonly keys?: readonly string[];
  readonly says?: RegExp;
  readonly gaps?: number;
  readonly applies?: false;
}

const SAID = "The metrics were those of another run; they are regenerated.";
const REPAIRS = "Repairs: v1.0.0";
const REFUSED = ["metrics/match-params"];
const SILENT = ["error silentRepair"];
const RETRY = ["warning silentRetry"];

const CASES: Readonly<Record<string, Case>> = {
  "does not apply where nothing is repaired": { message: ["one"], applies: false },
  "does not apply where the trailer names nothing": {
    message: ["one", "Repairs: none"],
    applies: false,
  },
  "refuses a repair that says nothing": {
    message: ["one", REPAIRS],
    keys: SILENT,
    says: /^v1\.0\.1 repairs v1\.0\.0, and no review note says what failed and what was regenerated\.$/,
  },
  "holds where the tag says it": { message: ["one", SAID, REPAIRS] },
  "holds where the trailer says it": {
    message: ["one", "Repairs: metrics/match-params: regenerated publish/v1/metrics.json"],
  },
  "holds where the note of the bundle says it": {
    message: ["one", REPAIRS],
    files: { "publish/v1/review.md": SAID },
  },
  "holds where the note beside the bundle says it": {
    message: ["one", REPAIRS],
    files: { "reviews/v1.0.1.md": SAID },
  },
  "holds where two notes say it": {
    message: ["one", "The lock was wrong.", REPAIRS],
    files: { "publish/v1/review.md": "All is regenerated." },
  },
  "holds in any language with the names of the rule and the file": {
    message: ["eins", "metrics/match-params: publish/v1/metrics.json neu gemessen", REPAIRS],
  },
  "wants what failed": {
    message: ["one", "All files are regenerated.", REPAIRS],
    keys: SILENT,
    says: /says what failed\.$/,
  },
  "wants what was regenerated": {
    message: ["one", "The metrics were wrong.", REPAIRS],
    keys: SILENT,
    says: /says what was regenerated\.$/,
  },
  ...Object.fromEntries(
    [
      ["publish/v1/metrics.json was wrong.", "what was regenerated"],
      ["## What failed\n\n- publish/v1/metrics.json had 0.65", "what was regenerated"],
      ["The evaluation was never rerun, and its metrics were stale.", "what was regenerated"],
      ["No errors were found. The lock is regenerated.", "what failed"],
      ["Nothing is wrong, all was rerun without any mismatch.", "what failed"],
      ["Retrained. The mean absolute error is 0.2, handles missing values.", "what failed"],
      ["Retrained with a different seed. The error rate fell.", "what failed"],
      ["The lock was wrong. All is reproducible.", "what was regenerated"],
      ["Nothing failed, and nothing was regenerated.", "what was regenerated"],
      ["The lock was stale. It has not been rerun.", "what was regenerated"],
      ["The lock was stale; it was not yet been rerun.", "what was regenerated"],
      ["No stage of the pipeline has failed. All is regenerated.", "what failed"],
      ["The lock was stale. No stage of it was ever rerun.", "what was regenerated"],
      ["We have not yet rerun the evaluation or regenerated the bundle.", "what was regenerated"],
      ["- What failed: the lock\n- What was regenerated:\n", "what was regenerated"],
      ["- What failed: n/a\n- What was regenerated: all\n", "what failed"],
      ["## What failed\n\nthe lock\n\n## What was regenerated\n\nn/a", "what was regenerated"],
      ["The lock was stale.\n\n`dvc repro publish`\n", "what was regenerated"],
    ].map(([text = "", lacks = ""]) => [
      `takes ${JSON.stringify(text)} not for ${lacks}`,
      {
        message: ["one", REPAIRS],
        files: { "publish/v1/review.md": text },
        keys: SILENT,
        says: new RegExp(`says ${lacks}\\.$`),
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      "publish/v1/metrics.json was wrong and is measured anew.",
      "publish/v1/metrics.json was wrong.\n\nIt is now that of this run: publish/v1/metrics.json.",
      "The evaluation was not rerun after the training; it is now: publish/v1/metrics.json.",
      "The lock is no longer wrong: all stages were rerun.",
      "The metrics did not belong to the params and were recalculated.",
      "There was an error in the lock. Re-evaluated.",
      "The metrics were those of a different run, and are replaced.",
      "There were differences between metrics and params; all is rerun.",
      "No doubt the lock was stale; all is rerun.",
      "No metrics of v1.0.0 could be trusted, as the lock was stale. All is rerun.",
      "The evaluation had not been rerun, and the bundle is regenerated now.",
      "The metrics did not match the params or were stale. All is rerun.",
      "What failed:\n- the lock\n\nWhat was regenerated:\n\nthe bundle",
      "- What failed:\n  - the lock\n- What was regenerated:\n  - the bundle",
      "What failed? The lock. What was regenerated? The bundle.",
      "| What failed | What was regenerated |\n|---|---|\n| the lock | the bundle |",
    ].map((text) => [
      `holds where a note says ${JSON.stringify(text)}`,
      { message: ["one", REPAIRS], files: { "publish/v1/review.md": text } },
    ]),
  ),
  "takes a template for nothing": {
    message: ["one", REPAIRS],
    files: {
      "publish/v1/review.md":
        "# What failed\n\n<!-- what was wrong -->\n\n# What was regenerated\n\nTODO: list what was regenerated\n",
    },
    keys: SILENT,
  },
  ...Object.fromEntries(
    [
      "- What failed:\n- What was regenerated:",
      "## What failed, what was regenerated",
      "**What failed?**\n\n**What was regenerated?**",
      "What failed: n/a\nWhat was regenerated: n/a",
      "| What failed | What was regenerated |\n|---|---|\n| | |",
    ].map((text) => [
      `takes ${JSON.stringify(text)} in the message for nothing`,
      { message: ["one", text, REPAIRS], keys: SILENT },
    ]),
  ),
  "takes an empty trailer for a repair": { message: ["one", "Repairs: "], keys: SILENT },
  "takes the note of the release before for none of this one": {
    before: { name: "v1.0.0", files: { "publish/v1/review.md": SAID } },
    message: ["one", REPAIRS],
    keys: SILENT,
    says: /says what failed and what was regenerated \(publish\/v1\/review\.md is still that of v1\.0\.0\)\.$/,
  },
  "takes a sentence of that note for none of this one": {
    before: { name: "v1.0.0", files: { "publish/v1/review.md": SAID } },
    message: ["one", REPAIRS],
    files: { "publish/v1/review.md": `${SAID}\n\nThe lock was wrong.\n` },
    keys: SILENT,
    says: /says what was regenerated \(what publish\/v1\/review\.md says of it stood in v1\.0\.0 already\)\.$/,
  },
  "takes the message of the tag before for none of this one": {
    before: { name: "v1.0.0", message: ["none", SAID] },
    message: ["one", SAID, REPAIRS],
    keys: SILENT,
    says: /\(the message of the tag is still that of v1\.0\.0\)\.$/,
  },
  "holds where such a note goes on": {
    before: { name: "v1.0.0", files: { "publish/v1/review.md": SAID } },
    message: ["one", REPAIRS],
    files: { "publish/v1/review.md": `${SAID}\n\nThe lock was wrong, all is regenerated.\n` },
  },
  "holds for a final with the note of its candidate": {
    before: { name: "v1.0.1-rc.1", files: { "publish/v1/review.md": SAID } },
    message: ["one", REPAIRS],
  },
  "wants more than the note of its candidate where it repairs that": {
    before: { name: "v1.0.1-rc.1", files: { "publish/v1/review.md": SAID } },
    message: ["one", "Repairs: v1.0.1-rc.1"],
    keys: SILENT,
  },
  "warns of a name that was refused here": {
    refused: REFUSED,
    keys: RETRY,
    says: /^v1\.0\.1 was refused here on 2026-03-01 \(metrics\/match-params\), and no review note/,
  },
  "holds for such a name where the tag says it": { message: ["one", SAID], refused: REFUSED },
  "refuses such a name where the policy is strict": {
    refused: REFUSED,
    policy: { extends: "strict" },
    keys: ["error silentRetry"],
  },
  "does not apply to the commit that was refused itself": {
    refused: REFUSED,
    commit: "same",
    applies: false,
  },
  "does not apply to a name that was refused for its tag alone": {
    refused: ["tag/annotated", "review/linked"],
    applies: false,
  },
  "cannot know where a note is too large": {
    message: ["one", REPAIRS],
    prepare: (repository) => {
      repository.write("large", "x".repeat(2 * 1024 * 1024));
      repository.git("notes", "add", "-F", "large", "HEAD");
    },
    gaps: 1,
  },
};

function tag(repository: TestRepository, name: string, message: readonly string[] = ["one"]): void {
  repository.git("tag", "-a", ...message.flatMap((text) => ["-m", text]), name);
}

function tagged(made: Case): TestRepository {
  const repository = createProject();
  const write = (files: Case["files"]) => {
    for (const [path, text] of Object.entries(files ?? {})) repository.write(path, text);
  };
  write({ "model.json": "{}\n", "publish/v1/metrics.json": "{}\n" });
  write({ "publish/v1/manifest.json": "{}\n" });
  lockNow(repository, [{ name: "train", outs: ["model.json"] }]);
  if (made.before !== undefined) {
    write(made.before.files);
    repository.commit("before");
    tag(repository, made.before.name, made.before.message);
  }
  write(made.files);
  const head = repository.commit("one");
  tag(repository, "v1.0.1", made.message);
  if (made.refused !== undefined) {
    const commit = made.commit === "same" ? head : "1".repeat(head.length);
    const entry = { time: "2026-03-01T10:00:00Z", tag: "v1.0.1", commit, refused: made.refused };
    repository.write(".git/tagproof/refusals.jsonl", `${JSON.stringify(entry)}\n`);
  }
  made.prepare?.(repository);
  return repository;
}

for (const [name, made] of Object.entries(CASES)) {
  noted(name, async () => {
    const asked = made.policy === undefined ? {} : { policy: made.policy };
    const judged = await judgedBy("review/repair-noted", tagged(made), "v1.0.1", asked);
    const texts = judged.findings.map(({ text }) => text).join("\n");
    assert.deepEqual(judged.keys, made.keys ?? [], texts);
    assert.match(texts, made.says ?? /^/);
    assert.equal(judged.gaps.length, made.gaps ?? 0);
    assert.equal(judged.notApplicable === null, made.applies !== false, judged.notApplicable ?? "");
  });
}

for (const [where, made, gap] of [
  ["a file", { message: ["one", REPAIRS], files: { "publish/v1/review.md": SAID } }, true],
  ["the tag", { message: ["one", SAID, REPAIRS] }, false],
] as const) {
  noted(`in a shallow clone, ${gap ? "cannot know" : "holds"} where ${where} says it`, async () => {
    const repository = tagged({ before: { name: "v1.0.0" }, ...made });
    const clone = join(temporaryDirectory(), "clone");
    const url = `file://${repository.directory}`;
    repository.git("clone", "--quiet", "--depth", "1", "--branch", "v1.0.1", url, clone);
    const { keys, gaps } = await judgedBy("review/repair-noted", repositoryAt(clone), "v1.0.1");
    assert.deepEqual(keys, []);
    assert.equal(gaps.length, gap ? 1 : 0);
    if (gap) assert.match(gaps[0] ?? "", /^blocking: .*review\.md may only repeat.*shallow/);
  });
}

addExample(noted, "review/repair-noted");

noted.run();
