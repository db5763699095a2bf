// The example on a rule's page is no prose: it is what a case of the rule's own test was told.

import assert from "node:assert/strict";
import type { Context, uvu } from "uvu";
import type { Report } from "../../lib/report.ts";
import { rules } from "../../lib/rules/index.ts";

const said: string[] = [];

/** Called for every audit of a test. */
export function rememberSentences({ releases, push }: Report): void {
  const findings = [...releases.flatMap((release) => release.findings), ...push];
  said.push(...findings.map(({ rule, text }) => `${rule}: ${text}`));
}

/** A last test of a rule: one of the cases before it was told the sentence of the example. */
export function addExample(test: uvu.Test<Context>, id: string): void {
  test(`says what the example of ${id} says`, () => {
    const rule = rules.find((one) => one.id === id);
    assert.ok(rule !== undefined, `no rule ${id}`);
    const own = said.filter((line) => line.startsWith(`${id}: `));
    assert.ok(own.includes(`${id}: ${rule.example.says}`), own.join("\n"));
  });
}
