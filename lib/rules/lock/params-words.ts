// What lock/params-match says.

import type { Node } from "../../document/node.ts";
import { formatValue } from "../../document/value.ts";
import type { ParamDifference } from "../../dvc/params.ts";
import type { Message } from "../../rule.ts";
import { aroundDifference } from "../difference.ts";
import { reproduce, rerunFrozen } from "../wording.ts";

export interface Param {
  readonly file: string;
  readonly key: string;
  readonly stage: string;
  /** The last stages that have to run again, of all that read the param. */
  readonly last: readonly string[];
  readonly lockPath: string;
  readonly place: string;
  readonly recorded: string;
  readonly found: string;
}

export const differs: Message<Param> = {
  level: "error",
  text: ({ file, key, stage, place: where, recorded, found }) =>
    `${file} says ${key} = ${found}, but stage ${stage} ran with ${key} = ${recorded} (${where}).`,
  repair: ({ last, lockPath }) => reproduce(last, [lockPath, "what it writes"]),
};

export const frozen: Message<Param> = {
  level: "warning",
  text: ({ file, key, stage, place: where, recorded, found }) =>
    `${file} says ${key} = ${found}, but the frozen stage ${stage} ran with ${key} = ${recorded} (${where}), and dvc status does not say it.`,
  repair: rerunFrozen,
};

export const missing: Message<Param> = {
  level: "error",
  text: ({ file, key, stage, place: where, recorded }) =>
    `${file} no longer has ${key}; stage ${stage} ran with ${key} = ${recorded} (${where}).`,
  repair: differs.repair,
};

export const unrecorded: Message<Param> = {
  level: "error",
  text: ({ file, key, stage, lockPath }) =>
    `Stage ${stage} depends on ${key} of ${file}, but ${lockPath} records no value of it: the stage was not run since.`,
  repair: differs.repair,
};

export const typeChanged: Message<Param> = {
  level: "note",
  text: ({ file, key, recorded, found }) =>
    `${file} spells ${key} as ${found}, the lock as ${recorded}: equal for DVC, another type for the code that reads it.`,
  repair: differs.repair,
};

export const folded: Message<Param> = {
  level: "warning",
  text: ({ file, key, stage, place: where }) =>
    `${file} says ${key} with more spaces than stage ${stage} ran with (${where}): DVC loses spaces where it folds a long line of the lock, and calls ${key} modified ever after.`,
  repair: ({ key, last, lockPath }) => [
    `write single spaces in ${key}, or put it into a file that is a dep`,
    ...reproduce(last, [lockPath, "what it writes"]),
  ],
};

export const neverEqual: Message<Param> = {
  level: "note",
  text: ({ file, key, found }) =>
    `${file} says ${key} = ${found}, as it is recorded; DVC calls it modified all the same, because of a NaN or a tuple in it.`,
  repair: ({ key }) => [`give ${key} a value that equals itself (null, a list)`],
};

export const holdsDate: Message<Pick<Param, "file" | "stage">> = {
  level: "warning",
  text: ({ file, stage }) =>
    `${file} holds a date: DVC fails on it, and with it on stage ${stage}, wherever this commit is checked out.`,
  repair: ({ file }) => [`put the date in ${file} between quotes, run dvc repro, and commit`],
};

export const ambiguous: Message<Param> = {
  level: "error",
  text: ({ file, key, stage }) =>
    `The pattern ${key} of stage ${stage} matches several keys of ${file}: DVC refuses to compare it.`,
  repair: () => ["name the keys one by one in dvc.yaml, run dvc repro, and commit dvc.lock"],
};

const LONGEST = 80;
/** In what is longer, nobody looks for the difference. */
const READ = 10_000;

/** Both values, as short as shows where they differ. */
export function shownValues({ recorded, found }: ParamDifference): readonly [string, string] {
  return aroundDifference(valueText(recorded), valueText(found), LONGEST);
}

function valueText(node: Node | null): string {
  return node === null ? "(none)" : formatValue(node, READ);
}
