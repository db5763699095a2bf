// What a random stage writes: files, directories, metrics; cached, or left to git.

import { posix } from "node:path";

import { mapOf, plain, type Flow } from "./flow.ts";
import type { Chance } from "./random.ts";

/** A repository while it is made. */
export interface Draft {
  readonly files: Map<string, string>;
  /** What a stage may read, from the root. */
  readonly sources: string[];
  readonly outs: Map<string, string>;
  count: number;
  /** Whether the commands are run: of a frozen stage they are not. */
  readonly run: boolean;
}

export interface Out {
  readonly path: string;
  readonly text: string;
  /** Of a directory: the one file that is written into it. */
  readonly inner: string | null;
  readonly flow: Flow;
  readonly write: string;
  readonly isMetric: boolean;
}

/** Something for a stage to write, and how it writes it. */
export function makeOut(chance: Chance, draft: Draft, base: string, name: string): Out {
  const kind = chance.pick(["file", "metric", "directory", "nested"] as const);
  const path = {
    file: `${name}.out`,
    metric: `${name}.json`,
    directory: `${name}-d`,
    nested: `o/${name}.txt`,
  }[kind];
  const text = kind === "metric" ? `{"auc": 0.${draft.count}}\n` : `${name}\n`;
  const isLeft = kind === "metric" || chance.once(3);
  const flow = isLeft ? mapOf([[path, mapOf([["cache", plain("false")]])]]) : path;
  if (kind === "nested") draft.files.set(posix.join(base, "o/.keep"), "");
  const echoed = kind === "metric" ? `echo '{"auc": 0.${draft.count}}'` : `echo ${name}`;
  if (kind !== "directory") {
    return {
      path,
      text,
      inner: null,
      flow,
      write: `${echoed} > ${path}`,
      isMetric: kind === "metric",
    };
  }
  const write = `mkdir -p ${path} && ${echoed} > ${path}/f.txt`;
  return { path, text, inner: "f.txt", flow, write, isMetric: false };
}

/** The out is there after the run, and a later stage may read it. */
export function settle(draft: Draft, base: string, { path, text, inner }: Out): void {
  const full = posix.join(base, path);
  draft.outs.set(inner === null ? full : `${full}/${inner}`, text);
  draft.sources.push(full);
}
