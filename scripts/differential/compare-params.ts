// One random params file, compared with its lock by us and by DVC.

import { parseDocument } from "../../lib/document/read.ts";
import { compareParams, type ParamDifference } from "../../lib/dvc/params.ts";
import type { DeclaredParams, PipelineFile } from "../../lib/dvc/model.ts";
import { readLock, readPipelineFile } from "../../lib/dvc/read-file.ts";
import { decodeStage } from "../../lib/dvc/stage-declaration.ts";
import { parsed, type Parsed, type Problem } from "../../lib/reading.ts";
import { setPosition } from "./decisions.ts";
import type { ParamsCase } from "./generate-params.ts";
import type { Outcome } from "./outcome.ts";

export interface TheirParams {
  readonly error?: string;
  /** By stage and params file. */
  readonly params?: Readonly<
    Record<
      string,
      { readonly error: string | null; readonly status: Readonly<Record<string, unknown>> | null }
    >
  >;
}

export function compareParamsCase(given: ParamsCase, theirs: TheirParams): Outcome {
  const answer = theirs.params?.[`s ${given.path}`];
  // An empty key: DVC fails before it compares.
  const isOver = answer === undefined || answer.error?.startsWith("InvalidKeyName") === true;
  if (isOver) return { disagreements: [], compared: 0, declined: 1 };
  const ours = judge(given);
  if (!ours.ok) return compareUnread(ours.problem, answer);
  const isAmbiguous = Object.values(ours.value).includes("ambiguous");
  if (answer.error !== null) {
    const isAgreed = isAmbiguous && /one leaf|\*\*/.test(answer.error);
    const text = `DVC fails: ${answer.error}; we ${JSON.stringify(ours.value)}`;
    return outcome(isAgreed ? [] : [text]);
  }
  const agreed = inTheirWords(ours.value, answer.status, given);
  const [first, second] = [JSON.stringify(answer.status), JSON.stringify(agreed)];
  return outcome(first === second ? [] : [`DVC ${first}\nwe  ${second}`]);
}

/** What we say, with DVC's word where the written list has the difference. */
function inTheirWords(
  ours: Readonly<Record<string, unknown>>,
  theirs: unknown,
  { path, files }: ParamsCase,
): Readonly<Record<string, unknown>> {
  const said = new Map(Object.entries(theirs ?? {}));
  const text = path.endsWith(".py") ? (files[path] ?? "") : "";
  const words = Object.entries(ours).map(([key, found]) => {
    const its: unknown = said.get(key);
    return [key, setPosition.holds(key, text, [its, found]) ? its : found] as const;
  });
  return Object.fromEntries(words);
}

interface Answer {
  readonly error: string | null;
  readonly status: unknown;
}

/** A file that we cannot read: neither can DVC, or we said that it is beyond us. */
function compareUnread({ cause, text }: Problem, { error, status }: Answer): Outcome {
  if (cause === "unsupported") return { disagreements: [], compared: 0, declined: 1 };
  if (error !== null) return outcome([]);
  return outcome([`we cannot read the file (${text}), DVC ${JSON.stringify(status)}`]);
}

function outcome(disagreements: readonly string[]): Outcome {
  return { disagreements, compared: 1, declined: 0 };
}

/** Of the first stage, whatever templates it seems to hold. */
function paramsOf({ stages }: PipelineFile): DeclaredParams | null | undefined {
  const [stage] = stages;
  if (stage === undefined) return null;
  return (stage.plain ?? valueOf(decodeStage("s", stage.node, null))).params[0];
}

/** What we say of each key, in words of `dvc status`, to which another type is no change. */
function judge({ path, files }: ParamsCase): Parsed<Readonly<Record<string, unknown>>> {
  const bytesOf = (name: string): Uint8Array => new TextEncoder().encode(files[name] ?? "");
  const declared = paramsOf(valueOf(readPipelineFile(bytesOf("dvc.yaml"))));
  const locked = valueOf(readLock(bytesOf("dvc.lock"))).stages.get("s")?.params[0];
  if (declared === undefined || locked === undefined) throw new Error("the case has no params");
  if (files[path] === undefined) return parsed({ [path]: "deleted" });
  const document = parseDocument(path, bytesOf(path));
  if (!document.ok) return document;
  const differences = compareParams(declared, locked, document.value);
  const states = differences.map(({ key, state }) => [key, wordOf(state)] as const);
  return parsed(Object.fromEntries(states.filter(([, state]) => state !== "type-changed")));
}

/** What is never equal, whatever is run, is modified for DVC. */
function wordOf(state: ParamDifference["state"]): string {
  return state === "never-equal" || state === "folded" ? "modified" : state;
}

function valueOf<Value>(result: Parsed<Value>): Value {
  if (!result.ok) throw new Error(result.problem.text);
  return result.value;
}
