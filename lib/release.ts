// A release: a tag whose name a grammar of the policy accepts, or a revision audited as a candidate.

import type { TagScope } from "./policy.ts";
import type { RefUpdate } from "./update.ts";

/** What a name says, read by a grammar. */
export interface Naming {
  readonly grammar: string;
  /** `name`, or `dir:name` for an artifact of `dir/dvc.yaml`. */
  readonly artifact: string | null;
  /** As written, with its `v`. */
  readonly version: string | null;
  /** GTO's stage (`prod`), not a DVC stage. */
  readonly promotionStage: string | null;
  readonly action: "release" | "assign" | "unassign" | "deregister" | "deprecate";
}

/** What a tag's short name is to the policy (lib/classify.ts). */
export type Classification =
  | { readonly kind: "release"; readonly naming: Naming; readonly scope: TagScope }
  | { readonly kind: "ignored"; readonly pattern: string }
  | { readonly kind: "near-miss"; readonly reason: string; readonly nearest: string | null }
  | { readonly kind: "other" };

export interface Release {
  /** `refs/tags/<name>`; null for a candidate. */
  readonly ref: string | null;
  /** The short name of the tag, the name given with `--as`, or the revision. */
  readonly name: string;
  /** What the ref holds or would hold: a tag object or a commit. Null where a push deletes it. */
  readonly oid: string | null;
  readonly naming: Naming;
  /** Set where the name only tries to be a release: `tag/named` refuses it. */
  readonly nearMiss: { readonly reason: string; readonly nearest: string | null } | null;
  readonly scope: TagScope;
  /** True for a revision: no tag rule applies, except to a name given with `--as`. */
  readonly candidate: boolean;
  /** The change of a push that brings it, where one does. */
  readonly update: RefUpdate | null;
  /** Of a stage tag that was opened: the release of the version that it assigns; null where none is known. */
  readonly assigns?: Release | null;
  /** What is known of the name's past, where a hook looked. */
  readonly past?: ReleasePast;
}

/** For tag/immutable: dates are for people and decide nothing, an object may say any. */
export interface ReleasePast {
  /** `2026-03-02`, of the object that the receiver has now; null where it is not here. */
  readonly oldDate: string | null;
  readonly newDate: string | null;
  /** What a hook of this repository last saw published under the name, and when (ISO 8601). */
  readonly last: { readonly oid: string; readonly time: string } | null;
}
