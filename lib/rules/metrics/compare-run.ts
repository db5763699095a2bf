// The params that a run of the locks was made with, against those of a promoted file.

import type { Node } from "../../document/node.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { lookupParam, lookupTopLevel } from "../../dvc/params.ts";
import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import {
  recordedParamsOf,
  templatedParamsOf,
  type RecordedParam,
} from "../../dvc/recorded-params.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { place } from "../wording.ts";
import { fileOfCopy } from "./copied-params.ts";
import { differingValues, type DifferingValue } from "./differing-values.ts";
import { withSections } from "./flat-params.ts";
import { behindMade } from "./made-params.ts";
import { hasValue, isOwnParam, saidIn } from "./said-values.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/** A param as it was measured with, and as it is promoted. */
export interface Pair {
  readonly key: string;
  readonly measured: string | null;
  readonly measuredAt: string;
  readonly promoted: string | null;
  readonly promotedAt: string;
}

/** A stage that wrote the metrics, and what the promoted params contradict in its run. */
export interface Run {
  readonly writer: Stage;
  readonly differences: readonly Difference[];
  /** Of other files than the one that it copies, which has what is promoted: no record tells for what. */
  readonly twins: readonly Difference[];
  /** The params file that the promoted one copies: null is one outside of the repository, undefined is none. */
  readonly copied: string | null | undefined;
  /** Whether the promoted file has some param of the run as it was, beside what differs. */
  readonly isInPart: boolean;
}

export interface Difference {
  readonly param: RecordedParam;
  readonly pair: Pair;
  /** As it is promoted. */
  readonly value: Node | null;
  readonly line: number | null;
}

/** The recorded params of the stage and all upstream of it. */
export function recordedUpstream(stage: Stage, view: Seen): readonly RecordedParam[] {
  return recordedParamsOf(upstreamOf(stage, producersOf(view.pipelines)).stages);
}

/** What templates put into the stage and all upstream of it. */
export function templatedUpstream(stage: Stage, view: Seen): readonly RecordedParam[] {
  return templatedParamsOf(upstreamOf(stage, producersOf(view.pipelines)).stages);
}

/**
 * Compares all that the promoted file answers for: every param of the file that it copies, and of other files
 * and of templates those that it holds too, as one file may be made of several.
 */
export function compareRun(writer: Stage, params: BundleFile, written: Node, view: Seen): Run {
  const document = withSections(written);
  const recorded = recordedUpstream(writer, view);
  const copied = fileOfCopy(params, document, recorded, view);
  const templated = templatedUpstream(writer, view);
  const found = [
    ...recorded.flatMap((param) => differencesOf(param, document, param.file === copied)),
    ...templated.flatMap((param) => differencesOf(param, document, false)),
  ];
  const open =
    found.length === 0
      ? []
      : withoutMade(unexplained(found, [...recorded, ...templated]), params, writer, view);
  const source = documentAt(copied, view);
  const twins = open.filter((one) => isTwin(one, source));
  const others = open.filter((one) => !isTwin(one, source));
  const differing = new Set(found.map(({ param }) => param));
  return {
    writer,
    differences: mostTelling(oncePerKey(others)).map((one) => tell(one, params.path)),
    twins: oncePerKey(twins).map((one) => tell(one, params.path)),
    copied,
    isInPart: recorded.some((param) => param.file === copied && !differing.has(param)),
  };
}

function oncePerKey(differences: readonly Found[]): readonly Found[] {
  return [...new Map(differences.map((one) => [one.key, one])).values()];
}

/** What a section has beside is told where that is all: of a key that was renamed, the recorded one is gone. */
function mostTelling(differences: readonly Found[]): readonly Found[] {
  const recorded = differences.filter((one) => one.recorded !== null);
  return recorded.length === 0 ? differences : recorded;
}

/** Where the run itself wrote what is promoted: what that file answers for, and has. */
function withoutMade(
  differences: readonly Found[],
  params: BundleFile,
  writer: Stage,
  view: Seen,
): readonly Found[] {
  const behind = differences.length === 0 ? null : behindMade(params, writer, view);
  if (behind === null) return differences;
  return differences.filter((one) => isHeld(one) && !behind.has(one.param.stage));
}

function isHeld({ recorded, promoted }: Found): boolean {
  return recorded !== null && promoted !== null;
}

interface Found extends DifferingValue {
  readonly param: RecordedParam;
  /** Whether it is of the file that the promoted one copies. */
  readonly isOwn: boolean;
}

function differencesOf(param: RecordedParam, document: Node, isOwn: boolean): readonly Found[] {
  const { key, value, whole } = param;
  const lookup = whole ? lookupTopLevel(document, key) : lookupParam(document, key);
  const promoted = lookup.state === "found" ? lookup.value : null;
  return Array.from(differingValues(value, promoted, key), (one) => ({ ...one, param, isOwn }));
}

function documentAt(path: string | null | undefined, { documents }: Seen): Node | null {
  const reading = path == null ? undefined : documents.get(path);
  return reading?.state === "present" ? reading.value : null;
}

/** Without what other files of the run may have given to the promoted file, or it says of itself. */
function unexplained(found: readonly Found[], used: readonly RecordedParam[]): readonly Found[] {
  const said = saidIn(used);
  return found.filter(({ key, recorded, promoted, isOwn }) => {
    if (isOwn && recorded !== null) return true;
    if (promoted === null || hasValue(said.get(key), promoted)) return false;
    return isOwn || (recorded !== null && !isOwnParam(key));
  });
}

function isTwin({ key, promoted, isOwn }: Found, source: Node | null): boolean {
  if (isOwn || promoted === null || source === null) return false;
  const lookup = lookupParam(source, key);
  return lookup.state === "found" && pythonEquals(lookup.value, promoted);
}

function tell({ param, key, recorded, promoted }: Found, path: string): Difference {
  const line = promoted?.line ?? null;
  const pair = {
    key,
    measured: recorded === null ? null : formatValue(recorded),
    measuredAt: place(param.lockPath, param.line),
    promoted: promoted === null ? null : formatValue(promoted),
    promotedAt: place(path, line),
  };
  return { param, pair, value: promoted, line };
}
