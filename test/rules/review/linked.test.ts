// review/linked: how a release is linked to the one before, on real histories.

import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { addExample } from "../../helpers/example.ts";
import { auditIn } from "../../helpers/audit.ts";
import { judgedBy, policyFile, type Asked } from "../../helpers/judged.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import { repositoryAt, type TestRepository } from "../../helpers/repository.ts";

const linked = suite("rules/review/linked");

function write(repository: TestRepository, text: string): void {
  repository.write(".dvc/config", "");
  repository.write("model.json", `{"weight": "${text}"}\n`);
  lockNow(repository, [{ name: "train", outs: ["model.json"] }]);
}

function release(repository: TestRepository, name: string, ...messages: string[]): void {
  const paragraphs = messages.length === 0 ? [name] : messages;
  repository.git("tag", "-a", ...paragraphs.flatMap((text) => ["-m", text]), name);
}

/** `v1.0.0` on main. */
function started(): TestRepository {
  const repository = createProject();
  write(repository, "one");
  repository.commit("one");
  release(repository, "v1.0.0");
  return repository;
}

function orphan(repository: TestRepository, text = "two"): string {
  repository.git("checkout", "--quiet", "--orphan", `from-${text}`);
  write(repository, text);
  return repository.commit(text);
}

interface Case {
  readonly make: (repository: TestRepository) => unknown;
  readonly asked?: Asked;
  readonly name?: string;
  readonly keys?: readonly string[];
  readonly says?: readonly RegExp[];
  readonly gaps?: readonly RegExp[];
}

function expRef(baseline: string, name: string): string {
  return `refs/exps/${baseline.slice(0, 2)}/${baseline.slice(2)}/${name}`;
}

function experiment(repository: TestRepository, text = "exp"): { ref: string; commit: string } {
  const ref = expRef(repository.git("rev-parse", "HEAD"), "raked-vise");
  write(repository, text);
  const commit = repository.commit("experiment");
  repository.git("update-ref", ref, commit);
  return { ref, commit };
}

/** An orphan release that has the files of an experiment. */
function fromExperiment(repository: TestRepository, ...messages: string[]): void {
  experiment(repository, "two");
  orphan(repository, "two");
  release(repository, "v1.1.0", ...messages);
}

/** A bundle with a note that the pipeline writes, then an experiment of that with `note` in its bundle. */
function measured(repository: TestRepository, note: string): void {
  const publish = (metrics: string, text: string): void => {
    repository.write("publish/v1/metrics.json", metrics);
    repository.write("publish/v1/model.json", "{}\n");
    repository.write("publish/v1/manifest.json", "{}\n");
    repository.write("publish/v1/review.md", text);
  };
  publish('{"accuracy": 0.9, "recall": 0.7}\n', MEASURED);
  retag(repository, "v1.0.0");
  publish('{"accuracy": 0.91, "recall": 0.6}\n', note);
  fromExperiment(repository, "next");
}

const MEASURED = "# Review\n\nThe classifier on all rows: accuracy 0.9, recall 0.7.\n";

const REVIEW = "Ada and Bea looked at the errors by class\n";

/** What was written since goes into the release. */
function retag(repository: TestRepository, name: string): void {
  repository.git("tag", "-d", name);
  repository.commit("written");
  release(repository, name);
}

