// Unusual files: other forms of the same values, more files, other manifests.

import type { Case } from "../case.ts";
import { addListed, rerun, relock, rewriteManifest } from "../edits.ts";

export const documents: readonly Case[] = [
  {
    name: "good: promoted params in another order",
    on: ["copied"],
    not: ["registry"],
    make: (draft) => {
      draft.json(draft.bundle.params, (value) => {
        const { train, ...rest } = value;
        for (const key of Object.keys(value)) delete value[key];
        Object.assign(value, rest, { train });
      });
      rewriteManifest(draft);
    },
    expect: [],
  },
  {
    name: "good: promoted params with comments and other spellings",
    on: ["registry"],
    make: (draft) => {
      draft.edit(draft.bundle.params, "lr = 0.15", "# tuned in March\nlr = 1.5e-1 # see #41");
      rewriteManifest(draft);
    },
    expect: [],
  },
  {
    name: "good: working params with comments and other spellings",
    on: [],
    // Where a stage copies the params file, its bytes are recorded too.
    not: ["staged", "copied", "kept"],
    make: ({ edit, at }) => edit(at.params, "threshold: 0.5", "threshold: 5e-1 # see #41"),
    expect: [],
  },
  {
    name: "good: metrics written on one line",
    on: ["copied"],
    make: (draft) => {
      const metrics = JSON.parse(draft.read(draft.bundle.metrics)) as object;
      draft.write(draft.bundle.metrics, JSON.stringify(metrics));
      rewriteManifest(draft);
    },
    expect: [],
  },
  {
    name: "good: promoted files with the line endings of another system",
    on: ["copied"],
    make: (draft) => {
      const { metrics, params, document } = draft.bundle;
      for (const path of [metrics, params, document]) {
        draft.write(path, draft.read(path).replaceAll("\n", "\r\n"));
      }
      rewriteManifest(draft);
    },
    expect: [],
  },
  {
    name: "good: more keys among the promoted params",
    on: ["copied"],
    not: ["registry"],
    make: (draft) => {
      draft.json(draft.bundle.params, (value) => void (value.serving = { workers: 2 }));
      rewriteManifest(draft);
    },
    expect: [],
  },
  {
    name: "good: the publishing stage rounds what was measured",
    on: ["bundle"],
    not: ["copied"],
    make: (draft) => {
      draft.json(draft.at.metrics, (value) => void (value.accuracy = 0.8125));
      draft.json(draft.bundle.metrics, (value) => void (value.accuracy = 0.81));
      rewriteManifest(draft);
      rerun(draft);
    },
    expect: [],
  },
  {
    name: "good: metrics with more keys than before",
    on: [],
    make: (draft) => {
      draft.json(draft.at.metrics, (value) => void (value.recall = 0.75));
      if (draft.at.bundle !== null) {
        draft.json(draft.bundle.metrics, (value) => void (value.recall = 0.75));
        rewriteManifest(draft);
      }
      rerun(draft);
      // The data changed too, and the note names each metric that this concerns.
      draft.tag.message = `${draft.tag.message ?? ""}, with recall`;
    },
    expect: [],
  },
  {
    name: "good: a leftover that is marked internal",
    on: ["bundle"],
    make: (draft) => {
      draft.write(`${draft.bundle.path}/debug/rows.csv`, "1\n");
      draft.policy["bundle"] = { internal: ["debug/**"] };
    },
    expect: [],
  },
  {
    name: "good: documents and images",
    on: ["bundle"],
    make: (draft) => {
      addListed(draft, "docs/latest-results.md", "See roc.png.\n", null);
      addListed(draft, "docs/roc.png", "\u0089PNG\r\n", null);
      addListed(draft, "LICENSE", "MIT\n", null);
      relock(draft);
    },
    expect: [],
  },
  {
    name: "good: a card and a chart that are named after what they show",
    on: ["bundle"],
    make: (draft) => {
      addListed(draft, "model.md", "What the model is for.\n", null);
      addListed(draft, "metrics.png", "\u0089PNG\r\n", null);
      addListed(draft, "docs/debugging.md", "When scores look odd.\n", null);
      addListed(draft, "candidate_pairs.csv", "a,b\n", null);
      relock(draft);
    },
    expect: [],
  },
  {
    name: "good: a review note",
    on: ["bundle"],
    make: (draft) => {
      addListed(
        draft,
        "review.md",
        "# Review\n\nMore data; the numbers are as expected.\n",
        "review",
      );
      relock(draft);
    },
    expect: [],
  },
  {
    name: "good: a manifest in another format",
    on: ["bundle"],
    make: (draft) => {
      draft.json(draft.bundle.manifest, (value) => {
        value.files = value.artifacts;
        delete value.artifacts;
      });
      relock(draft);
    },
    expect: [],
  },
  {
    name: "good: a lock with comments and the line endings of another system",
    on: [],
    make: ({ write, read, at }) =>
      write(at.lock, `# Written by DVC.\n${read(at.lock)}`.replaceAll("\n", "\r\n")),
    expect: [],
  },
  {
    name: "good: a pipeline with comments and a description",
    on: [],
    make: ({ edit, at }) => edit(at.pipeline, "stages:\n", "# See the wiki.\nstages: # in order\n"),
    expect: [],
  },
  {
    name: "good: work beside the pipeline",
    on: [],
    make: ({ write }) => {
      write("notebooks/latest.ipynb", "{}\n");
      write("debug/rows.csv", "1\n");
      write(".github/workflows/ci.yaml", "on: push\n");
      write("metrics-old.json", "{}\n");
    },
    expect: [],
  },
];
