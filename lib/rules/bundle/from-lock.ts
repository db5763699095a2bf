// bundle/from-lock: what a bundle promotes is what a locked stage wrote or read.

import { effectiveHash } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { BundleFile } from "../../evidence.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  notApplicable,
  type View,
} from "../../rule.ts";
import { unrecordedCauses } from "../behind.ts";
import { contentCause } from "../cause.ts";
import { at, listed, place } from "../wording.ts";
import { unreadRecords } from "../unread.ts";
import { commitBundle } from "./commit-words.ts";
import { contradicts, recomputed, repeats, unrecorded } from "./from-lock-words.ts";
import { otherArtifact, partOfArtifact, tellOtherArtifact } from "./other-artifact.ts";
import { OWN_KEYS } from "./own-keys.ts";
import { judgePassedOn } from "./judge-passed-on.ts";
import { closedPlaces } from "./recorded.ts";
import { kinOf, unknownOrigin } from "./unknown-origin.ts";
import { producersWithContent } from "./writers.ts";

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

export const bundleFromLock: AnyRule = defineRule({
  id: "bundle/from-lock",
  holds:
    "each promoted model and metrics file has the content of a locked out or dep, by hash or by equal values, the model is that of the tag's artifact and of no other one, and a stage that only passes metrics on changes no number",
  why: "A bundle is copied together by people and scripts. Only a file whose content the locks of this commit record belongs to this release.",
  repair: "Regenerate the bundle from the recorded state and commit it together with the lock.",
  refusal: "a file of its bundle is not from the recorded state",
  example: {
    given: "metrics.json is that of an earlier run",
    says: 'publish/v1/metrics.json (metrics, c4cc6598) is the content of no out or dep that the locks of this commit record. It is the metrics of 9d0fe6b (2026-03-02, "the first try").',
  },
  lists: [{ name: "keys that a publishing stage may set anew", values: OWN_KEYS }],
  on: true,
  needs: ["bundle", "pipelines", "documents", "contents", "tree"],
  messages: { unrecorded, otherArtifact, partOfArtifact, repeats, contradicts, recomputed },
  *check(view) {
    const judged = view.bundle.files.filter(isJudged);
    const closed = closedPlaces(view);
    if (judged.length === 0)
      yield closed.length === 0
        ? notApplicable(`${view.bundle.path} holds no model and no metrics`)
        : noted(
            `what ${listed(closed)} holds is not at hand: the lock records its hash as a whole`,
          );
    const unread = unreadRecords(view.pipelines);
    if (unread.length > 0) yield blocking(`${listed(unread)} could not be read`);
    else {
      for (const file of judged) yield* judge(file, view);
      yield* tellOtherArtifact(view);
    }
  },
});

/** Numbers under the name of the promoted metrics deeper in the bundle (`eval/metrics.json`) are metrics too. */
function isJudged({ role, nestedRole }: BundleFile): boolean {
  return role === "model" || role === "metrics" || nestedRole === "metrics";
}

function* judge(file: BundleFile, view: Seen) {
  const { content, path, role, entry } = file;
  if (content.kind === "unverifiable") {
    // What a record puts there is in the bundle by it, whether its bytes are at hand or not.
    if (entry === null) return;
    yield content.blocking
      ? blocking(`${path}: ${content.reason}`)
      : noted(`${path}: ${content.reason}`);
  } else if (isRecorded(file, view)) {
    if (role === "metrics") {
      yield* tellRepeated(file, view);
      yield* judgePassedOn(file, content.md5, view);
    }
  } else yield* tellUnrecorded(file, content.md5, view);
}

/**
 * By its own record, by that of a stage that wrote the same, or by that of one that read it. That somebody
 * added the bundle (`dvc add`) records no run: where a stage wrote what the file should be a copy of, that counts.
 */
function isRecorded(file: BundleFile, view: Seen): boolean {
  const producers = producersOf(view.pipelines);
  const around = [...producers.at(file.path), ...producers.above(file.path)];
  if (file.entry === null && around.some(({ stage }) => stage !== null)) return true;
  const same = producersWithContent(file, view);
  if (same.some((producer) => !around.includes(producer)) || isRecordedDep(file, view)) return true;
  return file.entry === null
    ? !kinOf(file, view).some(({ stage }) => stage !== null)
    : same.length > 0;
}

function* tellUnrecorded(file: BundleFile, md5: string, view: Seen) {
  const gap = unknownOrigin(file, view);
  if (gap !== null) {
    yield gap;
    return;
  }
  const { path, role } = file;
  yield finding(
    "unrecorded",
    { path, role: role ?? "metrics", found: md5, commit: commitBundle(view) },
    {
      where: at(path),
      found: md5,
      causes: [contentCause(path)],
      follows: unrecordedCauses(view.pipelines),
      stray: { hashes: [md5], path },
    },
  );
}

/** What is recorded is told by its bytes; whoever reads it as values may read something else. */
function* tellRepeated({ path }: BundleFile, view: Seen) {
  const reading = view.documents.get(path);
  if (reading?.state !== "unreadable") return;
  const { text, line } = reading.problem;
  const [problem] = /repeats the key .*$/.exec(text) ?? [];
  if (problem === undefined) return;
  const data = { place: place(path, line), problem, commit: commitBundle(view) };
  yield finding("repeats", data, { where: at(path, line), causes: [contentCause(path)] });
}

/** Whether some stage read this very content. */
export function isRecordedDep({ content }: BundleFile, { pipelines }: Seen): boolean {
  if (content.kind === "unverifiable") return false;
  const stages = pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
  return stages.some(({ deps }) =>
    deps.some((dep) => {
      const recorded = effectiveHash(dep, dep.insideProject)?.value;
      return recorded === content.md5 || (recorded !== undefined && recorded === content.legacyMd5);
    }),
  );
}
