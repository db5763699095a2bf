// A promoted model that is not the one that was trained and measured.

import type { Case } from "../case.ts";
import { addListed, relock, rewriteManifest } from "../edits.ts";

export const model: readonly Case[] = [
  {
    name: "the model of another run, the manifest left as it was",
    on: ["model-in-git"],
    make: ({ take, bundle }) => take(bundle.model, "other-model"),
    expect: { staged: ["lock/outs-match"], copied: ["bundle/from-lock"] },
    says: () => ['"learn faster"'],
  },
  {
    name: "the model of another run, the manifest written again",
    on: ["model-in-git"],
    make: (draft) => {
      draft.take(draft.bundle.model, "other-model");
      rewriteManifest(draft);
      relock(draft);
    },
    expect: { staged: ["metrics/describe-model"], copied: ["bundle/from-lock"] },
  },
  {
    name: "the model of another run in a directory that DVC keeps",
    on: ["kept"],
    make: (draft) => {
      draft.take(draft.bundle.model, "other-model");
      rewriteManifest(draft);
    },
    expect: ["metrics/describe-model"],
  },
  {
    name: "a model with another byte",
    on: ["model-in-git"],
    make: (draft) => {
      const text = draft.read(draft.bundle.model);
      const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
      const at = draft.chance.pick(digits);
      const digit = String((Number(text.charAt(at)) + 1) % 10);
      draft.write(draft.bundle.model, text.slice(0, at) + digit + text.slice(at + 1));
    },
    expect: { staged: ["lock/outs-match"], copied: ["bundle/from-lock"] },
  },
  {
    name: "a model that is empty",
    on: ["model-in-git"],
    make: ({ write, bundle }) => write(bundle.model, ""),
    expect: { staged: ["lock/outs-match"], copied: ["bundle/from-lock"] },
  },
  {
    name: "the candidate model, which the lock knows and nobody measured",
    on: ["two-models", "copied"],
    make: (draft) => {
      draft.take(draft.bundle.model, "tip", draft.at.model.replace("linear", "steep"));
      rewriteManifest(draft);
    },
    expect: ["metrics/describe-model"],
  },
  {
    name: "two files that may be the model",
    on: ["model-in-git", "copied"],
    make: (draft) => addListed(draft, "model.pkl", draft.read(draft.bundle.model), "model"),
    expect: ["bundle/complete"],
  },
  {
    name: "two files that may be the metrics",
    on: ["bundle", "papers-in-git"],
    make: (draft) => {
      addListed(draft, "metrics.yaml", draft.read(draft.bundle.metrics), "metrics");
      relock(draft);
    },
    expect: ["bundle/complete"],
  },
  {
    name: "no model, and none listed",
    on: ["model-in-git", "copied"],
    make: ({ remove, json, bundle }) => {
      remove(bundle.model);
      json(bundle.manifest, (value) => void value.artifacts.shift());
    },
    expect: ["bundle/complete"],
  },
  {
    name: "no model, although it is listed",
    on: ["model-in-git", "copied"],
    make: ({ remove, bundle }) => remove(bundle.model),
    expect: ["bundle/complete"],
  },
  {
    name: "no metrics, although they are listed",
    on: ["copied"],
    make: ({ remove, bundle }) => remove(bundle.metrics),
    expect: ["bundle/complete"],
  },
  {
    name: "no params, although they are listed",
    on: ["copied"],
    make: ({ remove, bundle }) => remove(bundle.params),
    expect: ["bundle/complete"],
  },
];
