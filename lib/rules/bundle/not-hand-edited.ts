// bundle/not-hand-edited: what changed in the bundle since the release before, a record explains.

import { producersOf, type Producer } from "../../dvc/producers.ts";
import type { Baseline, BundleFile } from "../../evidence.ts";
import { type AnyRule, blocking, defineRule, finding, noted, notApplicable } from "../../rule.ts";
import { unrecordedCauses } from "../behind.ts";
import { contentCause, paramCause } from "../cause.ts";
import { hashOf, hasSameRecords, labelOf } from "../compared.ts";
import { unreadRecords } from "../unread.ts";
import { at, listed, place } from "../wording.ts";
import { copiedDeps } from "./copy-of.ts";
import { compareFiles, type Side } from "./changed.ts";
import { edited, paramsEdited, swapped, type Changed } from "./edit-messages.ts";
import { editedParams } from "./edited-params.ts";
import { isRecordedDep } from "./from-lock.ts";
import { unknownOrigin } from "./unknown-origin.ts";
import { producersWithContent } from "./writers.ts";

export const bundleNotHandEdited: AnyRule = defineRule({
  id: "bundle/not-hand-edited",
  holds:
    "no promoted file changed since the release before while the records of what makes it stayed the same",
  why: "A number that was corrected by hand looks like any other. What changes it must be a run, and a run leaves its record.",
  repair: "Restore the released file, or run the stage that makes it and commit its lock.",
  refusal: "a file of its bundle was edited by hand",
  example: {
    given: "a number of the metrics was corrected by hand",
    says: "publish/v1/metrics.json changed between v1.0.0 (007647b) and d2c16f5, but stage evaluate, which makes it, is recorded with the same output (dvc.lock:19): it was edited by hand, or made outside of the pipeline (no lock in the history recorded it).",
  },
  on: true,
  needs: ["baseline", "bundle", "pipelines", "documents", "contents"],
  messages: { edited, swapped, paramsEdited },
  *check(view) {
    const { nearest, commit } = view.baseline;
    if (nearest === null) yield notApplicable("there is no release before it");
    else if (nearest.kinship === "unrelated") {
      yield notApplicable(`it shares no history with ${nearest.release.name}`);
    } else if (nearest.kinship === "same-commit") {
      yield notApplicable(`${nearest.release.name} is the same commit`);
    } else {
      const before = sideOf(nearest, view);
      if ("kind" in before) yield before;
      else yield* judgeAll(view, before, { nearest, commit: commit.slice(0, 7) });
    }
  },
});

interface Compared {
  readonly nearest: Baseline;
  readonly commit: string;
}

/** The release before as rules see a release, or why it cannot be seen so. */
function sideOf({ release, evidence }: Baseline, view: Side) {
  const { bundle, pipelines, documents, contents } = evidence;
  const all = [bundle, pipelines, documents, contents];
  const gap = all.find((fact) => fact.state === "unavailable");
  if (gap !== undefined) return blocking(`${release.name}: ${gap.reason}`);
  if (
    bundle.state === "present" &&
    pipelines.state === "present" &&
    documents.state === "present" &&
    contents.state === "present"
  ) {
    return {
      ...view,
      bundle: bundle.value,
      pipelines: pipelines.value,
      documents: documents.value,
      contents: contents.value,
    };
  }
  return notApplicable(`${release.name} has no bundle to compare with`);
}

function* judgeAll(now: Side, before: Side, compared: Compared) {
  const unread = unreadRecords(now.pipelines);
  if (unread.length > 0) {
    yield blocking(`${listed(unread)} could not be read`);
    return;
  }
  const itsUnread = unreadRecords(before.pipelines);
  if (itsUnread.length > 0) {
    yield noted(`${listed(itsUnread)} of ${compared.nearest.release.name} could not be read`);
    return;
  }
  const others = new Map(before.bundle.files.map((file) => [file.relative, file]));
  for (const file of now.bundle.files) {
    const other = others.get(file.relative);
    if (other === undefined || other.role !== file.role) continue;
    const pair = { file, other, now, before };
    if (file.role === "params") yield* judgeParams(pair, compared);
    else if (file.role === "model" || file.role === "metrics") yield* judgeFile(pair, compared);
  }
}

