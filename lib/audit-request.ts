// What an audit is asked, and what all releases of one share.

import type { Refusal } from "./review-facts.ts";
import { openDecoder, type Decoder } from "./gather/decoder.ts";
import type { Repository } from "./git/open.ts";
import type { Tree } from "./git/tree.ts";
import { graphOf, openBaselines, type BaselineSearch } from "./history/baseline.ts";
import { openBranches, type BranchSearch } from "./history/branches.ts";
import type { Policy } from "./policy.ts";
import type { PushedBranch } from "./push.ts";
import type { Release } from "./release.ts";
import type { RuleId } from "./finding.ts";
import type { AnyRule } from "./rule.ts";
import { noSigners, type AllowedSigners } from "./signers.ts";
import type { RefUpdate } from "./update.ts";
import type { Waiver } from "./waiver.ts";

export interface AuditRequest {
  readonly repository: Repository;
  readonly policy: Policy;
  readonly rules: readonly AnyRule[];
  readonly releases: readonly Release[];
  /** The branches of `releases.branches` that a push sets. */
  readonly releaseBranches?: readonly PushedBranch[] | undefined;
  /** Told of what is waived for a branch: no release's report has it. */
  readonly onBranchWaived?: ((waiver: Waiver) => void) | undefined;
  /** Told with the first release: where the policy came from, tags that were passed over. */
  readonly notices: readonly string[];
  /** What is told of the tree of a release besides: that it carries another policy. */
  readonly noticesOf?: (tree: Tree) => Promise<readonly string[]>;
  /** What hooks refused here before. */
  readonly refusals?: readonly Refusal[];
  /** Of this push only; none where nothing is pushed. */
  readonly waivers?: readonly Waiver[];
  /** Rules that a `Waive:` trailer of a tag may waive; by default those of the policy. */
  readonly trailers?: "all" | readonly string[];
  /** The receipt of an audit that passed a short while ago; null where there is none. */
  readonly receiptOf?: (release: Release) => Receipt | null;
  /** What the same push does to branches; a server's own do not have it yet. */
  readonly pushed?: readonly RefUpdate[];
  /** Who may sign releases, from where the policy came from; by default nobody is named. */
  readonly allowedSigners?: () => Promise<AllowedSigners>;
  /** Milliseconds since the epoch after which nothing more is started; null without a budget. */
  readonly deadline: number | null;
  readonly onProgress: (progress: { done: number; total: number; name: string }) => void;
}

/** An audit outside of a hook, which the hook need not repeat. */
export interface Receipt {
  /** ISO 8601. */
  readonly time: string;
  readonly rulesRun: readonly RuleId[];
}

/** What all releases of an audit share, so that nothing is read twice. */
export interface Shared {
  readonly decoder: Decoder;
  readonly baselines: BaselineSearch;
  readonly branches: BranchSearch;
  readonly refusals: readonly Refusal[];
  readonly allowedSigners: () => Promise<AllowedSigners>;
}

/** For an audit, and for what gathers as one does. */
export function openShared(request: AuditRequest): Shared {
  const { repository, policy, releases, pushed = [], allowedSigners = noSigners } = request;
  const graph = graphOf(repository, releases);
  return {
    decoder: openDecoder(repository.reader),
    baselines: openBaselines(repository, policy, releases, graph),
    branches: openBranches(repository, policy, pushed, graph),
    allowedSigners,
    refusals: request.refusals ?? [],
  };
}
