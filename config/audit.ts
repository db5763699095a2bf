// An audit under the policy of its repository: where the policy and the core meet.

import type { AuditRequest } from "../lib/audit-request.ts";
import { auditReleases } from "../lib/audit.ts";
import { gatherPush } from "../lib/gather/push.ts";
import { disguises } from "../lib/git/disguise.ts";
import { openRepository, type Repository } from "../lib/git/open.ts";
import type { Policy } from "../lib/policy.ts";
import { sentNotices, withPast, type Published } from "../lib/history/past.ts";
import type { Report } from "../lib/report.ts";
import { rules } from "../lib/rules/index.ts";
import { selectNamed, selectTags, selectUpdates, type Selection } from "../lib/select.ts";
import type { RefUpdate } from "../lib/update.ts";
import type { Waiver } from "../lib/waiver.ts";
import { openCarried } from "./carried.ts";
import type { LoadedPolicy } from "./load.ts";
import { receiptsFor, type StoredReceipt } from "./receipt.ts";
import { readSigners } from "./signers.ts";
import { loadPolicyOf, policySourceOf, type PolicyQuery } from "./repository-policy.ts";
import { readRefusals } from "./refusals.ts";
import { readWaivers, type Waivers } from "./waivers.ts";

export interface AuditOptions {
  /** Any directory of the repository. */
  readonly directory: string;
  /** The environment that git and DVC get, filtered; usually that of the process. */
  readonly environment: NodeJS.ProcessEnv;
  /** Tag names or revisions; none means the releases at HEAD. */
  readonly revisions: readonly string[];
  /** The name that a single revision would be released under. */
  readonly as: string | null;
  readonly all: boolean;
  /** With it, only releases whose commit is not an ancestor of this revision. */
  readonly since: string | null;
  /** Path of a policy file; null looks for the repository's own. */
  readonly config: string | null;
  readonly onProgress?: (progress: { done: number; total: number; name: string }) => void;
  /** The repository, where it is being opened already: git answers while this file is loaded. It is closed. */
  readonly opening?: Promise<Repository>;
}

/**
 * Audits releases of a repository and returns the report; the verdict is in it.
 * @throws AuditError where the audit could not begin: no repository, unknown revision, broken policy
 */
export async function audit(options: AuditOptions): Promise<Report> {
  return withRepository(options, (repository, { policy }) => {
    if (options.revisions.length > 0) {
      return selectNamed(repository, policy, options.revisions, options.as);
    }
    return options.as === null
      ? selectTags(repository, policy, options)
      : selectNamed(repository, policy, ["HEAD"], options.as);
  });
}

export interface UpdateOptions {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly remote: string | null;
  readonly place: "pre-push" | "pre-tag" | "pre-receive";
  /** What hooks have seen published at this receiver. */
  readonly published?: readonly Published[];
  /** What hooks let through to this receiver: nobody told them whether it arrived. */
  readonly sent?: readonly Published[];
  /** What was audited outside of hooks: counts where object, policy and version are the same. */
  readonly receipts?: readonly StoredReceipt[];
  /** Told of what is waived for a branch, which no release's report has. */
  readonly onBranchWaived?: AuditRequest["onBranchWaived"];
}

/**
 * Audits the releases that a push brings, by the object ids that git will send, and the branches
 * that only a release may set.
 * @throws AuditError as `audit` does
 */
export async function auditUpdates(
  updates: readonly RefUpdate[],
  options: UpdateOptions,
): Promise<Report> {
  const { place, published = [], sent = [], receipts = [] } = options;
  const hook = { place, started: Date.now(), receipts };
  return withRepository({ ...options, config: null, hook }, async (repository, { policy }) => {
    const seen = place === "pre-tag" ? await newTags(repository, updates) : updates;
    const { releases, notices } = selectUpdates(seen, policy);
    const query = { updates: place === "pre-tag" ? [] : updates, policy, place };
    const releaseBranches = await gatherPush(repository, query);
    const known = await withPast(repository, releases, published);
    const told = [...notices, ...sentNotices(known, sent)];
    return { releases: known, notices: told, pushed: updates, releaseBranches };
  });
}

/**
 * Of the tags that are written here, those that the ref does not hold already: a repacking of refs
 * writes all of them. Whether one that moves was published is the remote's to say, at the push.
 */
