// A release with a bundle in publish/v1, by hand: a model, its metrics and params, and a manifest of them.

import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { judgedBy, type Asked, type Judged } from "./judged.ts";
import { createProject, lockNow, md5, type HandStage } from "./pipeline.ts";
import type { TestRepository } from "./repository.ts";

export const MODEL = '{"weights": [1, 2]}\n';
export const METRICS = '{"auc": 0.9, "threshold": 0.5}\n';
export const PARAMS = "decision:\n  threshold: 0.5\n";

/** Lower-case hex sha256 of a text. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export interface Item {
  readonly [key: string]: unknown;
}

/** What a true manifest says of a file. */
export function item(path: string, text: string, more: Item = {}): Item {
  return { path, bytes: Buffer.byteLength(text), sha256: sha256(text), ...more };
}

export const ITEMS: readonly Item[] = [
  item("model.json", MODEL, { role: "model" }),
  item("metrics.json", METRICS, { role: "metrics" }),
  item("params.yaml", PARAMS, { role: "params" }),
];

export const STAGES: readonly HandStage[] = [
  { name: "train", outs: ["model.json"] },
  {
    name: "evaluate",
    deps: ["model.json"],
    outs: ["metrics.json"],
    params: { "params.yaml": { "decision.threshold": 0.5 } },
  },
];

/** A second manifest, kept by DVC, whose bytes nobody has. */
export function keepSums(repository: TestRepository): void {
  keepByDvc(repository, "SHA256SUMS");
}

/** A checksum of the model, kept in the same way. */
export function keepChecksum(repository: TestRepository): void {
  keepByDvc(repository, "model.json.sha256");
}

function keepByDvc({ write }: TestRepository, name: string): void {
  const out = `- md5: ${md5("sums")}\n  hash: md5\n  path: ${name}\n`;
  write(`publish/v1/${name}.dvc`, `outs:\n${out}`);
}

export interface BundleCase {
  readonly stages?: readonly HandStage[];
  /** Null leaves a file out. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly items?: readonly unknown[];
  readonly manifest?: string;
  readonly artifacts?: object;
  readonly prepare?: (repository: TestRepository) => void;
  readonly policy?: Asked["policy"];
  readonly tag?: string;
  /** Further tags on the commit, which are there before. */
  readonly beside?: readonly string[];
}

/** Judges the release by one rule. */
export async function judgeBundle(rule: string, made: BundleCase = {}): Promise<Judged> {
  const { stages = STAGES, artifacts = {}, policy = {}, tag = "v1.0.0" } = made;
  const repository = createProject();
  writeFiles(repository, made);
  lockNow(repository, stages, { artifacts });
  made.prepare?.(repository);
  repository.commit("release");
  annotate(repository, made.beside ?? []);
  annotate(repository, [tag]);
  return judgedBy(rule, repository, tag, { policy });
}

function annotate({ git }: TestRepository, tags: readonly string[]): void {
  for (const tag of tags) git("tag", "-a", "-m", "released", tag);
}

function writeFiles({ write }: TestRepository, made: BundleCase): void {
  for (const [path, text] of Object.entries(filesOf(made))) {
    if (text !== null) write(path, text);
  }
}

/** A bundle of which only DVC's hash of the directory is known. */
export const CLOSED: Pick<BundleCase, "prepare"> = {
  prepare: ({ directory, write }) => {
    rmSync(join(directory, "publish"), { recursive: true });
    const out = `- md5: ${md5("bundle")}.dir\n  hash: md5\n  path: v1\n`;
    write("publish/v1.dvc", `outs:\n${out}`);
  },
};

function filesOf({ files = {}, items = ITEMS, manifest }: BundleCase) {
  const listing = `${JSON.stringify({ release: "v1", artifacts: items }, null, 1)}\n`;
  return {
    "model.json": MODEL,
    "metrics.json": METRICS,
    "params.yaml": PARAMS,
    "publish/v1/model.json": MODEL,
    "publish/v1/metrics.json": METRICS,
    "publish/v1/params.yaml": PARAMS,
    "publish/v1/manifest.json": manifest ?? listing,
    ...files,
  };
}

export interface Expected extends BundleCase {
  /** `error key` of each finding; none where the rule holds. */
  readonly keys?: readonly string[];
  /** What the sentences must hold. */
  readonly says?: readonly string[];
  /** What the repairs must hold. */
  readonly repairs?: readonly string[];
  readonly gaps?: readonly RegExp[];
}
