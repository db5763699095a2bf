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

/** Of ten thousand releases most texts and lists are the same: each is looked at once. */
interface Known {
  readonly texts: Map<string, string>;
  readonly lists: Map<readonly unknown[], readonly unknown[]>;
}

function redactOnce(text: string, { texts }: Known): string {
  const before = texts.get(text);
  if (before !== undefined) return before;
  const safe = redact(text);
  texts.set(text, safe);
  return safe;
}

function redactAll<T>(value: T, known: Known): T;
function redactAll(value: unknown, known: Known): unknown {
  if (typeof value === "string") return redactOnce(value, known);
  if (Array.isArray(value)) return redactList(value, known);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactAll(item, known)]),
  );
}

function redactList(list: readonly unknown[], known: Known): readonly unknown[] {
  const before = known.lists.get(list);
  if (before !== undefined) return before;
  const safe = list.map((item) => redactAll(item, known));
  known.lists.set(list, safe);
  return safe;
}

/** `expected` and `found` are bare values: where the sentence names a secret, they are hidden too. */
function redactFinding(finding: Finding, known: Known): Finding {
  const safe = redactAll(finding, known);
  if (finding.text.search(secretParam) === -1) return safe;
  return {
    ...safe,
    expected: finding.expected === null ? null : hidden,
    found: finding.found === null ? null : hidden,
  };
}

/** The report as it may be shown to anybody who may see the repository. */
export function redactReport(report: Report): Report {
  const known: Known = { texts: new Map(), lists: new Map() };
  const { push, releases, ...rest } = report;
  return {
    ...report,
    ...redactAll(rest, known),
    push: push.map((finding) => redactFinding(finding, known)),
    releases: releases.map((release) => {
      const { findings, ...others } = release;
      const safe = findings.map((finding) => redactFinding(finding, known));
      return { ...release, ...redactAll(others, known), findings: safe };
    }),
  };
}
