// The example with a bundle that DVC keeps, by real DVC: as one directory, as files, in part, or by a pointer file.

import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { md5Of } from "../../lib/dvc/hash.ts";
import { createPipelineRepository, runDvc, type PipelineRepository } from "./dvc.ts";
import { repositoryAt, type TestRepository } from "./repository.ts";

export const FILES: readonly string[] = [
  "manifest.json",
  "metrics.json",
  "model.json",
  "params.yaml",
  "review.md",
];

export type Keeping = "directory" | "files" | "mixed" | "pointer";
export const KEEPINGS: readonly Keeping[] = ["directory", "files", "mixed", "pointer"];

/** The `outs:` of the publish stage; none: it is left out, and the bundle is added by `dvc add`. */
function outsOf(keeping: Keeping): readonly unknown[] {
  const paths = FILES.map((name) => `publish/v1/${name}`);
  if (keeping === "directory") return ["publish/v1"];
  if (keeping === "files") return paths;
  if (keeping === "pointer") return [];
  return paths.map((path) => (path.endsWith("model.json") ? path : { [path]: { cache: false } }));
}

export interface KeptBundle {
  readonly repository: PipelineRepository;
  /** A clone beside it, with an empty cache; it sees the same remote. */
  readonly clone: (name: string) => TestRepository;
}

const built = new Map<Keeping, PipelineRepository>();

/** Runs the pipeline with a bundle kept so, tags v1.0.0, and pushes what DVC keeps. */
export function createKeptBundle(
  keeping: Keeping,
  change?: (repository: PipelineRepository) => void,
): KeptBundle {
  if (change !== undefined) return withClones(build(keeping, change));
  const before = built.get(keeping) ?? build(keeping, () => undefined);
  built.set(keeping, before);
  return withClones(copyOf(before));
}

/** With its remote, which lies beside it. */
function copyOf({ directory }: PipelineRepository): PipelineRepository {
  const place = join(temporaryDirectory(), "pipeline");
  cpSync(dirname(directory), place, { recursive: true, preserveTimestamps: true });
  const copied = join(place, basename(directory));
  const repository = repositoryAt(copied);
  repository.git("update-index", "-q", "--refresh");
  return {
    ...repository,
    dvc: (...args) => runDvc(copied, ...args),
    storage: join(place, "storage"),
  };
}

function build(
  keeping: Keeping,
  change: (repository: PipelineRepository) => void,
): PipelineRepository {
  const repository = createPipelineRepository();
  const { git, dvc, read, write } = repository;
  const outs = outsOf(keeping);
  git("rm", "--quiet", "-r", "--cached", "publish");
  const listed = outs.map((out) => `      - ${JSON.stringify(out)}\n`).join("");
  write("dvc.yaml", read("dvc.yaml").replace(/ {6}- publish[^]*?(?=artifacts)/, listed));
  change(repository);
  if (outs.length > 0) dvc("repro", "--quiet", "--force", "publish");
  else addByHand(repository);
  repository.commit("publish v1, kept by DVC");
  git("tag", "-a", "v1.0.0", "-m", "v1.0.0");
  dvc("push", "--quiet");
  return repository;
}

function withClones(repository: PipelineRepository): KeptBundle {
  return {
    repository,
    clone: (name) => {
      const directory = join(dirname(repository.directory), name);
      repository.git("clone", "--quiet", repository.directory, directory);
      return repositoryAt(directory);
    },
  };
}

function addByHand({ dvc, read, write }: PipelineRepository): void {
  write("dvc.yaml", read("dvc.yaml").replace(/ {2}publish:[^]*?(?=artifacts)/, ""));
  const lock = read("dvc.lock");
  write("dvc.lock", lock.replace(/ {2}publish:\n(?: {4}.*\n)*/, ""));
  dvc("add", "--quiet", "publish/v1");
}

/** The object of a content below a cache or a remote. */
export function objectOf(directory: string, content: string | Uint8Array): string {
  const hash = md5Of(Buffer.from(content));
  return join(directory, "files", "md5", hash.slice(0, 2), hash.slice(2));
}

/** Changes an object in place, as a person with the rights could. */
export function tamper(path: string, change: (text: string) => string): void {
  if (!existsSync(path)) throw new Error(`there is no object ${path}`);
  chmodSync(path, 0o644);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

/** Moves the remote away, as on a machine that never saw it. */
export function withoutRemote({ storage }: PipelineRepository): void {
  cpSync(storage, `${storage}-away`, { recursive: true });
  rmSync(storage, { recursive: true });
}
