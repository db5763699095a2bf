// Two releases, one after the other, of a small pipeline with a bundle: what changes between them is said.

import { judgedBy, type Asked, type Judged } from "./judged.ts";
import { ITEMS, METRICS, MODEL, PARAMS, STAGES } from "./bundle.ts";
import { createProject, lockNow, type HandStage } from "./pipeline.ts";
import type { TestRepository } from "./repository.ts";

/** What stands in the working tree when a release is made; null takes a file away. */
export interface State {
  readonly files?: Readonly<Record<string, string | null>>;
  readonly stages?: readonly HandStage[];
  readonly artifacts?: object;
  /** After the lock is written. */
  readonly edit?: (repository: TestRepository) => void;
}

const BUNDLED: Readonly<Record<string, string>> = {
  "publish/v1/model.json": MODEL,
  "publish/v1/metrics.json": METRICS,
  "publish/v1/params.yaml": PARAMS,
  "publish/v1/manifest.json": `${JSON.stringify({ release: "v1", artifacts: ITEMS }, null, 1)}\n`,
};

/** The files of the first release: a model, its metrics and params, and copies of them in publish/v1. */
export const RELEASED: Readonly<Record<string, string>> = {
  "model.json": MODEL,
  "metrics.json": METRICS,
  "params.yaml": PARAMS,
  ...BUNDLED,
};

/** Writes a state over what is there, records it as if `dvc repro` had run, and commits. */
export function commitState(
  repository: TestRepository,
  { files = {}, stages = STAGES, artifacts = {}, edit }: State,
): string {
  for (const [path, text] of Object.entries(files)) {
    if (text === null) repository.git("rm", "-q", "-f", path);
    else repository.write(path, text);
  }
  lockNow(repository, stages, { artifacts });
  edit?.(repository);
  return repository.commit("a state");
}

export interface Releases {
  readonly first?: State;
  readonly second?: State;
  readonly tags?: readonly [first: string, second: string];
  readonly policy?: Asked["policy"];
}

/** Makes both releases. */
export function makeReleases({
  first = {},
  second = {},
  tags: [one, two] = ["v1.0.0", "v1.1.0"],
}: Releases): TestRepository {
  const repository = createProject();
  commitState(repository, { ...first, files: { ...RELEASED, ...first.files } });
  repository.git("tag", "-a", "-m", "released", one);
  commitState(repository, second);
  repository.git("tag", "-a", "-m", "released", two);
  return repository;
}

/** Makes both, and judges the second by one rule. */
export async function judgeSecond(rule: string, releases: Releases): Promise<Judged> {
  const repository = makeReleases(releases);
  const { policy = {}, tags = ["v1.0.0", "v1.1.0"] } = releases;
  return judgedBy(rule, repository, tags[1], { policy });
}
