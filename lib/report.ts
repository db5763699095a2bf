// The report, `tagproof/report/v1`: public interface. What does not exist is null, never left out.

import type { Finding, RuleId } from "./finding.ts";

export type Verdict = "passed" | "failed" | "inconclusive" | "not-applicable";

export type QuestionId =
  | "same-state"
  | "metrics-describe-model"
  | "params-describe-run"
  | "lock-supports-artifact"
  | "manifest-complete";

export interface Question {
  readonly id: QuestionId;
  readonly answer: "yes" | "no" | "unknown" | "not-applicable";
  readonly because: string;
}

export interface ReleaseReport {
  readonly ref: string | null;
  readonly name: string;
  readonly oid: string | null;
  readonly commit: string | null;
  readonly artifact: string | null;
  readonly version: string | null;
  readonly stage: string | null;
  readonly verdict: Verdict;
  readonly questions: readonly Question[];
  readonly findings: readonly Finding[];
  readonly waived: readonly {
    readonly rule: string;
    readonly reason: string;
    readonly by: string;
  }[];
  readonly rulesRun: readonly RuleId[];
  readonly notApplicable: readonly { readonly rule: RuleId; readonly reason: string }[];
  readonly notVerified: readonly {
    readonly rule: RuleId;
    readonly reason: string;
    readonly blocking: boolean;
  }[];
  readonly notices: readonly string[];
}

export interface Report {
  readonly schema: "tagproof/report/v1";
  readonly tool: { readonly name: "tagproof"; readonly version: string };
  readonly policy: { readonly source: string; readonly digest: string; readonly preset: string };
  readonly inputs: readonly {
    readonly kind: string;
    readonly name: string;
    readonly digest: string;
  }[];
  readonly verdict: Verdict;
  readonly releases: readonly ReleaseReport[];
  /** Findings about the push itself, not about one release; what was waived of them is a note. */
  readonly push: readonly Finding[];
  readonly stats: {
    readonly processes: number;
    readonly objects: number;
    readonly bytes: number;
    readonly milliseconds: number;
  };
}
