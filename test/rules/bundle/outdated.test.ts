// The evaluation was run again and the bundle was not made again: one finding, and nothing untrue of what is published.

import assert from "node:assert/strict";
import { suite } from "uvu";
import type { ReleaseReport } from "../../../lib/report.ts";
import { MODEL, PARAMS, sha256 } from "../../helpers/bundle.ts";
import { auditWithoutDvc } from "../../helpers/judged.ts";
import { createProject, lockNow, md5, type HandStage } from "../../helpers/pipeline.ts";

const outdated = suite("rules/bundle/outdated");

const METRICS = '{"auc": 0.90071, "f1": 0.78286}\n';
const BUNDLE = { "model.json": MODEL, "metrics.json": METRICS, "params.yaml": PARAMS };

/** What changed in the second release beside the numbers. */
interface Change {
  readonly params: string;
  readonly model?: string;
  /** What the publish stage made of the metrics; null where it copies them. */
  readonly published?: string | null;
  readonly isFrozen?: boolean;
}

/** All that the publish stage read and wrote is of the first release; the rest ran again. */
async function release({
  params,
  model = MODEL,
  published,
  isFrozen,
}: Change): Promise<ReleaseReport> {
  const repository = createProject();
  const bundle = { ...BUNDLE, ...(published == null ? {} : { "metrics.json": published }) };
  const stagesWith = (threshold: number, lr: number): HandStage[] => [
    { name: "train", outs: ["model.json"], params: { "params.yaml": { "train.lr": lr } } },
    {
      name: "evaluate",
      deps: ["model.json"],
      outs: ["metrics.json"],
      params: { "params.yaml": { "decision.threshold": threshold } },
    },
    {
      name: "publish",
      deps: Object.keys(BUNDLE),
      outs: Object.keys(bundle).map((name) => `publish/v1/${name}`),
      recorded: Object.fromEntries(Object.entries(BUNDLE).map(([path, text]) => [path, md5(text)])),
    },
  ];
  const listed = Object.entries(bundle).map(([path, text]) => ({ path, sha256: sha256(text) }));
  repository.write("publish/v1/manifest.json", JSON.stringify({ files: listed }));
  const add = (text: string): string => `${text}train:\n  lr: 0.1\n`;
  for (const [path, text] of Object.entries(bundle)) repository.write(`publish/v1/${path}`, text);
  for (const [path, text] of Object.entries(BUNDLE)) repository.write(path, text);
  repository.write("params.yaml", add(PARAMS));
  lockNow(repository, stagesWith(0.5, 0.1));
  repository.commit("the first");
  repository.git("tag", "-a", "v1.0.0", "-m", "v1.0.0");
  repository.write("params.yaml", params);
  repository.write("model.json", model);
  repository.write("metrics.json", '{"auc": 0.80071, "f1": 0.79714}\n');
  const [, threshold = "0.5"] = /threshold: (\S+)/.exec(params) ?? [];
  const [, lr = "0.1"] = /lr: (\S+)/.exec(params) ?? [];
  lockNow(repository, stagesWith(Number(threshold), Number(lr)));
  if (isFrozen === true) {
    const yaml = repository.read("dvc.yaml");
    repository.write("dvc.yaml", yaml.replace(/(cmd: python publish.*)/, "$1\n    frozen: true"));
  }
  repository.commit("the second");
  repository.git("tag", "-a", "v1.1.0", "-m", "v1.1.0");
  return auditWithoutDvc(repository, "v1.1.0");
}

/** `rule key` of all that is no note. */
function told(findings: ReleaseReport["findings"]): readonly string[] {
  return findings.filter(({ level }) => level !== "note").map(({ rule, key }) => `${rule} ${key}`);
}

const THRESHOLD = `${PARAMS.replace("0.5", "0.6")}train:\n  lr: 0.1\n`;
const RATE = `${PARAMS}train:\n  lr: 0.2\n`;

const CHANGES: Readonly<Record<string, Change>> = {
  "of the evaluation": { params: THRESHOLD },
  "of the training": { params: RATE, model: '{"weights": [1, 3]}\n' },
  "where the metrics were rounded": { params: THRESHOLD, published: '{"auc": 0.9, "f1": 0.783}\n' },
};

for (const [what, change] of Object.entries(CHANGES)) {
  outdated(`a bundle that was not made again after a change ${what} is one finding`, async () => {
    const { findings, notVerified, ...report } = await release(change);
    assert.deepEqual([report.verdict, told(findings)], ["failed", ["lock/chain-holds broken"]]);
    const [found] = findings;
    assert.match(found!.text, /^Stage publish read .*: publish was not run on what is released\./);
    assert.deepEqual(found!.repair[0], "run: dvc repro publish");
    const said = [found!.text, ...found!.consequences].join("\n");
    assert.doesNotMatch(said, /was measured with|nobody's|does not describe/);
    const gaps = notVerified.map(({ rule, reason }) => `${rule} ${reason}`).join("\n");
    assert.match(
      gaps,
      /metrics\/match-params stage publish has the numbers of .* from metrics\.json, read before that was measured anew, so their params are not known/,
    );
  });
}

outdated("a frozen stage that publishes older metrics is not passed", async () => {
  const { findings, verdict } = await release({ params: THRESHOLD, isFrozen: true });
  assert.deepEqual(
    [verdict, told(findings)],
    ["failed", ["metrics/match-params otherStage", "lock/chain-holds frozen"]],
  );
  assert.match(findings[0]!.text, /stage evaluate ran with decision\.threshold = 0\.6/);
  const { verdict: whole } = await release({
    params: PARAMS + RATE.slice(PARAMS.length),
    isFrozen: true,
  });
  assert.equal(whole, "inconclusive", "its metrics are of no recorded run");
});

outdated.run();
