// What is checked out: `dvc status` per project, and what git sees changed.

import { findDvc } from "../dvc/find-dvc.ts";
import { runDvcStatus } from "../dvc/run-status.ts";
import type { Available, WorkspaceFacts } from "../evidence.ts";
import type { Repository } from "../git/open.ts";
import type { Tree } from "../git/tree.ts";
import { changedPaths } from "../git/worktree.ts";
import type { Policy } from "../policy.ts";
import type { Reading } from "../reading.ts";
import type { DvcStatus } from "../dvc/status.ts";

/** Milliseconds for one `dvc status`, at most; a hook gives less. */
const STATUS_LIMIT = 60_000;

export interface WorkspaceQuery {
  readonly repository: Repository;
  readonly policy: Policy;
  readonly commit: string;
  readonly tree: Tree;
  readonly roots: readonly string[];
  /** Milliseconds that are left of a hook's budget; null without one. */
  readonly left: number | null;
}

/** Runs DVC only where its answer means something: the audited commit is the one checked out. */
export async function gatherWorkspace(query: WorkspaceQuery): Promise<Available<WorkspaceFacts>> {
  const { repository, policy, commit, tree, roots } = query;
  if (policy.dvc.status === "off") return nothing("the policy turns dvc status off");
  if (repository.worktree === null)
    return nothing("the repository is bare: nothing is checked out");
  const head = await repository.reader.info("HEAD");
  if (head.state !== "present" || head.oid !== commit) {
    return nothing("another commit is checked out");
  }
  const tracked = (path: string): boolean => tree.get(path) !== undefined || tree.isDirectory(path);
  const worktree = repository.worktree;
  const dvc = await findDvc({
    configured: policy.dvc.path,
    environment: repository.callerEnvironment,
    root: worktree,
    isTracked: tracked,
  });
  const changed = (await changedPaths(repository, commit)) ?? new Set<string>();
  const timeout = Math.min(STATUS_LIMIT, query.left ?? STATUS_LIMIT);
  const statuses = [];
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
  return { state: "present", value: { statuses, changed, tracked } };
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
