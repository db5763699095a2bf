// How bundle/from-lock tells what it found.

import type { Message } from "../../rule.ts";
import { listed, originSentence, rerun, shortHash } from "../wording.ts";
import type { Contradiction } from "./contradictions.ts";

interface Stray {
  readonly path: string;
  readonly role: string;
  readonly found: string;
  readonly commit: string;
}

export const unrecorded: Message<Stray> = {
  level: "error",
  text: ({ path, role, found }, origin) =>
    `${path} (${role}, ${shortHash(found)}) is the content of no out or dep that the locks of this commit record.` +
    originSentence(`It is the ${role}`, origin),
  repair: ({ commit }) => [
    "regenerate the bundle from the recorded state: dvc repro, or copy the file that the lock records",
    commit,
  ],
};

export const repeats: Message<{
  readonly place: string;
  readonly problem: string;
  readonly commit: string;
}> = {
  level: "error",
  text: ({ place: where, problem }) =>
    `${where} ${problem}: one reader takes the first value and another the last.`,
  repair: ({ commit }) => [
    "let what writes the file write each key once, and run: dvc repro",
    commit,
  ],
};

export interface Rewritten {
  readonly path: string;
  readonly stage: string;
  readonly pairs: readonly Contradiction[];
  /** Whether the stage reads the metrics. */
  readonly isDeclared: boolean;
  readonly commit: string;
}

export const contradicts: Message<Rewritten> = {
  level: "error",
  text: ({ pairs, stage, isDeclared }, origin) =>
    `${pairsText(pairs)}: ${isDeclared ? `beside metrics, stage ${stage} reads nothing` : `stage ${stage} reads no metrics and nothing else`} that it could measure with, so that ${pairs.length === 1 ? "this number is" : "these numbers are"} nobody's.` +
    originSentence("It is the metrics", origin),
  repair: ({ stage, pairs, isDeclared, commit }) => [
    isDeclared
      ? `let stage ${stage} publish the measured value, or what it computes of it under another key; if it reads more than its deps say, declare that`
      : `declare what stage ${stage} reads, ${listed([...new Set(pairs.map(({ source }) => source))])} among its deps, so that it runs after what it publishes`,
    `run: ${rerun(stage)}, ${commit}`,
  ],
};

/** An average, another unit, a number that the stage measured anew: it may be right, and says something else. */
export const recomputed: Message<Rewritten> = {
  level: "warning",
  text: ({ pairs, stage }, origin) =>
    `${pairsText(pairs)}: stage ${stage} publishes another value under the same key.` +
    originSentence("It is the metrics", origin),
  repair: ({ path, stage, commit }) => [
    `let the stage that writes ${path} keep the measured values, or give what it computes other keys`,
    `run: ${rerun(stage)}, ${commit}`,
  ],
};

function pairsText(pairs: readonly Contradiction[]): string {
  return listed(
    pairs.map(
      ({ key, published, publishedAt, measured, measuredAt }) =>
        `${publishedAt} publishes ${key} = ${published}, where ${measuredAt} has ${measured}`,
    ),
  );
}
