// `tagproof doctor` as a function: look at the hooks and at what is around them. Changes nothing.

import { access, constants } from "node:fs/promises";
import { findDvc } from "../../lib/dvc/find-dvc.ts";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import { runGit } from "../../lib/git/process.ts";
import { version } from "../../lib/version.ts";
import { renderBranches } from "../branches.ts";
import { branchesOf } from "../install/branches.ts";
import type { HookEvent } from "../install/events.ts";
import { look } from "../install/look.ts";
import { ledgerLines } from "../ledger.ts";
import { check } from "./check.ts";
import type { Check, Surroundings } from "./surroundings.ts";
import { unauditedReleases } from "./unaudited.ts";

export type { Check } from "./surroundings.ts";

const CLIENT: readonly HookEvent[] = ["pre-push", "reference-transaction"];
const SERVER: readonly HookEvent[] = ["pre-receive"];

/** Throws what opening a repository throws. */
export async function diagnose(
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Check[]> {
  const repository = await openRepository(directory, environment);
  try {
    const events = repository.bare ? SERVER : CLIENT;
    const facts = await look(repository, (args) => runGit(repository, args), events);
    const around = await surroundings(repository, facts.state?.node ?? null, environment);
    const branches = await branchesOf(repository.directory, environment, events);
    return check(facts, {
      ...around,
      branches: branches === null ? null : renderBranches(branches),
      unaudited: await unauditedReleases(repository, facts.home),
      waived: await ledgerLines(facts.home),
    });
  } finally {
    await repository.close();
  }
}

async function surroundings(
  repository: Repository,
  node: string | null,
  environment: NodeJS.ProcessEnv,
): Promise<Omit<Surroundings, "branches" | "unaudited" | "waived">> {
  const { worktree } = repository;
  const git = await runGit(repository, ["--version"]);
  const follow = await runGit(repository, ["config", "--type=bool", "--get", "push.followTags"]);
  // It is only named here, not run: what git tracks need not be told apart.
  const search = { configured: null, environment, isTracked: () => false };
  return {
    version,
    gitVersion: git.stdout.trim().replace(/^git version /, ""),
    nodeRuns: node !== null && (await isExecutable(node)),
    dvc: worktree === null ? null : await findDvc({ ...search, root: worktree }),
    hasWorktree: worktree !== null,
    followTags: follow.stdout.trim() === "true",
  };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
