// How metrics/describe-model answers where nothing that led to the metrics is the promoted model, in any form.

import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import { blocking, type Draft, finding, noted, type Unverified, type View } from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { isKin } from "../bundle/unknown-origin.ts";
import { rewrittenFrom } from "../bundle/writers.ts";
import { readCause } from "../cause.ts";
import { at, listed, place, shortHash } from "../wording.ts";
import type { Other } from "./describe-words.ts";
import { entriesBehind, hashesOf, holdsAny, isClosed } from "./knows.ts";

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

/** What is closed may hold it; what no lock records cannot be asked for; all else is another model. */
export function* tellOther(
  metrics: BundleFile,
  model: BundleFile,
  writer: Stage,
  view: Seen,
): Generator<Draft<"otherModel", Other> | Unverified> {
  const seen = entriesBehind(writer, view);
  const hashes = hashesOf(model, view);
  const broken = brokenReads(writer, view);
  const everywhere = view.pipelines.pipelines.flatMap(({ stages }) =>
    stages.flatMap(({ deps, outs }) => [...deps, ...outs]),
  );
  if (seen.some(isClosed) && !broken.some(({ dep }) => isKin(dep, model, view))) {
    yield mayBeInside(model, seen, view);
  } else if (!everywhere.some((entry) => holdsAny(entry, hashes))) {
    yield blocking(`no lock records ${model.path}, so what measured it is not known`);
  } else {
    const [first] = broken;
    const data = {
      metrics: metrics.path,
      rewritten: rewrittenFrom(metrics, writer, view),
      model: model.path,
      hash: [...hashes][0] ?? "",
      stage: writer.address,
      reads: broken.map(({ text }) => text),
      frozen: frozenOf([writer, ...broken.map(({ stage }) => stage)]),
      commit: commitBundle(view, writer.lockPath),
    };
    const causes = broken.map(({ stage, path }) => readCause(stage.address, path));
    const where = first === undefined ? at(metrics.path) : at(first.stage.lockPath, first.line);
    yield finding("otherModel", data, { where, causes });
  }
}

function frozenOf(stages: readonly Stage[]): readonly string[] {
  const frozen = stages.filter(({ declared }) => declared?.frozen === true);
  return [...new Set(frozen.map(({ address }) => address))];
}

/** What was measured beside the directory, if it looks like the model and is another file, makes that unlikely. */
function mayBeInside(model: BundleFile, seen: readonly LocatedEntry[], view: Seen): Unverified {
  const may = `${model.path} may be in a directory of which only the hash is recorded`;
  const others = seen.filter((entry) => isKin(entry, model, view)).map(({ path }) => path);
  return others.length === 0
    ? noted(may)
    : blocking(`${may}; it was measured on ${listed([...new Set(others)])}, which is another file`);
}

/** Where the way upstream breaks: what was read there is not what its writer records. */
function brokenReads(writer: Stage, view: Seen) {
  const { stages, broken } = upstreamOf(writer, producersOf(view.pipelines));
  return [...stages].flatMap((stage) =>
    stage.deps.flatMap((dep) => {
      if (dep.at.kind !== "inside" || !broken.includes(dep.path)) return [];
      const where = place(stage.lockPath, dep.line);
      const text = `${dep.at.path} ${shortHash(dep.hash?.value ?? "")} (${where})`;
      return [{ stage, dep, path: dep.at.path, line: dep.line, text }];
    }),
  );
}
