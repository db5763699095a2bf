// How an evaluation differs from that of the baseline.

import { effectiveHash } from "../../dvc/locate.ts";
import type { RecordedHash } from "../../dvc/model.ts";
import type { Tree } from "../../git/tree.ts";
import { commandCause, contentCause } from "../cause.ts";
import { paramChanges } from "./param-changes.ts";
import { shortHash } from "../wording.ts";
import type { Evaluation, EvaluationInput } from "./evaluation.ts";

export interface EvaluationChange {
  readonly what: "command" | "code" | "data" | "param";
  /** What a note may call it: a path or a key; of a command, the stage. */
  readonly name: string;
  /** The recorded section that holds a param; a note may name that in its place. */
  readonly section: string | null;
  /** `0.5 → 0.65`, `3f2a91c0 → 9b1e7f00`. */
  readonly text: string;
  /** What else may be found where this one is only what follows from it. */
  readonly cause: string;
}

interface Compared {
  readonly evaluation: Evaluation;
  readonly tree: Tree;
}

/** What differs; what cannot be compared is no difference. */
export function changesOf(before: Compared, after: Compared): readonly EvaluationChange[] {
  return [
    ...commandChange(before.evaluation, after.evaluation),
    ...inputChanges(before, after),
    ...paramChanges(before.evaluation.params, after.evaluation.params),
  ];
}

function commandChange(before: Evaluation, after: Evaluation): EvaluationChange[] {
  const isEqual =
    before.command === after.command ||
    (before.template !== null && before.template === after.template);
  if (isEqual) return [];
  const text = `\`${short(before.command)}\` → \`${short(after.command)}\``;
  const { name, address } = after.stage;
  return [{ what: "command", name, section: null, text, cause: commandCause(address) }];
}

function short(command: string): string {
  return command.length > 80 ? `${command.slice(0, 79)}…` : command;
}

function inputChanges(before: Compared, after: Compared): readonly EvaluationChange[] {
  const old = byPath(before.evaluation.inputs);
  const now = byPath(after.evaluation.inputs);
  const gone = [...old.values()].filter(({ path }) => !now.has(path));
  const added = [...now.values()].filter(({ path }) => !old.has(path));
  const kept = [...now.values()].flatMap((input) => {
    const other = old.get(input.path);
    return other === undefined || isSame(other, input, before.tree, after.tree)
      ? []
      : [toChange(input, `${hashText(other)} → ${hashText(input)}`)];
  });
  return [
    ...kept,
    ...added
      .filter((input) => !isMoved(input, gone) && !wasThere(input, before.tree, after.tree))
      .map((input) => toChange(input, "is read now, and was not")),
    ...gone
      .filter((input) => !isMoved(input, added))
      .map((input) => toChange(input, "was read, and is not now")),
  ];
}

function byPath(inputs: readonly EvaluationInput[]): ReadonlyMap<string, EvaluationInput> {
  return new Map(inputs.map((input) => [input.path, input]));
}

function toChange({ kind, path }: EvaluationInput, text: string): EvaluationChange {
  return { what: kind, name: path, section: null, text, cause: contentCause(path) };
}

/**
 * By the recorded hashes where they are of one kind, else by what git holds: DVC 3 records other
 * hashes for the same bytes than DVC 2 did. Where neither says it, nothing is claimed.
 */
function isSame(before: EvaluationInput, after: EvaluationInput, old: Tree, now: Tree): boolean {
  const [left, right] = [hashOf(before), hashOf(after)];
  if (left !== null && right !== null && left.kind === right.kind) {
    return left.value === right.value;
  }
  return isSameInGit(after.path, old, now) ?? true;
}

function isSameInGit(path: string, old: Tree, now: Tree): boolean | null {
  const [left, right] = [old.get(path), now.get(path)];
  if (left !== undefined && right !== undefined) return left.oid === right.oid;
  if (!old.isDirectory(path) || !now.isDirectory(path)) return null;
  const listing = (tree: Tree): string =>
    tree
      .under(path)
      .map((entry) => `${entry.oid} ${entry.path}`)
      .join("\n");
  return listing(old) === listing(now);
}

/** The same content under another path: it was moved, and is read as before. */
function isMoved(input: EvaluationInput, others: readonly EvaluationInput[]): boolean {
  const hash = hashOf(input);
  return others.some((other) => {
    const its = hashOf(other);
    return hash !== null && its !== null && hash.kind === its.kind && hash.value === its.value;
  });
}

/** A file that is declared only now, and has not changed since: it was read before as well. */
function wasThere({ kind, path }: EvaluationInput, old: Tree, now: Tree): boolean {
  return kind === "code" && isSameInGit(path, old, now) === true;
}

function hashOf({ entry }: EvaluationInput): RecordedHash | null {
  return effectiveHash(entry, entry.insideProject);
}

function hashText(input: EvaluationInput): string {
  return shortHash(hashOf(input)?.value ?? "unrecorded");
}
