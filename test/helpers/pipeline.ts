// Small pipelines without DVC: `dvc.yaml` and `dvc.lock` as if `dvc repro` had just run on what is there.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { stringify } from "yaml";
import { createRepository, type TestRepository } from "./repository.ts";

/** A stage by its files; contents are hashed as they lie in the working tree. */
export interface HandStage {
  readonly name: string;
  readonly deps?: readonly string[];
  readonly outs?: readonly string[];
  /** Values as recorded, by file and dotted key; `whole` tracks all of a file. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly whole?: boolean;
  /** Hashes that the lock records instead of those of the files. */
  readonly recorded?: Readonly<Record<string, string>>;
}

/** Lower-case hex md5 of a text. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** A repository that is a DVC project, without a commit. */
export function createProject(...initArguments: string[]): TestRepository {
  const repository = createRepository(...initArguments);
  repository.write(".dvc/config", "");
  return repository;
}

/** Writes `dvc.yaml` and `dvc.lock` in a directory; paths in stages are relative to it. */
export function lockNow(
  repository: TestRepository,
  stages: readonly HandStage[],
  { directory = "", artifacts = {} }: { directory?: string; artifacts?: object } = {},
): void {
  const declared = Object.fromEntries(stages.map((stage) => [stage.name, declare(stage)]));
  const locked = Object.fromEntries(
    stages.map((stage) => [stage.name, lock(repository, directory, stage)]),
  );
  const file = {
    ...(stages.length === 0 ? {} : { stages: declared }),
    ...(Object.keys(artifacts).length === 0 ? {} : { artifacts }),
  };
  repository.write(join(directory, "dvc.yaml"), stringify(file));
  if (stages.length > 0) {
    repository.write(join(directory, "dvc.lock"), stringify({ schema: "2.0", stages: locked }));
  }
}

function declare({ name, deps = [], outs = [], params = {}, whole = false }: HandStage): object {
  const asked = Object.entries(params).map(([file, values]) => ({
    [file]: whole ? null : Object.keys(values),
  }));
  return {
    cmd: `python ${name}.py`,
    ...(deps.length === 0 ? {} : { deps }),
    ...(asked.length === 0 ? {} : { params: asked }),
    ...(outs.length === 0 ? {} : { outs: outs.map((path) => ({ [path]: { cache: false } })) }),
  };
}

function lock(repository: TestRepository, directory: string, stage: HandStage): object {
  const { name, deps = [], outs = [], params = {}, recorded = {} } = stage;
  const entry = (path: string): object => ({
    path,
    hash: "md5",
    md5: recorded[path] ?? md5(repository.read(join(directory, path))),
  });
  return {
    cmd: `python ${name}.py`,
    ...(deps.length === 0 ? {} : { deps: deps.map(entry) }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(outs.length === 0 ? {} : { outs: outs.map(entry) }),
  };
}
