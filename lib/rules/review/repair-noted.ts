// review/repair-noted: a repaired release says what was wrong and what was made anew.

import type { ReviewFacts, Trailer } from "../../evidence.ts";
import type { Refusal } from "../../review-facts.ts";
import { namesNothing } from "../../history/no-claim.ts";
import { isPreRelease, isSameCore } from "../../naming/version.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { listed } from "../wording.ts";
import { FAILURE_WORDS, namesFailure, namesRepair, REPAIR_WORDS } from "./repair-words.ts";
import { allIn, areTelling, carriedIn, carriedText, saidIn, type Said } from "./said.ts";

interface Silent {
  readonly name: string;
  readonly lacks: string;
  /** Why what the reader finds in a note does not count; empty where it is not there. */
  readonly carried: string;
}

interface Repairs extends Silent {
  readonly repairs: string;
}

const silentRepair: Message<Repairs> = {
  level: "error",
  text: ({ name, repairs, lacks, carried }) =>
    `${name} repairs ${repairs}, and no review note says ${lacks}${carried}.`,
  repair: () => [
    "write into the review note or the message of the tag what failed and what was regenerated, and tag again",
  ],
};

const silentRetry: Message<Silent & { readonly refused: string; readonly date: string }> = {
  level: "warning",
  text: ({ name, refused, date, lacks, carried }) =>
    `${name} was refused here on ${date} (${refused}), and no review note says ${lacks}${carried}.`,
  repair: () => [
    "write into the review note or the message of the tag what failed and what was regenerated, and tag again",
  ],
};

type Seen = View<"review">;

export const reviewRepairNoted: AnyRule = defineRule({
  id: "review/repair-noted",
  holds:
    "a release with a Repairs trailer, or whose name was refused here before, says in its note what failed and what was regenerated",
  why: "After a repair the folder looks as tidy as before it. Only the note tells the next reviewer which numbers to distrust, and that they were measured again and not edited.",
  repair: "Write what failed and what was regenerated into the review note or the tag's message.",
  refusal: "it repairs something, and does not say what",
  example: {
    given: "a tag with the trailer Repairs: v1.0.0 and nothing else",
    says: "v1.0.1 repairs v1.0.0, and no review note says what failed and what was regenerated.",
  },
  lists: [
    { name: "words for what failed", values: FAILURE_WORDS },
    { name: "words for what was regenerated", values: REPAIR_WORDS },
  ],
  on: true,
  needs: ["review"],
  messages: { silentRepair, silentRetry },
  *check(view) {
    const { review } = view;
    const repairs = review.trailers.filter(
      ({ key, value }) => key.toLowerCase() === "repairs" && !namesNothing(value),
    );
    const refusal = review.refusals.at(-1);
    if (repairs.length === 0 && refusal === undefined) {
      yield notApplicable("it repairs no release, and none of its name was refused here");
      return;
    }
    const said = saidAnew(view, repairs);
    const areAllSaid = (some: readonly Said[]): boolean => lackOf(some, review) === null;
    if (yield* areTelling(said, review, areAllSaid)) return;
    if (review.unread.length > 0) yield blocking(listed(review.unread));
    else yield* tellSilent(view, said, repairs);
  },
});

function* tellSilent(view: Seen, said: readonly Said[], repairs: readonly Trailer[]) {
  const { release, review } = view;
  const refusal = review.refusals.at(-1);
  const lacks = lackOf(said, review) ?? BOTH;
  const silent = { name: release.name, lacks, carried: carriedOf(said, review) };
  if (repairs.length > 0) {
    const what = listed(repairs.map(({ value }) => value || "something"));
    yield finding("silentRepair", { ...silent, repairs: what });
  } else if (refusal !== undefined) {
    yield finding("silentRetry", { ...silent, ...told(refusal) });
  }
}

/** What a candidate's note says is said of its final too, where the final does not repair the candidate. */
function saidAnew({ release, review }: Seen, repairs: readonly Trailer[]): readonly Said[] {
  const before = review.earlier.release;
  const [version, its] = [release.naming.version, before?.naming.version ?? null];
  const isFinal = version !== null && its !== null && isPreRelease(its) && isSameCore(version, its);
  const isRepaired = repairs.some(({ value }) => value.includes(before?.name ?? ""));
  return isFinal && !isRepaired ? allIn(review) : saidIn(review);
}

function carriedOf(said: readonly Said[], review: ReviewFacts): string {
  const carried = carriedIn(review, said, (then) => lackOf(then, review) !== BOTH);
  return carriedText(carried, review.earlier.release?.name ?? "");
}

function told({ rules, time }: Refusal): { refused: string; date: string } {
  return { refused: listed(rules), date: /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? "some day" };
}

const BOTH = "what failed and what was regenerated";

/** What no note says; null where all is said, in one note or in several. */
function lackOf(said: readonly Said[], { bundle }: ReviewFacts): string | null {
  const files = bundle?.files.flatMap(({ path, relative }) => [path, relative]) ?? [];
  const saysFailure = said.some(({ statements }) => namesFailure(statements));
  const saysRepair = said.some(({ statements }) => namesRepair(statements, files));
  if (saysFailure && saysRepair) return null;
  if (!saysFailure && !saysRepair) return BOTH;
  return saysFailure ? "what was regenerated" : "what failed";
}
