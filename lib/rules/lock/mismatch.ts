// What deps and outs have in common: a recorded entry, the content in the tree, and how they differ.

import { compareContent, type Comparison } from "../../dvc/compare-content.ts";
import type { LocatedEntry } from "../../dvc/project.ts";
import type { Content } from "../../evidence.ts";
import { blocking, noted, type Message, type Unverified } from "../../rule.ts";

/** The messages of what is no proof of another content, by what was found. */
export const SOFT_KEYS = {
  "line-endings": "lineEndings",
  "maybe-untracked": "maybeUntracked",
  "normal-form": "normalForm",
} as const;

/** A difference that a rule tells; a gap that it passes on; null where the contents are the same. */
export type Judged =
  | Exclude<Comparison, { readonly kind: "same" | "incomparable" }>
  | Unverified
  | null;

/** Compares, and words what cannot be compared as a gap. */
export function judgeContent(entry: LocatedEntry, path: string, content: Content): Judged {
  const result = compareContent(entry, content);
  if (result.kind === "same") return null;
  if (result.kind !== "incomparable") return result;
  const reason = `${path}: ${result.reason}`;
  return result.blocking ? blocking(reason) : noted(reason);
}

export interface Recorded {
  readonly path: string;
  /** Where it is recorded: `dvc.lock:41`. */
  readonly place: string;
}

export const maybeUntracked: Message<Recorded> = {
  level: "warning",
  text: ({ path, place }) =>
    `${path} differs from what was recorded (${place}), and may have held files that git does not track.`,
  repair: ({ path }) => [
    `add the missing files of ${path} to git, or list them in .dvcignore, and run dvc repro`,
  ],
};

export const lineEndings: Message<Recorded> = {
  level: "warning",
  text: ({ path, place }) =>
    `${path} has other line endings than when it was recorded (${place}): DVC calls it modified on every machine that keeps git's.`,
  repair: ({ path }) => [
    `fix the line endings of ${path} in .gitattributes (text eol=lf), and run dvc repro on a fresh clone`,
  ],
};

export const normalForm: Message<Recorded> = {
  level: "warning",
  text: ({ path, place }) =>
    `${path} (${place}) is spelled in another Unicode normal form in git: DVC does not find it on a machine that tells the two apart.`,
  repair: ({ path }) => [
    `rename ${path} to one normal form in git (git config core.precomposeUnicode true on macOS), and run dvc repro`,
  ],
};
