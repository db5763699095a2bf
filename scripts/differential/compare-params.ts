// One random params file, compared with its lock by us and by DVC.

import type { Node } from "../../lib/document/node.ts";
import { parseDocument } from "../../lib/document/read.ts";
import { decodeLock } from "../../lib/dvc/lock.ts";
import { compareParams } from "../../lib/dvc/params.ts";
import { decodePipelineFile } from "../../lib/dvc/pipeline-file.ts";
import { decodeStage } from "../../lib/dvc/stage-declaration.ts";
import type { Parsed } from "../../lib/reading.ts";
import type { Outcome } from "./compare-pipeline.ts";
import type { ParamsCase } from "./generate-params.ts";

export interface TheirParams {
  readonly error?: string;
  /** By stage and params file. */
  readonly params?: Readonly<
    Record<
      string,
      { readonly error: string | null; readonly status: Readonly<Record<string, string>> | null }
    >
  >;
}

export function compareParamsCase(given: ParamsCase, theirs: TheirParams): Outcome {
  const answer = theirs.params?.["s params.yaml"];
  // An empty key, or a file that is no YAML: DVC fails before it compares.
  const isOver = answer === undefined || answer.error?.startsWith("InvalidKeyName") === true;
  if (isOver) return { disagreements: [], compared: 0, declined: 1 };
  const ours = judge(given);
  const isAmbiguous = Object.values(ours).includes("ambiguous");
  if (answer.error !== null) {
    const isAgreed = isAmbiguous && /one leaf|\*\*/.test(answer.error);
    return outcome(isAgreed ? [] : [`DVC fails: ${answer.error}; we ${JSON.stringify(ours)}`]);
  }
  const [first, second] = [JSON.stringify(answer.status), JSON.stringify(ours)];
  return outcome(first === second ? [] : [`DVC ${first}\nwe  ${second}`]);
}

function outcome(disagreements: readonly string[]): Outcome {
  return { disagreements, compared: 1, declined: 0 };
}

/** What we say of each key, in words of `dvc status`, to which another type is no change. */
function judge({ files }: ParamsCase): Readonly<Record<string, string>> {
  const read = (path: string): Node =>
    valueOf(parseDocument(path, new TextEncoder().encode(files[path] ?? "")));
  const { node } = valueOf(decodePipelineFile(read("dvc.yaml"))).stages[0] ?? { node: null };
  const declared = node === null ? null : valueOf(decodeStage("s", node, null)).params[0];
  const locked = valueOf(decodeLock(read("dvc.lock"))).stages.get("s")?.params[0];
  if (declared === undefined || locked === undefined) throw new Error("the case has no params");
  const differences = compareParams(declared, locked, read("params.yaml"));
  const states = differences.map(({ key, state }) => [key, state] as const);
  return Object.fromEntries(states.filter(([, state]) => state !== "type-changed"));
}

function valueOf<Value>(result: Parsed<Value>): Value {
  if (!result.ok) throw new Error(result.problem.text);
  return result.value;
}