async function newTags(
  repository: Repository,
  updates: readonly RefUpdate[],
): Promise<readonly RefUpdate[]> {
  const created: RefUpdate[] = [];
  for (const update of updates) {
    const held = await repository.reader.info(update.ref);
    if (held.state === "present" && held.oid === update.newOid) continue;
    created.push({ ...update, oldOid: null, kind: "create" });
  }
  return created;
}

interface Opening {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly config: string | null;
  readonly onProgress?: AuditOptions["onProgress"];
  readonly opening?: AuditOptions["opening"];
  readonly onBranchWaived?: AuditRequest["onBranchWaived"];
  /** Where a hook audits: which, and since when its budget runs. */
  readonly hook?: {
    readonly place: UpdateOptions["place"];
    readonly started: number;
    readonly receipts?: readonly StoredReceipt[];
  };
}

interface Selected extends Selection {
  /** Every change of the push, those of branches too. */
  readonly pushed?: readonly RefUpdate[];
  readonly releaseBranches?: AuditRequest["releaseBranches"];
}

async function withRepository(
  options: Opening,
  select: (repository: Repository, loaded: LoadedPolicy) => Promise<Selected>,
): Promise<Report> {
  const { directory, environment, opening = openRepository(directory, environment) } = options;
  // Most repositories have a policy: what reads it is made ready while git starts.
  import("./resolve.ts").catch(() => undefined);
  const repository = await opening;
  // Nothing waits for it: the reader's git starts while the policy is looked for.
  repository.reader.info("HEAD").catch(() => undefined);
  try {
    const loaded = await loadPolicyOf(repository, queryOf(options));
    const selection = await select(repository, loaded);
    const policy = withBudget(loaded.policy, options);
    const given = isTyped(options) ? await readWaivers(repository) : noWaivers;
    return await auditReleases({
      repository,
      policy,
      rules,
      releases: selection.releases,
      notices: [
        ...loaded.notices,
        ...given.notices,
        ...disguises(repository),
        ...selection.notices,
      ],
      noticesOf: openCarried(repository, loaded),
      waivers: given.waivers,
      trailers: isTyped(options) ? "all" : policy.waivers.allow,
      pushed: selection.pushed ?? [],
      releaseBranches: selection.releaseBranches,
      allowedSigners: () => readSigners(loaded, policySourceOf(repository, isServer(options))),
      receiptOf: receiptsFor(options.hook?.receipts ?? [], policy),
      refusals: readRefusals(repository),
      onBranchWaived: options.onBranchWaived,
      deadline:
        options.hook === undefined ? null : options.hook.started + policy.hook.budget * 1000,
      onProgress: options.onProgress ?? (() => undefined),
    });
  } finally {
    await repository.close();
  }
}

const noWaivers: Waivers = { waivers: [], notices: [] };

/** A server never sees the command line of whoever pushes. */
function isTyped(options: Opening): boolean {
  return options.hook !== undefined && !isServer(options);
}

function queryOf(options: Opening): PolicyQuery {
  return {
    directory: options.directory,
    config: options.config,
    onServer: isServer(options),
  };
}

function isServer({ hook }: Opening): boolean {
  return hook?.place === "pre-receive";
}

/** The waivers of `crash` that a hook's command line holds, for when an audit breaks. */
export async function crashWaivers(options: Opening): Promise<readonly Waiver[]> {
  if (!isTyped(options)) return [];
  const repository = await openRepository(options.directory, options.environment);
  try {
    const { waivers } = await readWaivers(repository);
    return waivers.filter(({ rule }) => rule === "crash");
  } finally {
    await repository.close();
  }
}

/** Who makes a tag waits at a prompt: pre-tag has a budget of its own. */
function withBudget(policy: Policy, { hook }: Opening): Policy {
  if (hook?.place !== "pre-tag") return policy;
  return { ...policy, hook: { ...policy.hook, budget: policy.hook.tagBudget } };
}

/** The policy that applies in a directory, and where it came from. */
export async function loadPolicy(options: Opening): Promise<LoadedPolicy> {
  const repository = await openRepository(options.directory, options.environment);
  try {
    return await loadPolicyOf(repository, queryOf(options));
  } finally {
    await repository.close();
  }
}
