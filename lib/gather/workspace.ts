// What is checked out: `dvc status` per project, and what git sees changed.

import { findDvc } from "../dvc/find-dvc.ts";
import { runDvcStatus } from "../dvc/run-status.ts";
import { AuditError } from "../error.ts";
import type { Available, WorkspaceFacts } from "../evidence.ts";
import { heldBy } from "../git/held.ts";
import type { Repository } from "../git/open.ts";
import type { Tree } from "../git/tree.ts";
import { changedPaths, untrackedPaths } from "../git/worktree.ts";
import type { Policy } from "../policy.ts";
import type { Reading } from "../reading.ts";
import type { DvcStatus } from "../dvc/status.ts";
import type { IsIgnored } from "./ignored.ts";

/** Milliseconds for one `dvc status`, at most; a hook gives less. */
const STATUS_LIMIT = 60_000;

export interface WorkspaceQuery {
  readonly repository: Repository;
  readonly policy: Policy;
  readonly commit: string;
  readonly tree: Tree;
  readonly roots: readonly string[];
  readonly isIgnored: IsIgnored;
  /** Milliseconds that are left of a hook's budget; null without one. */
  readonly left: number | null;
}

/** Runs DVC only where its answer means something: the audited commit is the one checked out. */
export async function gatherWorkspace(query: WorkspaceQuery): Promise<Available<WorkspaceFacts>> {
  const { repository, policy, commit, tree, roots, isIgnored } = query;
  if (policy.dvc.status === "off") return nothing("the policy turns dvc status off");
  if (repository.worktree === null)
    return nothing("the repository is bare: nothing is checked out");
  const head = await heldBy(repository.reader, "HEAD");
  if (head.state !== "present" || head.oid !== commit) {
    return nothing("another commit is checked out");
  }
  const tracked = (path: string): boolean => tree.get(path) !== undefined || tree.isDirectory(path);
  const worktree = repository.worktree;
  const changed = await changesOf(query);
  if (typeof changed === "string") {
    return { state: "unavailable", reason: changed, blocking: policy.dvc.status === "required" };
  }
  const dvc = await findDvc({
    configured: policy.dvc.path,
    environment: repository.callerEnvironment,
    root: worktree,
    isTracked: (path) => tree.get(path) !== undefined,
  });
  const timeout = Math.min(STATUS_LIMIT, query.left ?? STATUS_LIMIT);
  const statuses: { root: string; status: Reading<DvcStatus> }[] = [];
  for (const root of roots) {
    const status =
      dvc === null
        ? noDvc(root)
        : await runDvcStatus({
            dvc,
            directory: worktree,
            root,
            timeout,
            environment: repository.callerEnvironment,
          });
    statuses.push({ root, status });
  }
  const untracked = await untrackedPaths(repository, directoriesOf(statuses, tree));
  // What DVC passes over changes no directory for it.
  const seen = untracked.filter((path) => !isIgnored(path, false));
  const differing = new Set([...changed, ...seen]);
  return { state: "present", value: { statuses, changed: differing, tracked } };
}

/** Directories that DVC calls changed: a new file in one is a change that git alone does not tell. */
function directoriesOf(statuses: WorkspaceFacts["statuses"], tree: Tree): readonly string[] {
  const paths = statuses.flatMap(({ status }) =>
    status.state === "present"
      ? status.value.stages.flatMap(({ changes }) => changes.map(({ path }) => path))
      : [],
  );
  return [...new Set(paths)].filter(
    (path) => tree.get(path) === undefined && tree.isDirectory(path),
  );
}

/**
 * The paths that git sees changed, or why they are not known: a broken filter of the working tree
 * fails `git diff`, and says nothing of the tag.
 */
async function changesOf({
  repository,
  commit,
}: WorkspaceQuery): Promise<ReadonlySet<string> | string> {
  try {
    return (await changedPaths(repository, commit)) ?? "the working tree cannot be compared";
  } catch (error) {
    if (error instanceof AuditError && error.code === "git-failed") return error.message;
    throw error;
  }
}

function nothing(reason: string): Available<WorkspaceFacts> {
  return { state: "not-applicable", reason };
}

function noDvc(root: string): Reading<DvcStatus> {
  const text = "no dvc was found on PATH or in .venv, venv, env";
  return {
    state: "unreadable",
    problem: { cause: "unsupported", text, line: null, column: null },
    source: { path: root, oid: null },
  };
}
