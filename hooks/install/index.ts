// `tagproof install` and `tagproof uninstall` as functions: look, plan, apply, and say what was done.

import { AuditError } from "../../lib/error.ts";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import { runGit } from "../../lib/git/process.ts";
import { applySteps } from "./apply.ts";
import { branchesOf } from "./branches.ts";
import { readBundle } from "./bundle.ts";
import { eventOfHook, hookEvents, type HookEvent } from "./events.ts";
import { look, type HookGit } from "./look.ts";
import { planInstall } from "./plan.ts";
import { planUninstall } from "./plan-uninstall.ts";
import type { Plan } from "./step.ts";
import { summarize } from "./summary.ts";

export interface HookRequest {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `pre-push`, `pre-tag`, `pre-receive`. */
  readonly hooks: readonly string[];
  /** Only says what would be done. */
  readonly dryRun: boolean;
  /** Whether the configuration of a hook manager, which git tracks, may be edited. */
  readonly write?: boolean;
}

export interface InstallRequest extends HookRequest {
  readonly version: string;
  /** Absolute path of the Node.js for the hooks. */
  readonly node: string;
  /** Absolute path of the directory with the bundle and the shims. */
  readonly bundleDirectory: string;
}

/** For people: what was done or would be, one line each, and what is left to do. */
export interface HookOutcome {
  readonly done: readonly string[];
  readonly next: readonly string[];
  /** False where something is left that only a person can wire. */
  readonly wired: boolean;
}

/** Throws `AuditError`: `hook-exists`, `hook-unwritable`, or what opening a repository throws. */
export async function installHooks(request: InstallRequest): Promise<HookOutcome> {
  const { version, node, bundleDirectory } = request;
  const events = knownEvents(request.hooks);
  const bundle = await readBundle(bundleDirectory, events);
  const branches = await branchesOf(request.directory, request.environment, events);
  const plan = await inRepository(request, async (repository) =>
    planInstall(await look(repository, gitOf(repository), events, [...bundle.modules.keys()]), {
      version,
      node,
      write: request.write ?? false,
      branches,
      ...bundle,
    }),
  );
  const outcome = await carryOut(plan, request, "The hooks are installed already.");
  const isNew = plan.kind === "steps" && plan.steps.length > 0 && outcome.wired;
  return isNew ? { ...outcome, next: [...outcome.next, ...firstSteps] } : outcome;
}

const firstSteps: readonly string[] = [
  "tagproof audit --all          what the releases that are there already look like",
  "tagproof audit --as <name>    whether HEAD would survive as <name>, before it is tagged",
];

/** Throws as `installHooks` does. */
export async function uninstallHooks(request: HookRequest): Promise<HookOutcome> {
  const plan = await inRepository(request, async (repository) =>
    planUninstall(
      await look(repository, gitOf(repository), hookEvents),
      knownEvents(request.hooks),
      request.write,
    ),
  );
  return carryOut(plan, request, "No hook of tagproof is installed here.");
}

function knownEvents(hooks: readonly string[]): readonly HookEvent[] {
  const events = hooks.map((hook) => eventOfHook.get(hook));
  return hookEvents.filter((event) => events.includes(event));
}

async function inRepository(
  { directory, environment }: HookRequest,
  use: (repository: Repository) => Promise<Plan>,
): Promise<Plan> {
  const repository = await openRepository(directory, environment);
  try {
    return await use(repository);
  } finally {
    await repository.close();
  }
}

function gitOf(repository: Repository): HookGit {
  return (args) => runGit(repository, args);
}

async function carryOut(plan: Plan, request: HookRequest, idle: string): Promise<HookOutcome> {
  if (plan.kind === "refused") {
    throw new AuditError("hook-exists", plan.reason, plan.waysOut.join(" "));
  }
  if (!request.dryRun) await applySteps(plan.steps);
  return {
    done: plan.steps.length === 0 ? [idle] : summarize(plan.steps, request),
    next: [...plan.byHand, ...plan.notices],
    wired: plan.byHand.length === 0,
  };
}
