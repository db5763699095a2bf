// Keeps credentials out of reports: remotes with a password, parameters that are secrets.

import type { Finding } from "../finding.ts";
import type { Report } from "../report.ts";

const hidden = "***";

/** `https://user:token@host`; a lone `git@`, as in `ssh://git@host`, is no secret. */
const userinfo = /\b([a-z][a-z0-9+.-]{0,15}:\/\/)(?!git@)[^\s/?#"'@]*(?:@[^\s/?#"'@]*)*@/giu;
const queryCredential =
  /([?&][\w-]{0,40}(?:token|secret|password|signature|sig|credential|key)=)[^\s&#"']+/giu;
const knownToken =
  /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|hf_[A-Za-z0-9]{30,255}|glpat-[\w-]{20,255})\b/gu;

/**
 * `db.password = hunter2`, `HF_TOKEN: …`. Names of machine learning such as `max_tokens`,
 * `tokenizer`, `pad_token` and `primary_key` are no secrets.
 */
const secretParam =
  /(\b\w{0,60}(?:password|passwd|secret|secret_key|api_?key|access_key|private_key|(?:auth|access|api|bearer|hf|github)_token)\b["']?\s?(?:=|:)\s?)("[^"]*"|'[^']*'|[^\s,;()]+)/giu;

/** The text without the credentials that it shows. */
export function redact(text: string): string {
  return text
    .replace(userinfo, `$1${hidden}@`)
    .replace(queryCredential, `$1${hidden}`)
    .replace(knownToken, hidden)
    .replace(secretParam, `$1${hidden}`);
}

function redactAll<T>(value: T): T;
function redactAll(value: unknown): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item: unknown) => redactAll(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactAll(item)]));
}

/** `expected` and `found` are bare values: where the sentence names a secret, they are hidden too. */
function redactFinding(finding: Finding): Finding {
  const safe = redactAll(finding);
  if (finding.text.search(secretParam) === -1) return safe;
  return {
    ...safe,
    expected: finding.expected === null ? null : hidden,
    found: finding.found === null ? null : hidden,
  };
}

/** The report as it may be shown to anybody who may see the repository. */
export function redactReport(report: Report): Report {
  return {
    ...redactAll(report),
    push: report.push.map(redactFinding),
    releases: report.releases.map((release) => ({
      ...redactAll(release),
      findings: release.findings.map(redactFinding),
    })),
  };
}
