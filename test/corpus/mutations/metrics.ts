// Metrics and params that do not belong together.

import type { Case } from "../case.ts";
import { addListed, editNumber, relock, rewriteManifest } from "../edits.ts";

/** A key that no stage reads, in the place of the threshold. */
function otherKey(path: string): string {
  if (path.endsWith(".json")) return '\n"x": 1';
  return path.endsWith(".toml") ? "\nx = 1" : "\n  x: 1";
}

export const metrics: readonly Case[] = [
  {
    name: "metrics of another run, deeper in the bundle",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      const before = draft.read(draft.bundle.metrics);
      draft.take(draft.bundle.metrics, "other-threshold");
      const stray = draft.read(draft.bundle.metrics);
      draft.write(draft.bundle.metrics, before);
      addListed(draft, `slices/${draft.bundle.metrics.split("/").at(-1) ?? ""}`, stray, null);
      relock(draft);
    },
    expect: ["bundle/from-lock"],
  },
  {
    name: "metrics of another run, the manifest left as it was",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      const run = draft.chance.pick(["other-threshold", "other-model"] as const);
      draft.take(draft.bundle.metrics, run);
    },
    expect: { staged: ["lock/outs-match"], copied: ["bundle/from-lock"] },
    // What registry copies is written anew: no lock knows its bytes.
    says: ({ bundle, shape }) =>
      shape.name === "registry"
        ? [bundle.metrics]
        : [bundle.metrics, /of [0-9a-f]{7} \(2026-03-02, "(?:threshold 0.65|learn faster)"\)/],
  },
  {
    name: "metrics of another run, the manifest written again",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      draft.take(draft.bundle.metrics, "other-threshold");
      rewriteManifest(draft);
      relock(draft);
    },
    expect: ["bundle/from-lock"],
  },
  {
    name: "metrics of another run in a directory that DVC keeps",
    on: ["kept"],
    make: (draft) => {
      draft.take(draft.bundle.metrics, "other-threshold");
      rewriteManifest(draft);
    },
    expect: ["bundle/from-lock"],
    says: () => ["publishes threshold = 0.65, where metrics.json:5 has 0.5"],
  },
  {
    name: "params of another run in a directory that DVC keeps",
    on: ["kept"],
    make: (draft) => {
      draft.take(draft.bundle.params, "other-threshold");
      rewriteManifest(draft);
    },
    expect: ["metrics/match-params"],
  },
  {
    name: "the worked case in a directory that DVC keeps",
    on: ["kept"],
    make: (draft) => {
      draft.startFrom("other-threshold");
      draft.setParam(draft.bundle.params, "threshold", "0.50");
      rewriteManifest(draft);
    },
    expect: ["metrics/match-params"],
    says: ({ bundle }) => [bundle.metrics, "decision.threshold = 0.65", bundle.params],
  },
  {
    name: "the worked case: metrics measured at 0.65 beside params that promote 0.50",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      draft.startFrom("other-threshold");
      draft.setParam(draft.bundle.params, "threshold", "0.50");
    },
    expect: ["metrics/match-params"],
    says: ({ at, bundle }) => [
      bundle.metrics,
      "was measured with decision",
      "0.65",
      new RegExp(`\\(stage (?:\\S+:)?${at.stages.evaluate}, ${at.lock}:\\d+\\)`),
      "0.5",
      `(${bundle.params}:`,
      /of [0-9a-f]{7} \(2026-03-02, "threshold 0\.65"\)/,
    ],
  },
  {
    name: "the worked case, the working params changed too",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      draft.startFrom("other-threshold");
      draft.setParam(draft.bundle.params, "threshold", "0.50");
      draft.setParam(draft.at.params, "threshold", "0.50");
      rewriteManifest(draft);
      relock(draft);
    },
    expect: ["metrics/match-params"],
  },
  {
    name: "a number in the promoted metrics is edited",
    on: ["bundle", "papers-in-git"],
    make: (draft) => void editNumber(draft, draft.bundle.metrics),
    expect: { staged: ["lock/outs-match"], copied: ["bundle/from-lock"] },
  },
  {
    name: "a number in the promoted metrics is edited, the manifest written again",
    on: ["bundle", "copied", "papers-in-git"],
    make: (draft) => {
      editNumber(draft, draft.bundle.metrics);
      rewriteManifest(draft);
    },
    expect: ["bundle/from-lock"],
  },
  {
    name: "a number in the pipeline's metrics is edited",
    on: [],
    make: (draft) => void editNumber(draft, draft.at.metrics),
    expect: ["lock/outs-match"],
    says: ({ at }) => [`${at.metrics} is not what stage `, `${at.stages.evaluate} wrote`],
  },
  {
    name: "the pipeline's metrics are of another run",
    on: [],
    make: (draft) => draft.take(draft.at.metrics, "other-threshold"),
    expect: ["lock/outs-match"],
    says: () => ['"threshold 0.65"'],
  },
  {
    name: "the pipeline's metrics are not in git",
    on: [],
    make: (draft) => draft.remove(draft.at.metrics),
    expect: ["warning: lock/outs-match"],
  },
  {
    name: "a promoted param is edited",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      const name = draft.chance.pick(["lr", "epochs", "threshold"] as const);
      draft.setParam(draft.bundle.params, name, draft.chance.pick(["3", "0.07"]));
    },
    expect: ["metrics/match-params"],
  },
  {
    name: "the promoted params are those of another run",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      const run = draft.chance.pick(["other-threshold", "other-model"] as const);
      draft.take(draft.bundle.params, run);
      rewriteManifest(draft);
      relock(draft);
    },
    expect: ["metrics/match-params"],
  },
  {
    name: "the promoted params lack a key that the run used",
    on: ["bundle", "papers-in-git"],
    make: ({ edit, bundle }) =>
      edit(bundle.params, /\n[ \t]*"?threshold"?\s*[:=]\s*[\d.]+/i, otherKey(bundle.params)),
    expect: ["metrics/match-params"],
    says: ({ bundle }) => [`${bundle.params} lacks `],
  },
  {
    name: "a working param is changed after the run",
    on: [],
    make: (draft) => {
      const name = draft.chance.pick(["lr", "epochs", "threshold"] as const);
      draft.setParam(draft.at.params, name, draft.chance.pick(["3", "0.07"]));
    },
    expect: ["lock/params-match"],
  },
  {
    name: "a working param is gone",
    on: [],
    make: ({ edit, at }) =>
      edit(at.params, /\n[ \t]*"?threshold"?\s*[:=]\s*[\d.]+/i, otherKey(at.params)),
    expect: ["lock/params-match"],
  },
  {
    name: "the working params have conflict markers",
    on: [],
    make: ({ write, read, at }) =>
      write(at.params, `<<<<<<< HEAD\n${read(at.params)}=======\nother: 1\n>>>>>>> other\n`),
    expect: ["lock/params-match"],
  },
  {
    name: "the working params are not in git",
    on: [],
    make: ({ remove, at }) => remove(at.params),
    expect: ["lock/params-match"],
  },
  {
    name: "the evaluation was never run on the promoted model",
    on: [],
    make: (draft) => draft.startFrom("half"),
    expect: { bundle: ["metrics/describe-model"], else: ["lock/chain-holds"] },
    says: ({ at }) => [at.stages.evaluate],
  },
];
