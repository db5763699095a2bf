// An evaluation that measures otherwise than for the release before, and was run so.

import type { Case } from "../case.ts";
import type { Draft } from "../draft.ts";
import { addListed, rerun, rewriteManifest, stageOf } from "../edits.ts";

/** Other numbers from the same model and data, with all behind them run again. */
function measured(draft: Draft): void {
  for (const path of new Set([draft.at.metrics, draft.at.bundle?.metrics ?? draft.at.metrics])) {
    draft.json(path, (value) => void (value.accuracy = 0.8125));
  }
  if (draft.at.bundle !== null) rewriteManifest(draft);
  rerun(draft);
}

function otherCommand(draft: Draft): void {
  draft.edit(draft.at.pipeline, /python3 (\S+ evaluate)/, "python3 -O $1");
  draft.lock((stages) => {
    const stage = stageOf(stages, draft.at.stages.evaluate);
    stage.cmd = stage.cmd.replace("python3", "python3 -O");
  });
  measured(draft);
}

function otherCode(draft: Draft): void {
  draft.edit(draft.at.code, "round(right / len(rows), 4)", "round(right / max(1, len(rows)), 4)");
  measured(draft);
}

/** The tip has other data than the release before, and the note says so; it says `more` too. */
function note(draft: Draft, ...more: readonly string[]): void {
  const data = [...draft.files.keys()].find((path) => /\.csv(?:\.dvc)?$/.test(path)) ?? "";
  const path = data.replace(/\.dvc$/, "");
  const change = `Metric-Change: ${path}: four more rows`;
  draft.tag.message = [`release ${draft.tag.name}`, "", change, ...more].join("\n");
}

/** The bundle has a review note, so that one is expected to say such things. */
function promiseReview(draft: Draft): void {
  addListed(draft, "review.md", "# Review\n\nNothing stands out.\n", "review");
}

const CHANGES = {
  command: [otherCommand, /the command \(`python3 \S+ evaluate [^`]*` → `python3 -O [^`]*`\)/],
  code: [otherCode, /the code \S+\.py \([0-9a-f]{8} → [0-9a-f]{8}\)/],
} as const;

export const evaluations: readonly Case[] = Object.entries(CHANGES).flatMap(
  ([what, [change, says]]): readonly Case[] => [
    {
      name: `the ${what} of the evaluation changed, and no note says so`,
      on: [],
      make: (draft) => {
        change(draft);
        note(draft);
      },
      expect: ["warning: review/metric-meaning"],
      says: ({ at }) => [`What changed of stage `, at.stages.evaluate, says],
    },
    {
      name: `the ${what} of the evaluation changed, and the bundle's review note is silent`,
      on: ["bundle"],
      make: (draft) => {
        promiseReview(draft);
        change(draft);
        note(draft);
      },
      expect: ["review/metric-meaning"],
      says: () => [says],
    },
    {
      name: `good: the ${what} of the evaluation changed, and a note says so`,
      on: [],
      make: (draft) => {
        change(draft);
        note(draft, `Metric-Change: ${draft.at.stages.evaluate}: rows that are void do not count`);
      },
      expect: [],
    },
    {
      name: `good: the ${what} of the evaluation changed, and the bundle's review note says so`,
      on: ["bundle"],
      make: (draft) => {
        const text = `${draft.at.stages.evaluate} does not count rows that are void.`;
        addListed(draft, "review.md", `# Review\n\n${text}\n`, "review");
        change(draft);
        draft.tag.message = `release ${draft.tag.name}`;
      },
      expect: [],
    },
  ],
);
