// The door of the package: what a program may call, and the types of the report.

export {
  audit,
  auditUpdates,
  loadPolicy,
  type AuditOptions,
  type UpdateOptions,
} from "../config/audit.ts";
export type { LoadedPolicy } from "../config/load.ts";
export { planInstall } from "../hooks/install/plan.ts";
export { AuditError, type AuditErrorCode } from "./error.ts";
export type { Finding, Level, Origin, Where } from "./finding.ts";
export type { Policy } from "./policy.ts";
export type { Question, QuestionId, ReleaseReport, Report, Verdict } from "./report.ts";
export { rules } from "./rules/index.ts";
export { parsePrePush, parsePreReceive, type RefUpdate } from "./update.ts";
