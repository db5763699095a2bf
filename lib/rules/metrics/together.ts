// Which metrics, models and params of a bundle belong together, where it holds several of them.

import type { BundleFile } from "../../evidence.ts";
import { wide } from "../../wide-pattern.ts";

const BETWEEN_WORDS = wide(String.raw`[^\p{L}\p{N}]+`, "u");

/**
 * Each file of one role with those of the other that it is held against: where names tell them apart
 * (`ranker/metrics.json` and `ranker/model.bin`, `metrics.de.json` and `params.de.yaml`) these, else all. What
 * nothing claims by its name is held against everything, so that no file goes unjudged.
 */
export function together(
  lefts: readonly BundleFile[],
  rights: readonly BundleFile[],
): ReadonlyMap<BundleFile, readonly BundleFile[]> {
  const claimed = new Map(lefts.map((left) => [left, claimedBy(left, rights)]));
  const taken = new Set([...claimed.values()].flat());
  const free = rights.filter((right) => !taken.has(right));
  return new Map(
    lefts.map((left) => {
      const own = claimed.get(left) ?? [];
      return [left, own.length === 0 ? rights : [...own, ...free]] as const;
    }),
  );
}

/** The files that share a word with it which not all of them have. */
function claimedBy(left: BundleFile, rights: readonly BundleFile[]): readonly BundleFile[] {
  const mine = wordsOf(left);
  const theirs = rights.map((right) => wordsOf(right));
  const isTelling = (word: string): boolean =>
    mine.has(word) && !theirs.every((words) => words.has(word));
  return rights.filter((_, index) => [...(theirs[index] ?? [])].some(isTelling));
}

/** Of its path in the bundle, without the ending. */
function wordsOf({ relative }: BundleFile): ReadonlySet<string> {
  const [, stem = relative] = /^(.*?)(?:\.[^./]*)?$/s.exec(relative) ?? [];
  const words = stem.toLowerCase();
  return new Set(words.split(BETWEEN_WORDS(words)));
}
