// review/linked: somebody can tell what the release was compared with.

import type { Kinship, ReviewFacts, Trailer } from "../../evidence.ts";
import type { ExperimentLink } from "../../review-facts.ts";
import { namesNothing } from "../../history/no-claim.ts";
import { statementsOf } from "../../history/note-prose.ts";
import { saysSomething } from "../../history/review-text.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  type Message,
  type View,
} from "../../rule.ts";
import { linkCause } from "../cause.ts";
import { operands } from "../../shell-word.ts";
import { listed } from "../wording.ts";
import { isUnmade } from "../tag/again.ts";
import { earlierNames } from "./metric-names.ts";
import { areTelling, carriedIn, carriedText, saidIn, type Carried, type Said } from "./said.ts";

interface Named {
  readonly name: string;
}

/** A stage tag may promote the first release long after others were made. */
const first: Message<Named & { readonly promoted: string | null }> = {
  level: "note",
  text: ({ name, promoted }) =>
    `${name} ${promoted === null ? "is" : `promotes ${promoted},`} the first release here: there is none before it to compare it with.`,
  repair: () => [],
};

const firstRefused: Message<Named> = {
  level: "error",
  text: ({ name }) =>
    `${name} has no release before it here, and the policy does not allow a first one (allowFirst: false).`,
  repair: () => [
    "fetch the releases that are missing here: git fetch --tags",
    "or allow a first release: rules: { review/linked: [error, { allowFirst: true }] }",
  ],
};

interface Unrelated extends Named {
  readonly nearest: string;
  readonly commit: string;
}

const unrelated: Message<Unrelated & { readonly line: string | null; readonly isMade: boolean }> = {
  level: "error",
  text: ({ name, nearest, commit, line }) =>
    `${name} shares no history with ${nearest} (${commit.slice(0, 7)}), the release before it: nothing tells what it was compared with${line === null ? "" : ` (git reads no trailer in the line "${line}")`}.`,
  repair: ({ name, nearest, isMade }) => [
    `compare it with ${nearest}, and say so in a paragraph of its own at the end of the tag's message: Baseline: ${nearest}`,
    `or tag a commit that was built on ${nearest}: ${isMade ? `git tag -d ${operands(name)}, then merge or rebase, and tag again` : "merge or rebase first"}`,
  ],
};

interface Unreviewed extends Unrelated {
  readonly experiment: string;
  readonly by: string;
  readonly carried: readonly Carried[];
}

const unreviewed: Message<Unreviewed> = {
  level: "error",
  text: ({ name, nearest, experiment, by, carried }) =>
    `${name} shares no history with ${nearest}, and comes from the experiment ${experiment} (${by}), of which no review is recorded${carriedText(carried, nearest)}.`,
  repair: ({ experiment }) => [
    `write what was reviewed of ${experiment} into the message of the tag, below its first line, or into the review note of the bundle`,
  ],
};

const badBaseline: Message<Named & { readonly baseline: string; readonly why: string }> = {
  level: "error",
  text: ({ name, baseline, why }) => `${name} says that its baseline is ${baseline}, ${why}.`,
  repair: () => [
    "name an earlier release of this repository, or a commit, in the Baseline trailer, and tag again",
  ],
};

type Seen = View<"baseline" | "review">;

const LINKED: ReadonlySet<Kinship> = new Set(["ancestor", "same-commit", "merge-base"]);

export const reviewLinked: AnyRule = defineRule({
  id: "review/linked",
  holds:
    "the release is linked to the one before it: by history, by an experiment with a review, or by a Baseline trailer; a first one is told",
  why: "A release that nothing links to what was there before cannot be reviewed as a change: nobody can say what got better, or what was lost.",
  repair:
    "Tag a commit that was built on the last release, or name in the tag what the candidate was compared with.",
  refusal: "nobody can tell what it was compared with",
  example: {
    given: "the pipeline was started anew in an orphan branch",
    says: "v1.1.0 shares no history with v1.0.0 (9d6b2c6), the release before it: nothing tells what it was compared with.",
  },
  options: [
    {
      name: "allowFirst",
      type: "boolean",
      default: true,
      does: "false refuses a release that has none before it, which else gets a note",
    },
  ],
  on: true,
  needs: ["baseline", "review"],
  messages: { first, firstRefused, unrelated, unreviewed, badBaseline },
  *check(view) {
    const { release, baseline } = view;
    yield* judgeTrailers(view);
    if (baseline.nearest === null) {
      const isRefused = view.options["allowFirst"] === false && !namesBaseline(view);
      const { name } = release;
      const promoted = view.review.bundle?.release.name ?? name;
      if (isRefused) yield finding("firstRefused", { name });
      else yield finding("first", { name, promoted: promoted === name ? null : promoted });
    } else if (!LINKED.has(baseline.nearest.kinship) && !namesBaseline(view)) {
      yield* judgeExperiments(view, {
        name: release.name,
        nearest: baseline.nearest.release.name,
        commit: baseline.nearest.commit,
      });
    }
  },
});

