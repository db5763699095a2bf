// What a review rests on: what was written, what trailers name, experiments and refusals.

import type { Release } from "./release.ts";

/** What somebody wrote about the release, and where it is found. */
export interface ReviewText {
  readonly kind: "bundle" | "file" | "tag" | "note";
  /** For people: a path, `the message of the tag`, `the git note of 3f2a91c`. */
  readonly from: string;
  readonly text: string;
  /** The object that holds it. */
  readonly oid: string | null;
}

/** A text that could not be read. */
export interface UnreadText {
  readonly reason: string;
  /** False for what DVC keeps elsewhere, as bytes outside of git are. */
  readonly blocking: boolean;
}

/** What was written about the baseline: who repeats it says nothing of the release. */
export interface EarlierTexts {
  /** Null where there is no release before, or where it is not known. */
  readonly release: Release | null;
  readonly texts: readonly ReviewText[];
  /** What of it could not be read: a file of the release may repeat that too. */
  readonly unread: readonly UnreadText[];
}

/** What a final says since the final before, by its candidates too. */
export interface WrittenSince {
  /** About the candidates. */
  readonly texts: readonly ReviewText[];
  readonly unread: readonly UnreadText[];
  /** About the final before. */
  readonly earlier: EarlierTexts;
}

/** What a `Baseline:` trailer names: an earlier release or commit, or none. */
export interface NamedBaseline {
  readonly name: string;
  readonly state: "earlier" | "absent" | "not-earlier";
  readonly commit: string | null;
}

/** An experiment in `refs/exps`, and by what the release comes from it, the strongest first. */
export interface ExperimentLink {
  readonly ref: string;
  readonly name: string;
  readonly commit: string;
  readonly by: "history" | "tree" | "lock" | "parent" | "artifact" | "trailer";
}

/** A refusal of the release's name by a hook, as this repository recorded it. */
export interface Refusal {
  readonly tag: string;
  readonly time: string;
  /** The commit that was refused. */
  readonly commit: string | null;
  readonly rules: readonly string[];
}
