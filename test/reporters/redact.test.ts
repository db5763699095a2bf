// Credentials are hidden, and what only looks like one is not.

import { strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { redact, redactReport } from "../../lib/reporters/redact.ts";
import { finding, release, report } from "../helpers/reports.ts";

const test = suite("reporters/redact");

const hidden: readonly (readonly [string, string])[] = [
  ["https://ada:pw@example.org/x", "https://***@example.org/x"],
  ["https://ghp_token@example.org", "https://***@example.org"],
  ["https://a:p@ss@example.org", "https://***@example.org"],
  ["ssh://git:pw@example.org", "ssh://***@example.org"],
  ["s3://bucket?X-Amz-Signature=0ff&region=x", "s3://bucket?X-Amz-Signature=***&region=x"],
  ["azure://c?sv=1&sig=ab%2F", "azure://c?sv=1&sig=***"],
  ["key AKIAABCDEFGHIJKLMNOP.", "key ***."],
  ["db.password = hunter2, and", "db.password = ***, and"],
  ['api_key: "a b c" here', "api_key: *** here"],
  ["HF_TOKEN=abc", "HF_TOKEN=***"],
];

const shown: readonly string[] = [
  "ssh://git@example.org/x.git",
  "git@example.org:x/y.git",
  "https://example.org/a@b",
  "https://example.org?mail=a@b",
  "train.max_tokens = 512",
  "model.tokenizer = bpe",
  "pad_token = 0",
  "primary_key = id",
  "decision.threshold = 0.65",
  "ranking@v1.2.0",
  "s3://bucket/path",
];

test("table of secrets", () => {
  for (const [text, safe] of hidden) strictEqual(redact(text), safe);
});

test("table of what is none", () => {
  for (const text of shown) strictEqual(redact(text), text);
});

test("bare values of a finding about a secret are hidden with it", () => {
  const secret = finding({ text: "auth_token = abc differs", expected: "abc", found: "abd" });
  const [only] = redactReport(report({ releases: [release({ findings: [secret] })] })).releases;
  const [safe] = only!.findings;
  strictEqual(safe!.text, "auth_token = *** differs");
  strictEqual(`${safe!.expected} ${safe!.found}`, "*** ***");
});

test("bare values of another finding are not", () => {
  const safe = redactReport(report({ push: [finding()] })).push[0]!;
  strictEqual(`${safe.expected} ${safe.found}`, "0.50 0.65");
});

test.run();
