// review/metric-meaning of a final that follows candidates: it is held against the final before, too.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { judgedBy } from "../../helpers/judged.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";

const since = suite("rules/review/metric-meaning since the final before");

interface Step {
  readonly tag: string;
  readonly metrics?: string;
  readonly code?: string;
  readonly message?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const BOTH = '{"auc": 0.9, "f1": 1}\n';
const DROPPED = '{"f1": 1}\n';

function make(steps: readonly Step[]) {
  const repository = createProject();
  for (const { tag, metrics = BOTH, code = "evaluate\n", message = "next", files = {} } of steps) {
    const all = {
      "model.json": '{"weights": [1]}\n',
      "metrics.json": metrics,
      "src/evaluate.py": code,
      "publish/v1/model.json": '{"weights": [1]}\n',
      "publish/v1/metrics.json": metrics,
      "publish/v1/manifest.json": '{"artifacts": []}\n',
      "publish/v1/review.md": "# Review\n",
      "history.txt": tag,
      ...files,
    };
    for (const [path, text] of Object.entries(all)) repository.write(path, text);
    lockNow(repository, [
      { name: "train", outs: ["model.json"] },
      { name: "evaluate", deps: ["model.json", "src/evaluate.py"], outs: ["metrics.json"] },
    ]);
    repository.commit(tag);
    repository.git("tag", "-a", "-m", message, tag);
  }
  return repository;
}

async function judged(...steps: readonly Step[]) {
  const tag = steps.at(-1)?.tag ?? "";
  const { keys, findings, gaps } = await judgedBy("review/metric-meaning", make(steps), tag);
  assert.deepEqual(gaps, []);
  return { keys, text: findings.map(({ text }) => text).join("\n") };
}

const FIRST: Step = { tag: "v1.0.0" };
const GONE = ["error keysChanged"];
const OTHER = "evaluate otherwise\n";

since("refuses what its candidate changed without a note", async () => {
  const lost = { metrics: DROPPED };
  const { keys, text } = await judged(
    FIRST,
    { tag: "v1.1.0-rc.1", ...lost },
    { tag: "v1.1.0-rc.2", ...lost },
    { tag: "v1.1.0", ...lost },
  );
  assert.deepEqual(keys, GONE);
  assert.match(text, /does not say what it said in v1\.0\.0: auc is gone/);
});

since("refuses an evaluation that its candidate changed without a note", async () => {
  const other = { code: OTHER };
  const { keys, text } = await judged(
    FIRST,
    { tag: "v1.1.0-rc.1", ...other },
    { tag: "v1.1.0", ...other },
  );
  assert.deepEqual(keys, ["error evaluationChanged"]);
  assert.match(text, /was measured otherwise than for v1\.0\.0/);
});

const NOTES: Readonly<Record<string, Partial<Step>>> = {
  "the message of a candidate": { message: "rc\n\nauc was removed, nobody read it." },
  "the note of a candidate": { files: { "publish/v1/review.md": "auc was removed.\n" } },
  "the note beside a candidate": { files: { "reviews/v1.1.0-rc.1.md": "auc was removed.\n" } },
};

for (const [name, note] of Object.entries(NOTES)) {
  since(`is content with ${name}, also of one before the last`, async () => {
    const lost = { metrics: DROPPED };
    const files = note.files ?? {};
    const first = { tag: "v1.1.0-rc.1", ...lost, ...note };
    const { keys } = await judged(FIRST, first, { tag: "v1.1.0", ...lost, files });
    assert.deepEqual(keys, []);
    const second = { tag: "v1.1.0-rc.2", ...lost, files };
    const later = await judged(FIRST, first, second, { tag: "v1.1.0", ...lost, files });
    assert.deepEqual(later.keys, []);
  });
}

since("is not content with what was said of the final before", async () => {
  const lost = { metrics: DROPPED };
  const files = { "publish/v1/review.md": "auc was removed.\n" };
  const { keys } = await judged(
    { ...FIRST, files },
    { tag: "v1.1.0-rc.1", ...lost, files },
    { tag: "v1.1.0", ...lost, files },
  );
  assert.deepEqual(keys, GONE);
});

since("tells a change since the candidate once", async () => {
  const { keys, text } = await judged(
    FIRST,
    { tag: "v1.1.0-rc.1" },
    { tag: "v1.1.0", metrics: DROPPED, code: OTHER },
  );
  assert.deepEqual(keys, ["error keysChanged", "error evaluationChanged"]);
  assert.match(text, /v1\.1\.0-rc\.1/);
});

since(
  "holds where the candidate's change was taken back, and where no final was before",
  async () => {
    const candidate = { tag: "v1.1.0-rc.1", metrics: DROPPED };
    const { keys } = await judged(FIRST, candidate, { tag: "v1.1.0" });
    assert.deepEqual(keys, []);
    const first = await judged({ tag: "v1.0.0-rc.1" }, { tag: "v1.0.0" });
    assert.deepEqual(first.keys, []);
  },
);

since("holds a candidate against the candidate before it alone", async () => {
  const lost = { metrics: DROPPED };
  const { keys } = await judged(
    FIRST,
    { tag: "v1.1.0-rc.1", ...lost },
    { tag: "v1.1.0-rc.2", ...lost },
  );
  assert.deepEqual(keys, []);
});

since.run();