const CASES: Readonly<Record<string, Case>> = {
  "tells a first release": {
    make: () => undefined,
    name: "v1.0.0",
    keys: ["note first"],
    says: [/^v1\.0\.0 is the first release here/],
  },
  "allows a first release where the policy says so": {
    make: () => undefined,
    name: "v1.0.0",
    asked: { policy: { rules: { "review/linked": ["error", { allowFirst: true }] } } },
    keys: ["note first"],
  },
  "refuses a first release where the policy does not allow one": {
    make: () => undefined,
    name: "v1.0.0",
    asked: { policy: { rules: { "review/linked": ["error", { allowFirst: false }] } } },
    keys: ["error firstRefused"],
    says: [/allowFirst: false/],
  },
  "does not call a stage tag that goes back to the first release a first one": {
    make: (repository) => {
      repository.write("publish/v1/manifest.json", "{}");
      repository.commit("publish");
      release(repository, "risk@v1.0.0");
      const first = repository.git("rev-parse", "HEAD");
      write(repository, "two");
      repository.commit("two");
      release(repository, "risk@v1.1.0");
      repository.git("tag", "-a", "-m", "back", "risk#prod#3", first);
    },
    name: "risk#prod#3",
    keys: ["note first"],
    says: [/^risk#prod#3 promotes risk@v1\.0\.0, the first release here: there is none before it/],
  },
  "takes the first release of another artifact for a first one": {
    make: (repository) => {
      orphan(repository);
      release(repository, "other@v1.0.0");
    },
    name: "other@v1.0.0",
    keys: ["note first"],
  },
  "holds by ancestry": {
    make: (repository) => {
      write(repository, "two");
      repository.commit("two");
      release(repository, "v1.1.0");
    },
  },
  "holds by a shared merge base": {
    make: (repository) => {
      repository.git("checkout", "--quiet", "-b", "line", "v1.0.0^{commit}");
      repository.git("tag", "-d", "v1.0.0");
      write(repository, "one point one");
      repository.commit("line");
      release(repository, "v1.0.1");
      repository.git("checkout", "--quiet", "main");
      write(repository, "two");
      repository.commit("two");
      release(repository, "v1.1.0");
    },
  },
  "refuses a history of its own": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0");
    },
    keys: ["error unrelated"],
    says: [/^v1\.1\.0 shares no history with v1\.0\.0 \([0-9a-f]{7}\), the release before it/],
  },
  "holds by a trailer that names the release before": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0", "next", "Baseline: v1.0.0");
    },
  },
  "holds by a trailer that names a commit": {
    make: (repository) => {
      const commit = repository.git("rev-parse", "HEAD");
      orphan(repository);
      release(repository, "v1.1.0", "next", `Baseline: ${commit.slice(0, 10)}`);
    },
  },
  "tells a trailer that names nothing": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0", "next", "Baseline: v0.9.0");
    },
    keys: ["error badBaseline"],
    says: [/says that its baseline is v0\.9\.0, and there is no such release or commit here/],
  },
  "tells such a trailer where the history links it too": {
    make: (repository) => {
      write(repository, "two");
      repository.commit("two");
      release(repository, "v1.1.0", "next", "Baseline: v0.9.0");
    },
    keys: ["error badBaseline"],
  },
  "tells a trailer that names the release itself": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0", "next", "Baseline: v1.1.0");
    },
    keys: ["error badBaseline"],
    says: [/not earlier/],
  },
  "takes none for no claim": {
    make: (repository) => {
      write(repository, "two");
      repository.commit("two");
      release(repository, "v1.1.0", "next", "Baseline: none");
    },
  },
  ...Object.fromEntries(
    ["n/a", "N/A.", "no", "-", "—", "none (the first of its kind)", "first release", "null"].map(
      (value) => [
        `takes ${value} for no claim, and no link`,
        {
          make: (repository: TestRepository) => {
            orphan(repository);
            release(repository, "v1.1.0", "next", `Baseline: ${value}`);
          },
          keys: ["error unrelated"],
        },
      ],
    ),
  ),
  "is not linked by its candidate on the same commit": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0-rc.1");
      release(repository, "v1.1.0", "next", "Baseline: v1.1.0-rc.1");
    },
    keys: ["error unrelated"],
  },
  "takes a first release that names a baseline where the policy allows no first one": {
    make: (repository) => {
      orphan(repository);
      release(repository, "ranker@v2.0.0", "next", "Baseline: v1.0.0");
    },
    name: "ranker@v2.0.0",
    asked: { policy: { rules: { "review/linked": ["error", { allowFirst: false }] } } },
    keys: ["note first"],
  },
  "tells a trailer that git does not read as one": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0", "next\nBaseline: v1.0.0");
    },
    keys: ["error unrelated"],
    says: [
      /nothing tells what it was compared with \(git reads no trailer in the line "Baseline: v1\.0\.0"/,
    ],
  },
  "reads trailers of any case, folded, and before others": {
    make: (repository) => {
      orphan(repository);
      const trailers = "BASELINE :\n  v1.0.0\nSigned-off-by: Ada <ada@example.org>";
      release(repository, "v1.1.0", "next", trailers);
    },
  },
  "reads trailers of a message with carriage returns": {
    make: (repository) => {
      orphan(repository);
      repository.write(".git/message", "next\r\n\r\nText.\r\n\r\nBaseline: v1.0.0\r\n");
      repository.git("tag", "-a", "--cleanup=verbatim", "-F", ".git/message", "v1.1.0");
    },
  },
  "is linked by one trailer of two": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0", "next", "Baseline: none\nBaseline: v1.0.0");
    },
  },
  "takes an experiment of none for no claim": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0", "next", "Experiment: none");
    },
    keys: ["error unrelated"],
  },
  "knows an experiment by its commit": {
    make: (repository) => {
      const named = experiment(repository);
      orphan(repository);
      release(repository, "v1.1.0", "next", REVIEW, `Experiment: ${named.commit.slice(0, 7)}`);
    },
  },
  "knows an experiment by its ref": {
    make: (repository) => {
      const named = experiment(repository);
      orphan(repository);
      release(repository, "v1.1.0", "next", REVIEW, `Experiment: ${named.ref}`);
    },
  },
  "takes a signature for no review": {
    make: (repository) =>
      fromExperiment(repository, "next", "Signed-off-by: Ada Lovelace <ada@example.org>"),
    keys: ["error unreviewed"],
  },
  "takes what trailers name for no review": {
    make: (repository) =>
      fromExperiment(repository, "next", "Experiment: raked-vise\nBaseline: none\nChange-Id: Ab"),
    keys: ["error unreviewed"],
  },
  ...Object.fromEntries(
    ["Review: approved in #41", "Review: #41", "Reviewed-by: Ada <ada@example.org>"].map((line) => [
      `holds by the trailer ${line}`,
      { make: (repository: TestRepository) => fromExperiment(repository, "next", line) },
    ]),
  ),
  "takes a review that is open for none": {
    make: (repository) => fromExperiment(repository, "next", "Review: pending"),
    keys: ["error unreviewed"],
  },
  "holds by a review in a script without spaces": {
    make: (repository) => fromExperiment(repository, "next", "阈值提高后已审核。"),
  },
  "holds by an experiment that the tag reviews": {
    make: (repository) =>
      fromExperiment(repository, "next", "Threshold raised after looking at both runs."),
  },
  "holds by an experiment with a git note of its own": {
    make: (repository) => {
      fromExperiment(repository, "next");
      const [reviewed = ""] = repository
        .git("for-each-ref", "--format=%(objectname)", "refs/exps/")
        .split("\n");
      repository.git("notes", "add", "-m", "Ada and Bea looked at the errors by class", reviewed);
    },
  },
  "holds by an experiment with a review beside it": {
    make: (repository) => {
      fromExperiment(repository, "next");
      repository.write("reviews/v1.2.0.md", "Ada and Bea looked at the errors by class\n");
      repository.commit("review");
      release(repository, "v1.2.0");
      repository.git("tag", "-d", "v1.1.0");
    },
    name: "v1.2.0",
  },
  "refuses an experiment that nobody reviewed": {
    make: (repository) => fromExperiment(repository, "the next release of the model"),
    keys: ["error unreviewed"],
    says: [/comes from the experiment raked-vise \(all files are the same\), of which no review/],
  },
  "refuses a review that a template asks for": {
    make: (repository) => fromExperiment(repository, "next", "TODO: say what was reviewed here."),
    keys: ["error unreviewed"],
  },
  "takes the review of the release before for none of this one": {
    make: (repository) => {
      repository.write("reviews/v1.0.0.md", REVIEW);
      retag(repository, "v1.0.0");
      fromExperiment(repository, "next");
      repository.git("mv", "reviews/v1.0.0.md", "reviews/v1.1.0.md");
      retag(repository, "v1.1.0");
    },
    keys: ["error unreviewed"],
    says: [/no review is recorded \(reviews\/v1\.1\.0\.md is still that of v1\.0\.0\)/],
  },
  "holds by a review that goes on from that of the release before": {
    make: (repository) => {
      repository.write("reviews/v1.0.0.md", REVIEW);
      retag(repository, "v1.0.0");
      fromExperiment(repository, "next");
      repository.write("reviews/v1.1.0.md", `${REVIEW}Threshold raised after looking at both.\n`);
      retag(repository, "v1.1.0");
    },
  },
  ...Object.fromEntries(
    ["accuracy 0.91, recall 0.6", "accuracy 0.91, recall 0.6, support 120, brier: 0.1"].map(
      (values) => [
        `takes a line of the pipeline with ${values} for no review`,
        {
          make: (repository: TestRepository) =>
            measured(repository, `# Review\n\nThe classifier on all rows: ${values}.\n`),
          keys: ["error unreviewed"],
          says: [/no review is recorded \(publish\/v1\/review\.md is still that of v1\.0\.0\)/],
        },
      ],
    ),
  ),
  "holds by what stands beside such a line": {
    make: (repository) => measured(repository, `${MEASURED}\n${REVIEW}`),
  },
  "takes a message that is still that of the last tag for no review": {
    make: (repository) => {
      repository.git("tag", "-d", "v1.0.0");
      release(repository, "v1.0.0", "v1.0.0", "Released by the team of the platform.");
      fromExperiment(repository, "v1.1.0", "Released by the team of the platform.");
    },
    keys: ["error unreviewed"],
    says: [/no review is recorded \(the message of the tag is still that of v1\.0\.0\)/],
  },
  "cannot know an experiment that is not here": {
    make: (repository) => {
      orphan(repository);
      release(repository, "v1.1.0", "next", "Experiment: raked-vise");
    },
    gaps: [/^blocking: the experiment raked-vise is not here: git fetch/],
  },
};

