// A finding: one fact about a release that a rule does not accept.

export type RuleId = `${string}/${string}`;

export type Level = "error" | "warning" | "note";

/** A place in the audited commit. `path` is null for the tag itself. */
export interface Where {
  readonly path: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly oid: string | null;
}

/** The commit whose lock recorded a stray content, found by lib/history/origin.ts. */
export interface Origin {
  readonly commit: string;
  /** Author date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly subject: string;
  /** A release tag on or after that commit, where one is known. */
  readonly release: string | null;
}

/** What the origin search knows beyond the report's `Origin`; null fields could not be known. */
export interface OriginAnswer {
  readonly origin: Origin | null;
  /** Why there is none: "the history is shallow", "no lock in the history recorded it". */
  readonly unknown: string | null;
  /** The stage that wrote it there, and the params recorded for it and all upstream of it. */
  readonly stage: string | null;
  readonly params: readonly {
    readonly file: string;
    readonly key: string;
    readonly value: string;
  }[];
}

export interface Finding {
  readonly rule: RuleId;
  readonly level: Level;
  /** The message of the rule that this is: names the failure (`lightweight`). */
  readonly key: string;
  /** One sentence that names the mismatch: which file, what it is, what it should be. */
  readonly text: string;
  readonly where: Where | null;
  readonly expected: string | null;
  readonly found: string | null;
  readonly origin: Origin | null;
  /** Findings of other rules with the same cause, in their own words. */
  readonly consequences: readonly string[];
  /** What to type, in order. Regenerates; never edits a number. */
  readonly repair: readonly string[];
}
