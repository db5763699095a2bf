// tag/version-increases: a version is higher than the one before it, and a commit has one.

import { isPreRelease, isSameCore, schemeOf, versionOrder } from "../../naming/version.ts";
import type { Release } from "../../release.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { hasSameArtifact } from "../artifact/same.ts";
import { operands } from "../../shell-word.ts";
import { isUnmade } from "./again.ts";
import { hasSameRecords, labelOf } from "../compared.ts";

interface Pair {
  readonly name: string;
  /** `v1.0.0 (3f2a91c)`. */
  readonly before: string;
}

const another = (before: string): string => `tag the commit with a version above ${before}`;

interface Lower extends Pair {
  /** The tag that it stands on, where that is a candidate of a later version; else null. */
  readonly candidate: string | null;
}

const notHigher: Message<Lower> = {
  level: "error",
  text: ({ name, before }) =>
    `${name} stands on ${before}, and is the lower version of the two: who takes the highest version gets the older state.`,
  repair: ({ before, candidate }) =>
    candidate === null
      ? [
          another(before),
          "a repair of an older version is made on a branch of that version, and tagged there",
        ]
      : [
          `if it holds what ${candidate} was made for, call it the next candidate or the final of that version`,
          `if not, tag it on a branch that was begun before ${candidate}`,
          `if ${candidate} is not published and was not meant: git tag -d ${operands(candidate)}`,
        ],
};

const sameVersion: Message<Pair & { readonly why: string }> = {
  level: "error",
  text: ({ name, before, why }) => `${name} is the same version as ${before}: ${why}.`,
  repair: ({ before }) => [another(before)],
};

interface Two extends Pair {
  readonly other: string;
  readonly isGto: boolean;
  readonly isMade: boolean;
}

const twoVersions: Message<Two> = {
  level: "error",
  text: ({ name, before, isGto }) =>
    `${name} names the commit that ${before} released: one state has two versions${isGto ? ", and GTO refuses to assign either" : ""}.`,
  repair: ({ name, other, isMade }) => [
    isMade
      ? `remove the one of them that is not published: git tag -d ${operands(name)}, or ${other}`
      : `leave it at ${other}, or remove that first where it is not published: git tag -d ${operands(other)}`,
    `if ${other} is moved along with the releases, it is none: list it in releases.ignore of the policy`,
  ],
};

const sameState: Message<Pair & { readonly what: string }> = {
  level: "note",
  text: ({ name, before, what }) => `${name} is recorded as the same state as ${before}: ${what}.`,
  repair: () => ["nothing has to be done, if that is what is meant"],
};

const unregistered: Message<{ readonly name: string; readonly artifact: string }> = {
  level: "warning",
  text: ({ name, artifact }) =>
    `${name} promotes a commit that no version of ${artifact} names: GTO shows the commit in the version's place.`,
  repair: ({ artifact }) => [
    `register a version on that commit: gto register ${operands(artifact)} <commit>`,
  ],
};

type Seen = View<"baseline" | "pipelines" | "tree">;

export const tagVersionIncreases: AnyRule = defineRule({
  id: "tag/version-increases",
  holds:
    "the version is higher than that of the release before it, and its commit has no other final version",
  why: "People and programs take the highest version for the newest. A version that goes back, or two for one state, sends them to the wrong one for good.",
  repair: "Tag the commit with a version that is higher than the one before it.",
  refusal: "its version does not follow the one before it",
  example: {
    given: "v1.0.1 is tagged on top of v1.1.0",
    says: "v1.0.1 stands on v1.1.0 (bd2efe1), and is the lower version of the two: who takes the highest version gets the older state.",
  },
  on: true,
  needs: ["baseline", "pipelines", "tree"],
  messages: { notHigher, sameVersion, twoVersions, sameState, unregistered },
  *check(view) {
    const { version, action } = view.release.naming;
    if (action === "assign") yield* judgePromotion(view);
    if (version === null) {
      yield notApplicable(
        action === "assign" ? "a stage has no version of its own" : "its name has no version",
      );
      return;
    }
    yield* judgeCommit(version, view);
    yield* judgeOrder(version, view);
    yield* tellSameBytes(version, view);
  },
});

/** A stage tag binds to the version on its commit. */
function* judgePromotion({ release: { name, naming }, baseline: { commit, others } }: Seen) {
  const isRegistered = others.some(
    (other) => other.commit === commit && other.release.naming.version !== null,
  );
  if (!isRegistered) yield finding("unregistered", { name, artifact: naming.artifact ?? "" });
}

/** A final may stand where its candidates stand. GTO itself breaks on any second version. */
function* judgeCommit(version: string, { release, baseline }: Seen) {
  const isGto = release.naming.grammar === "gto";
  for (const other of baseline.beside) {
    const its = other.release.naming.version ?? "";
    const order = versionOrder(version, its);
    const areFinal = !isPreRelease(version) && !isPreRelease(its);
    const areTwo = isGto ? version !== its : areFinal && order !== 0;
    if (areTwo && (order > 0 || isMadeNow(release))) {
      const { name } = release;
      const isMade = !isUnmade(release);
      const data = { name, before: labelOf(other), other: other.release.name, isGto, isMade };
      yield finding("twoVersions", data, { expected: other.release.name, found: name });
    }
  }
}

/**
 * Of two tags that are there, the higher version is the one too many: the lower one was whole before.
 * One that is only being made finds the other there, whichever is higher.
 */
function isMadeNow({ candidate, update }: Release): boolean {
  return candidate || update?.kind === "create";
}

function* judgeOrder(version: string, { release, baseline: { nearest } }: Seen) {
  if (nearest === null) return;
  const its = nearest.release.naming.version ?? "";
  const order = versionOrder(version, its);
  const data = { name: release.name, before: labelOf(nearest) };
  const more = { expected: `above ${its}`, found: version };
  if (order > 0) return;
  if (schemeOf(version) !== schemeOf(its)) {
    yield noted(
      `${release.name} and ${nearest.release.name}: a version and a date cannot be compared`,
    );
  } else if (order < 0) {
    const candidate = isPreRelease(its) && !isSameCore(version, its) ? nearest.release.name : null;
    yield finding("notHigher", { ...data, candidate }, more);
  } else yield finding("sameVersion", { ...data, why: whySame(version, its) }, more);
}

function whySame(version: string, its: string): string {
  return version.includes("+") || its.includes("+")
    ? "build metadata (what follows the +) orders nothing"
    : "it is released already";
}

/** Not of a final that is what its candidate was: that is what candidates are for. */
function* tellSameBytes(version: string, view: Seen) {
  const { release, pipelines, baseline } = view;
  const { nearest } = baseline;
  if (nearest === null || nearest.commit === baseline.commit) return;
  if (isSameCore(version, nearest.release.naming.version ?? "")) return;
  const before = nearest.evidence.pipelines;
  if (before.state !== "present") return;
  const { artifact } = release.naming;
  const data = { name: release.name, before: labelOf(nearest) };
  if (artifact !== null) {
    const same = hasSameArtifact(artifact, view, nearest.evidence);
    if (same) yield finding("sameState", { ...data, what: `${artifact} has the same content` });
  } else if (hasSameRecords(pipelines, before.value)) {
    const what = "no lock and no *.dvc file records anything else";
    yield finding("sameState", { ...data, what });
  }
}