for (const [name, made] of Object.entries(CASES)) {
  linked(name, async () => {
    const repository = started();
    made.make(repository);
    const tag = made.name ?? "v1.1.0";
    const { keys, findings, gaps, notApplicable } = await judgedBy(
      "review/linked",
      repository,
      tag,
      made.asked,
    );
    const texts = findings.map(({ text }) => text).join("\n");
    assert.deepEqual(keys, made.keys ?? [], texts);
    for (const words of made.says ?? []) assert.match(texts, words);
    assert.equal(gaps.length, made.gaps?.length ?? 0, gaps.join("\n"));
    for (const [index, gap] of (made.gaps ?? []).entries()) assert.match(gaps[index] ?? "", gap);
    assert.equal(notApplicable, null);
  });
}

linked("cannot know in a shallow clone", async () => {
  const repository = started();
  write(repository, "two");
  repository.commit("two");
  release(repository, "v1.1.0");
  const clone = join(temporaryDirectory(), "clone");
  const url = `file://${repository.directory}`;
  repository.git("clone", "--quiet", "--depth", "1", "--branch", "v1.1.0", url, clone);
  const { gaps, keys } = await judgedBy("review/linked", repositoryAt(clone), "v1.1.0");
  assert.deepEqual(keys, []);
  assert.match(gaps.join(), /^blocking: .*shallow/);
});

linked("an option that it does not know is refused with the one that it knows", async () => {
  const repository = started();
  const config = policyFile({ rules: { "review/linked": ["error", { allowfirst: true }] } });
  await assert.rejects(
    auditIn({ directory: repository.directory, revisions: ["v1.0.0"], config }),
    /allowfirst.*allowFirst/,
  );
});

linked("what it rests on is among the inputs", async () => {
  const repository = started();
  fromExperiment(repository, "next", "Threshold raised after looking at both runs.");
  repository.git("notes", "add", "-m", "a note", "HEAD");
  const report = await auditIn({ directory: repository.directory, revisions: ["v1.1.0"] });
  assert.deepEqual(
    report.inputs.map(({ kind }) => kind).filter((kind) => kind !== "dvc-cache"),
    ["baseline", "review-note", "experiment"],
  );
});

addExample(linked, "review/linked");

linked.run();
