// review/repair-noted: what a repaired release says of its repair.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { addExample } from "../../helpers/example.ts";
import { judgedBy, type Asked } from "../../helpers/judged.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const noted = suite("rules/review/repair-noted");

interface Case {
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
  "takes a template for nothing": {
    message: ["one", REPAIRS],
    files: {
      "publish/v1/review.md":
        "# What failed\n\n<!-- what was wrong -->\n\n# What was regenerated\n\nTODO: list what was regenerated\n",
    },
    keys: SILENT,
  },
  "takes an empty trailer for a repair": { message: ["one", "Repairs: "], keys: SILENT },
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

function tagged(made: Case): TestRepository {
  const repository = createProject();
  const files = { "model.json": "{}\n", "publish/v1/metrics.json": "{}\n" };
  for (const [path, text] of Object.entries({ ...files, ...made.files })) {
    repository.write(path, text);
  }
  repository.write("publish/v1/manifest.json", "{}\n");
  lockNow(repository, [{ name: "train", outs: ["model.json"] }]);
  const head = repository.commit("one");
  const paragraphs = (made.message ?? ["one"]).flatMap((text) => ["-m", text]);
  repository.git("tag", "-a", ...paragraphs, "v1.0.1");
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

addExample(noted, "review/repair-noted");

noted.run();
