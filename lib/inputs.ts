// What a verdict rests on besides the commit, with digests: the same inputs, the same report.

import { createHash } from "node:crypto";
import type { StoreAnswer } from "./dvc/store/store.ts";
import type { Evidence } from "./evidence.ts";
import type { Gathered } from "./gather.ts";
import type { Report } from "./report.ts";

export type Input = Report["inputs"][number];

/** Answers of `dvc status` and of stores, the release compared with, who may sign, what was written. */
export function inputsOf({ evidence, stored = [] }: Gathered): readonly Input[] {
  return [
    ...statusInputs(evidence),
    ...storedInputs(stored),
    ...baselineInputs(evidence),
    ...signerInputs(evidence),
    ...reviewInputs(evidence),
  ];
}

/** Each once, where it first stood: releases share baselines, experiments and who may sign. */
export function distinctInputs(inputs: readonly Input[]): readonly Input[] {
  const distinct = new Map<string, Input>();
  for (const input of inputs) {
    const key = JSON.stringify([input.kind, input.name, input.digest]);
    if (!distinct.has(key)) distinct.set(key, input);
  }
  return [...distinct.values()];
}

/** By the tag object where there is one: the release as it was, not only its commit. */
function baselineInputs({ baseline }: Evidence): readonly Input[] {
  if (baseline.state !== "present") return [];
  const { nearest, final } = baseline.value;
  const both = [nearest, final.state === "present" ? final.value : null];
  return both.flatMap((one) =>
    one === null
      ? []
      : [{ kind: "baseline", name: one.release.name, digest: one.release.oid ?? one.commit }],
  );
}

function signerInputs({ signature }: Evidence): readonly Input[] {
  const signers = signature.state === "present" ? signature.value.signers : null;
  return signers === null ? [] : [{ kind: "allowed-signers", ...signers }];
}

/** What a review rests on beside the commit and its tag: notes, experiments, refusals. */
function reviewInputs({ review }: Evidence): readonly Input[] {
  if (review.state !== "present") return [];
  const { texts, baselines, experiments, refusals } = review.value;
  return [
    ...texts.flatMap(({ kind, from, oid }) =>
      kind === "note" && oid !== null ? [{ kind: "review-note", name: from, digest: oid }] : [],
    ),
    ...baselines.flatMap(({ name, commit }) =>
      commit === null ? [] : [{ kind: "baseline", name, digest: commit }],
    ),
    ...experiments.map(({ ref, commit }) => ({ kind: "experiment", name: ref, digest: commit })),
    ...refusals.slice(0, 1).map(({ tag }) => ({
      kind: "refusals",
      name: tag,
      digest: digestOf(refusals),
    })),
  ];
}

function statusInputs({ workspace }: Evidence): readonly Input[] {
  const statuses = workspace.state === "present" ? workspace.value.statuses : [];
  return statuses.flatMap(({ root, status }) =>
    status.state === "present"
      ? [{ kind: "dvc-status", name: root || ".", digest: digestOf(status.value.stages) }]
      : [],
  );
}

/** One input a place: which objects it has, and which of them are not what their name says. */
function storedInputs(stored: readonly StoreAnswer[]): readonly Input[] {
  const byPlace = new Map<string, { kind: string; name: string; said: string[][] }>();
  for (const { place, hash, state } of stored) {
    const kind = `dvc-${place.kind}`;
    const input = byPlace.get(`${kind} ${place.name}`) ?? { kind, name: place.name, said: [] };
    input.said.push([hash, state]);
    byPlace.set(`${kind} ${place.name}`, input);
  }
  return [...byPlace.values()].map(({ kind, name, said }) => ({
    kind,
    name,
    digest: digestOf(said),
  }));
}

/** What a person should know of a store: an object that was changed is no evidence, and is told. */
export function storeNotices(stored: readonly StoreAnswer[]): readonly string[] {
  return stored.flatMap(({ place, hash, state }) => {
    const where = place.kind === "cache" ? "the DVC cache" : `the DVC remote ${place.name}`;
    if (state === "silent") return [`${where} does not answer: what lies there was not looked at`];
    if (state !== "corrupt") return [];
    return [`the object ${hash} of ${where} is not what its name says: it was not believed`];
  });
}

function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(value)).digest("hex")}`;
}
