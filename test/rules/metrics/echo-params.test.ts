import { runBundleTable } from "../../helpers/bundle-table.ts";

const metrics = (text: string) => ({ files: { "publish/v1/metrics.json": text } });
const echo = [{ metric: "cut", param: "decision.threshold" }];

/** Two models of one bundle, each with metrics that repeat its threshold. */
const two = (ranker: number, scorer: number) => ({
  files: {
    "publish/v1/metrics.json": null,
    "publish/v1/params.yaml": null,
    "publish/v1/ranker/metrics.json": JSON.stringify({ cut: ranker }),
    "publish/v1/scorer/metrics.json": JSON.stringify({ cut: scorer }),
    "publish/v1/ranker/params.yaml": "decision: {threshold: 0.5}\n",
    "publish/v1/scorer/params.yaml": "decision: {threshold: 0.7}\n",
  },
  policy: {
    metrics: { echo },
    bundle: { roles: { metrics: "*/metrics.json", params: "*/params.yaml" } },
  },
});

runBundleTable("metrics/echo-params", {
  "holds for the promoted value": {},
  "holds for an equal number of another type": metrics('{"threshold": 5e-1}'),
  "warns where one param has the name": {
    ...metrics('{"at": {"threshold": 0.65}}'),
    keys: ["warning mayDiffer"],
    says: [
      "metrics.json:1 repeats at.threshold = 0.65",
      "decision.threshold is 0.5 (publish/v1/params.yaml:2)",
    ],
  },
  "does not guess where two params have the name": {
    files: {
      "publish/v1/metrics.json": '{"threshold": 0.65}',
      "publish/v1/params.yaml": "a: {threshold: 1}\nb: {threshold: 2}\n",
    },
  },
  "does not guess where two metrics have the name": metrics(
    '{"a": {"threshold": 1}, "b": {"threshold": 2}}',
  ),
  "does not take a number for the repetition of a text": {
    files: {
      "publish/v1/metrics.json": '{"loss": 0.2134, "cached": true, "threshold": 0.5}',
      "publish/v1/params.yaml":
        "train: {loss: binary_crossentropy, cached: 3}\ndecision: {threshold: 0.5}\n",
    },
  },
  "warns of a number that is written as a text": {
    ...metrics('{"threshold": "0.65"}'),
    keys: ["warning mayDiffer"],
    says: ['repeats threshold = "0.65"'],
  },
  "is sure of another kind of value too where the policy pairs them": {
    ...metrics('{"cut": "half"}'),
    policy: { metrics: { echo } },
    keys: ["error differs"],
    says: ['repeats cut = "half"'],
  },
  "is sure where the policy pairs them": {
    ...metrics('{"cut": 0.65}'),
    policy: { metrics: { echo } },
    keys: ["error differs"],
    says: ["repeats cut = 0.65"],
  },
  "holds for two models, each by its own params": two(0.5, 0.7),
  "tells of the one that repeats the params of the other": {
    ...two(0.5, 0.5),
    keys: ["error differs"],
    says: ["scorer/metrics.json:1 repeats cut = 0.5", "scorer/params.yaml"],
  },
  "holds where a paired value is equal": {
    ...metrics('{"cut": 0.5}'),
    policy: { metrics: { echo } },
  },
});