/** The release's own commit under another name, as its candidate is, is nothing to compare it with. */
function namesBaseline({ review, baseline }: Seen): boolean {
  return review.baselines.some(
    ({ state, commit }) => state === "earlier" && commit !== baseline.commit,
  );
}

function* judgeTrailers({ release: { name }, review }: Seen) {
  const explains = [linkCause(name)];
  for (const { name: baseline, state } of review.baselines) {
    if (state === "not-earlier") {
      const why = "which is not earlier than itself";
      yield finding("badBaseline", { name, baseline, why }, { explains });
    } else if (state === "absent" && review.partial) {
      yield blocking(`the baseline ${baseline} is not here: the clone is shallow or partial`);
    } else if (state === "absent") {
      const why = "and there is no such release or commit here";
      yield finding("badBaseline", { name, baseline, why }, { found: baseline, explains });
    }
  }
}

function* judgeExperiments(view: Seen, data: Unrelated) {
  const { review } = view;
  const [experiment] = review.experiments;
  if (experiment !== undefined) {
    yield* judgeReview(experiment, view, data);
  } else if (review.unknownExperiments.length > 0) {
    const names = listed(review.unknownExperiments);
    yield blocking(
      `the experiment ${names} is not here: git fetch <remote> 'refs/exps/*:refs/exps/*'`,
    );
  } else {
    const causes = [linkCause(data.name)];
    const more = { line: unreadTrailer(review), isMade: !isUnmade(view.release) };
    yield finding("unrelated", { ...data, ...more }, { causes });
  }
}

function* judgeReview({ name, by }: ExperimentLink, view: Seen, data: Unrelated) {
  const { review, baseline } = view;
  if (review.trailers.some(isReview)) return;
  // What the pipeline measured it writes by itself, and metrics that are new have names of their own.
  const said = saidIn(review, earlierNames(baseline.nearest, view), { further: true });
  if (yield* areTelling(said, review, sayReview)) return;
  if (review.unread.length > 0) {
    yield blocking(listed(review.unread));
  } else {
    const carried = carriedIn(review, said, sayReview);
    const causes = [linkCause(data.name)];
    yield finding("unreviewed", { ...data, experiment: name, by: BY[by], carried }, { causes });
  }
}

const REVIEW = /^(?:review|reviewed-by|approved-by)$/i;
const OPEN = /^(?:pending|open|requested|outstanding|missing|unknown|not\b|waiting|awaiting)/i;

/** `Reviewed-by: Ada <ada@example.org>`, `Review: #41`; not one that is still to come. */
function isReview({ key, value }: Trailer): boolean {
  return (
    REVIEW.test(key) && !OPEN.test(value) && !namesNothing(value) && statementsOf(value).length > 0
  );
}

/** What a trailer names or signs says nothing of the release. */
const NAMING = /^(?:[a-z-]+-by|baseline|experiment|change-id|waive): /i;

function sayReview(said: readonly Said[]): boolean {
  return said.some(({ body }) => saysSomething(body.filter(({ text }) => !NAMING.test(text))));
}

const BY: Readonly<Record<ExperimentLink["by"], string>> = {
  history: "it is in the history",
  tree: "all files are the same",
  lock: "the locks are the same",
  parent: "it starts from the same commit and recorded the same artifact",
  artifact: "it recorded the same artifact",
  trailer: "the tag says so",
};

/** A line that looks like the trailer, where git finds none: above the last paragraph, or in the first. */
function unreadTrailer({ texts, trailers }: ReviewFacts): string | null {
  if (trailers.some(({ key }) => key.toLowerCase() === "baseline")) return null;
  const lines = texts.flatMap(({ kind, text }) => (kind === "tag" ? text.split("\n") : []));
  return (
    lines
      .find((line) => /^\s*Baseline\s*:/i.test(line))
      ?.trim()
      .slice(0, 100) ?? null
  );
}
