// The history that all shapes share: runs that a mutation can take a stray file from.

import type { Builder } from "./build.ts";

/** Loans: what a person earns and owes, and whether it was paid back. */
export function rows(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const income = 18 + ((index * 37) % 71);
    const debt = 2 + ((index * 53) % 29);
    return `${income},${debt},${debt * 3 > income ? 1 : 0}`;
  });
  return `income,debt,defaulted\n${lines.join("\n")}\n`;
}

export interface HistoryPlan {
  readonly params: string;
  readonly data: string;
  readonly firstTag: string;
  /** The release that the later runs are made for. */
  readonly tag: string;
  /** Runs the pipeline and puts the bundle together. */
  readonly publish: (builder: Builder, tag: string) => void;
  /** Runs the training, leaves the evaluation out, and puts the bundle together. */
  readonly publishHalf: (builder: Builder, tag: string) => void;
}

/** Needs a pipeline that has never run, at threshold 0.5 and lr 0.1. */
export function buildHistory(builder: Builder, plan: HistoryPlan): void {
  const { params, data, firstTag, tag, publish, publishHalf } = plan;
  builder.write(data, rows(16));
  publish(builder, firstTag);
  builder.run("first", "first release");
  builder.release(firstTag);
  setParam(builder, params, "threshold", "0.65");
  publish(builder, tag);
  builder.run("other-threshold", "threshold 0.65");
  setParam(builder, params, "threshold", "0.5");
  setParam(builder, params, "lr", "0.2");
  publish(builder, tag);
  builder.run("other-model", "learn faster");
  setParam(builder, params, "lr", "0.15");
  builder.write(data, rows(20));
  publish(builder, tag);
  builder.run("tip", "more data");
  setParam(builder, params, "lr", "0.4");
  publishHalf(builder, tag);
  builder.run("half", "try a high rate");
}

function setParam(builder: Builder, path: string, name: string, value: string): void {
  builder.edit(path, new RegExp(`(\\b${name}"?\\s*[:=]\\s*)[\\d.]+`, "i"), `$1${value}`);
}
