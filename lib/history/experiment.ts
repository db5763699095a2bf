// Experiments of DVC in `refs/exps`, and by what a release comes from one.

import type { ExperimentLink } from "../review-facts.ts";
import { runCommand } from "../git/command.ts";
import { AuditError } from "../error.ts";
import { parseCommit } from "../git/objects.ts";
import type { Repository } from "../git/open.ts";
import type { Tree } from "../git/tree.ts";

export interface Experiment {
  readonly ref: string;
  readonly name: string;
  /** The commit that it started from: it is in the name of the ref. */
  readonly baseline: string;
  readonly commit: string;
}

export interface ExperimentQuery {
  readonly commit: string;
  readonly tree: Tree;
  readonly locks: readonly string[];
  /** md5 of what the release promotes, as a lock records it. */
  readonly artifacts: readonly string[];
  /** What `Experiment:` trailers name. */
  readonly named: readonly string[];
}

/** Experiments that are looked at; a repository has dozens. */
const MOST = 2000;
const LOCK_LIMIT = 64 * 1024 * 1024;

/**
 * `refs/exps/<2>/<38 or 62 of the baseline>/<name>`, exactly: stash, apply, celery, exec and temp are
 * no experiments (dvc/repo/experiments/refs.py).
 */
const REF = /^refs\/exps\/(?<two>[0-9a-f]{2})\/(?<rest>[0-9a-f]{38}|[0-9a-f]{62})\/(?<name>[^/]+)$/;

const COMMIT = /^[0-9a-f]{7,64}$/;

/** In the order of strength: a commit of the experiment tells more than a model that is the same. */
const STRENGTH: readonly ExperimentLink["by"][] = [
  "history",
  "tree",
  "lock",
  "parent",
  "artifact",
  "trailer",
];

/** By its name, its whole ref, or the beginning of its commit's id: as DVC shows it. */
export function isCalled({ name, ref, commit }: Experiment, value: string): boolean {
  return value === name || value === ref || (COMMIT.test(value) && commit.startsWith(value));
}

/** Every experiment of the repository, by ref. */
export async function listExperiments(repository: Repository): Promise<readonly Experiment[]> {
  const args = [
    "for-each-ref",
    `--count=${MOST}`,
    "--format=%(objectname) %(refname)",
    "refs/exps/",
  ];
  const lines = (await runCommand(repository, args)).split("\n");
  return lines.flatMap((line) => {
    const commit = line.slice(0, Math.max(line.indexOf(" "), 0));
    const ref = line.slice(commit.length + 1);
    const { two, rest, name } = REF.exec(ref)?.groups ?? {};
    return name === undefined ? [] : [{ ref, name, commit, baseline: `${two}${rest}` }];
  });
}

/** How the release comes from experiments, the strongest link first. */
export async function linkExperiments(
  repository: Repository,
  experiments: readonly Experiment[],
  query: ExperimentQuery,
): Promise<readonly ExperimentLink[]> {
  if (experiments.length === 0) return [];
  const merged = await mergedInto(repository, query.commit);
  const parents = await parentsOf(repository, query.commit);
  const links = await Promise.all(
    experiments.map(async (experiment): Promise<ExperimentLink[]> => {
      const { ref, name, commit } = experiment;
      const by = merged.has(ref)
        ? "history"
        : await contentLink(repository, experiment, { ...query, parents });
      return by === null ? [] : [{ ref, name, commit, by }];
    }),
  );
  return links
    .flat()
    .toSorted((left, right) => STRENGTH.indexOf(left.by) - STRENGTH.indexOf(right.by));
}

/** Refs whose commit is the release's or an ancestor of it; none where a history cannot be read. */
async function mergedInto(repository: Repository, commit: string): Promise<ReadonlySet<string>> {
  const args = ["for-each-ref", `--merged=${commit}`, "--format=%(refname)", "refs/exps/"];
  try {
    return new Set((await runCommand(repository, args)).split("\n"));
  } catch (error) {
    if (error instanceof AuditError && error.code === "git-failed") return new Set();
    throw error;
  }
}

async function parentsOf({ reader }: Repository, commit: string): Promise<readonly string[]> {
  const object = await reader.read(commit);
  const parsed = object.state === "present" ? parseCommit(commit, object.bytes) : null;
  return parsed?.ok === true ? parsed.value.parents : [];
}

async function contentLink(
  repository: Repository,
  experiment: Experiment,
  query: ExperimentQuery & { readonly parents: readonly string[] },
): Promise<ExperimentLink["by"] | null> {
  const { commit, baseline } = experiment;
  const { reader } = repository;
  const root = await reader.info(`${commit}^{tree}`);
  if (root.state === "present" && root.oid === query.tree.oid) return "tree";
  if (await hasSameLocks(repository, commit, query)) return "lock";
  if (await recordsArtifact(repository, commit, query)) {
    return query.parents.includes(baseline) ? "parent" : "artifact";
  }
  return query.named.some((value) => isCalled(experiment, value)) ? "trailer" : null;
}

async function hasSameLocks(
  { reader }: Repository,
  commit: string,
  { locks, tree }: ExperimentQuery,
): Promise<boolean> {
  const same = await Promise.all(
    locks.map(async (path) => {
      const found = await reader.info(`${commit}:${path}`);
      return found.state === "present" && found.oid === tree.get(path)?.oid;
    }),
  );
  return same.length > 0 && !same.includes(false);
}

async function recordsArtifact(
  { reader }: Repository,
  commit: string,
  { locks, artifacts }: ExperimentQuery,
): Promise<boolean> {
  if (artifacts.length === 0) return false;
  for (const path of locks) {
    // oxlint-disable-next-line no-await-in-loop -- one lock of an experiment at a time
    const lock = await reader.read(`${commit}:${path}`, { limit: LOCK_LIMIT });
    if (lock.state !== "present") continue;
    if (artifacts.some((hash) => lock.bytes.includes(hash, 0, "latin1"))) return true;
  }
  return false;
}