interface Pair {
  readonly file: BundleFile;
  readonly other: BundleFile;
  readonly now: Side;
  readonly before: Side;
}

function* judgeFile(pair: Pair, compared: Compared) {
  const { file, other, now, before } = pair;
  const comparison = compareFiles(file, other, now, before);
  if (comparison === "same") return;
  if (comparison !== "changed") {
    yield comparison;
    return;
  }
  const makers = producersWithContent(other, before);
  const isSame =
    makers.length === 0
      ? hasSameRecords(now.pipelines, before.pipelines)
      : makers.every((maker) => isAsBefore(maker, now));
  if (!isSame) return;
  const [source] = producersWithContent(file, now);
  const [maker] = makers;
  const changed = changedOf(pair, compared);
  if (source !== undefined && maker !== undefined) {
    const data = { ...changed, was: nameOf(maker), is: nameOf(source) };
    yield finding("swapped", data, { where: at(file.path) });
  } else if (source === undefined && !isRecordedDep(file, now)) {
    yield* tellEdited(pair, changed, maker);
  }
}

function* tellEdited({ file, now }: Pair, changed: Changed, maker: Producer | undefined) {
  const gap = unknownOrigin(file, now);
  if (gap !== null) {
    yield gap;
    return;
  }
  const data = {
    ...changed,
    role: file.role ?? "file",
    unchanged: maker === undefined ? "no record in any lock or *.dvc file did" : steady(maker, now),
    stage: maker?.stage?.address ?? null,
  };
  const hashes = file.content.kind === "unverifiable" ? [] : [file.content.md5];
  yield finding("edited", data, {
    where: at(file.path),
    found: hashes[0] ?? null,
    causes: [contentCause(file.path)],
    follows: unrecordedCauses(now.pipelines),
    stray: hashes.length === 0 ? null : { hashes, path: file.path },
  });
}

function steady(maker: Producer, now: Side): string {
  const record = recordOf(maker, now) ?? maker;
  return `${maker.label}, which makes it, is recorded with the same output (${place(record.recordedIn, record.entry.line)})`;
}

/** What a stage wrote, or passed on from another file, is no copy of the params file that was edited. */
function* judgeParams(pair: Pair, compared: Compared) {
  const params = editedParams(pair);
  if (params.length === 0 || isWritten(pair.file, pair.now)) return;
  if (copiedDeps(pair.file, pair.now).length > 0) return;
  for (const param of params) {
    const data = { ...changedOf(pair, compared), ...param };
    yield finding("paramsEdited", data, {
      where: at(pair.file.path, param.line),
      expected: param.before,
      found: param.now,
      causes: [paramCause(param.source, param.key), contentCause(pair.file.path)],
    });
  }
}

function isWritten(file: BundleFile, now: Side): boolean {
  return producersWithContent(file, now).some(({ stage }) => stage !== null);
}

function changedOf({ file, other }: Pair, { nearest, commit }: Compared): Changed {
  const baseline = labelOf(nearest);
  const { name } = nearest.release;
  const kept = file.entry === null;
  return { path: file.path, oldPath: other.path, baseline, baselineName: name, commit, kept };
}

/** Whether the out is recorded now, by the same stage or file, with the hash that it had. */
function isAsBefore(maker: Producer, now: Side): boolean {
  const record = recordOf(maker, now);
  return record !== undefined && hashOf(record.entry) === hashOf(maker.entry);
}

function recordOf({ entry, label }: Producer, now: Side): Producer | undefined {
  if (entry.at.kind !== "inside") return undefined;
  return producersOf(now.pipelines)
    .at(entry.at.path)
    .find((producer) => producer.label === label);
}

/** `models/a.json of stage train`. */
function nameOf({ entry, label, stage }: Producer): string {
  return stage === null ? entry.path : `${entry.path} of ${label}`;
}
