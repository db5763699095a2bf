// Moving labels: words that mean another state tomorrow than today.

import { wide } from "../wide-pattern.ts";

/** Judged as whole words, in any case: `renewal` does not hold `new`. */
export const MOVING_LABELS: readonly string[] = [
  "latest",
  "final",
  "new",
  "best",
  "current",
  "stable",
  "newest",
  "prod",
  "production",
  "release",
];

const labels = new Set(MOVING_LABELS);
const RUN = wide(String.raw`[\p{L}]+`, "gu");
const HUMP = wide(String.raw`[\p{Lu}]+(?![\p{Ll}])|[\p{Lu}]?[\p{Ll}]+|[\p{L}]`, "gu");

/** The moving labels that stand in a text as words: runs of letters, or humps of a camelCase one. */
export function movingLabels(text: string): readonly string[] {
  const found: string[] = [];
  mapWords(text, (word) => {
    if (isLabel(word)) found.push(word.toLowerCase());
    return word;
  });
  return found;
}

/** The text without its moving labels and what joined them: `v1.2.0_final` becomes `v1.2.0`. */
export function withoutLabels(text: string): string {
  const marked = mapWords(text, (word) => (isLabel(word) ? "\0" : word));
  return marked
    .replace(/^[-_./ ]*\0(?:[-_./ ]*\0)*[-_./ ]*/, "")
    .replace(/[-_./ ]*\0(?:[-_./ ]*\0)*[-_./ ]*$/, "")
    .replaceAll(/[-_./ ]*\0(?:[-_./ ]*\0)*[-_./ ]*/g, "-");
}

function isLabel(word: string): boolean {
  return labels.has(word.toLowerCase());
}

function mapWords(text: string, change: (word: string) => string): string {
  return text.replaceAll(RUN(text), (run) =>
    isLabel(run) ? change(run) : run.replaceAll(HUMP(run), (hump) => change(hump)),
  );
}
