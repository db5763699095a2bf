// What lock/chain-holds says: the sentences of a broken chain, and of one that a frozen stage hides.

import type { OriginAnswer } from "../../finding.ts";
import type { Message } from "../../rule.ts";
import { filledElse, type FilledElse } from "./filled.ts";
import type { NotInside } from "./links.ts";
import { listed, originSentence, reproduce, shortHashes, unfreeze } from "../wording.ts";

export interface Broken {
  readonly path: string;
  readonly read: string;
  /** Every stage that read the same, with the place in its lock. */
  readonly readers: readonly { readonly stage: string; readonly at: string }[];
  readonly wrote: string;
  readonly wroteAt: string;
  readonly writer: string;
  /** The last stages that have to run again. */
  readonly last: readonly string[];
  readonly lockPaths: readonly string[];
}

export const broken: Message<Broken> = {
  level: "error",
  text: ({ path, read, readers, wrote, wroteAt, writer }, origin) => {
    const [was, is] = shortHashes(read, wrote);
    const names = listed(readers.map(({ stage }) => stage));
    const places = listed(readers.map(({ at: where }) => where));
    const [noun, verb, it] =
      readers.length === 1 ? ["Stage", "was", "it"] : ["Stages", "were", "they"];
    return (
      `${noun} ${names} read ${path} as ${was} (${places}), but ${writer} records it as ${is} (${wroteAt}): ${names} ${verb} not run on what is released.` +
      originSentence(`What ${it} read is the output`, writtenIn(origin))
    );
  },
  repair: ({ readers, last, lockPaths }) =>
    reproduce(last, [
      ...lockPaths,
      readers.length === 1 ? "the files that it writes" : "the files that they write",
    ]),
};

export const notInside: Message<NotInside> = {
  level: "error",
  text: ({ stage, what }) =>
    `Stage ${stage} read ${what}: ${stage} was not run on what is released.`,
  repair: ({ last, lockPath }) => reproduce(last, [lockPath, "the files that it writes"]),
};

const HIDDEN = " DVC does not run a frozen stage, and dvc status does not say this.";

export const frozen: Message<Broken> = {
  level: "warning",
  text: (data, origin) => broken.text(data, origin) + HIDDEN,
  repair: (data) => [unfreeze(...data.readers.map(({ stage }) => stage)), ...broken.repair(data)],
};

export const frozenNotInside: Message<NotInside> = {
  level: "warning",
  text: (data) => notInside.text(data, null) + HIDDEN,
  repair: (data) => [unfreeze(data.stage), ...notInside.repair(data)],
};

export const frozenFilledElse: Message<FilledElse> = {
  level: "warning",
  text: (data) => filledElse.text(data, null) + HIDDEN,
  repair: (data) => [unfreeze(data.stage), ...filledElse.repair(data)],
};

/** A lock that only reads a content says nothing of where it was made. */
function writtenIn(origin: OriginAnswer | null): OriginAnswer | null {
  return origin?.origin != null && origin.stage === null ? null : origin;
}
