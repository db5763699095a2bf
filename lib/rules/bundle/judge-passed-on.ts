// How bundle/from-lock judges metrics that a stage publishes, and that others measured.

import { isStructured } from "../../document/structured.ts";
import type { Node } from "../../document/node.ts";
import type { BundleFile } from "../../evidence.ts";
import { type Draft, finding, noted, type Unverified, type View } from "../../rule.ts";
import { contentCause } from "../cause.ts";
import { at, listed } from "../wording.ts";
import { commitBundle } from "./commit-words.ts";
import { type Contradiction, contradictionsOf } from "./contradictions.ts";
import type { Rewritten } from "./from-lock-words.ts";
import { type PassedOn, passedOnOf } from "./passed-on.ts";
import { unaccountedIn } from "./unaccounted.ts";

type Seen = View<"bundle" | "pipelines" | "documents">;

/** What a publishing stage made of the metrics that it has its own from. */
export function* judgePassedOn(
  file: BundleFile,
  md5: string,
  view: Seen,
): Generator<Draft<"contradicts" | "recomputed", Rewritten> | Unverified> {
  const { path } = file;
  const published = view.documents.get(path);
  for (const passedOn of passedOnOf(file, view)) {
    yield* tellUnmeasured(path, passedOn);
    if (passedOn.isCopy || passedOn.outdated.length > 0) continue;
    if (published?.state === "present") {
      const pairs = contradictionsOf(published.value, path, passedOn);
      yield* tellContradictions(path, { md5, pairs, passedOn }, view);
      yield* tellUnaccounted(path, published.value, passedOn);
    } else if (passedOn.isAll && !isStructured(path)) {
      const what = `the metrics that stage ${passedOn.writer.address} has them from`;
      yield noted(`${path}: only JSON, YAML and TOML are compared with ${what}`);
    }
  }
}

/** An evaluation may well measure what a file that it compares itself with has; a stage that copies does not. */
function* tellUnmeasured(path: string, { writer, handedIn, isHandedOn, sources }: PassedOn) {
  if (isHandedOn || sources.size > 0 || handedIn.length === 0) return;
  const from = listed(handedIn.map((one) => one.path));
  yield noted(
    `${path}: stage ${writer.address} read its numbers from ${from}, which no stage wrote, or measured the same`,
  );
}

interface Compared {
  readonly md5: string;
  readonly pairs: readonly Contradiction[];
  readonly passedOn: PassedOn;
}

function* tellContradictions(path: string, { md5, pairs: all, passedOn }: Compared, view: Seen) {
  const nobodys = all.filter(({ isNobodys }) => isNobodys);
  const pairs = nobodys.length > 0 ? nobodys : all;
  const [first] = pairs;
  if (first === undefined) return;
  const { isDeclared } = passedOn;
  yield finding(
    nobodys.length > 0 ? "contradicts" : "recomputed",
    { path, stage: first.stage, pairs, isDeclared, commit: commitBundle(view) },
    {
      where: at(path, first.line),
      causes: [contentCause(path)],
      follows: pairs.map(({ source }) => contentCause(source)),
      stray: { hashes: [md5], path },
    },
  );
}

function* tellUnaccounted(path: string, published: Node, passedOn: PassedOn) {
  const { writer, isAll, isDeclared, unseen } = passedOn;
  if (unseen.length > 0) {
    const where = `which ${unseen.length === 1 ? "is" : "are"} not at hand`;
    yield noted(
      isDeclared
        ? `${path}: stage ${writer.address} made it of ${listed(unseen)}, ${where}`
        : `${path}: stage ${writer.address} reads no metrics, not even ${listed(unseen)}, ${where}`,
    );
  } else if (isAll) {
    const keys = unaccountedIn(published, passedOn);
    if (keys.length > 0)
      yield noted(
        `${path}: nothing that stage ${writer.address} read has ${listed(keys)}; the stage computed it, or has it from a file that its deps do not name`,
      );
  }
}
