// Every format carries the same findings, whatever their level, place and number.

import { ok, strictEqual } from "node:assert/strict";
import {
  array,
  assert as assertProperty,
  boolean,
  constantFrom,
  option,
  property,
  record,
} from "fast-check";
import { suite } from "uvu";
import type { Finding } from "../../lib/finding.ts";
import { plain, reporters } from "../../lib/reporters/index.ts";
import type { Report } from "../../lib/report.ts";
import { finding, release, report, rules } from "../helpers/reports.ts";

const test = suite("reporters/same-findings");

const IDS = ["lock/chain-holds", "metrics/match-params", "review/linked", "tag/named"] as const;

const shape = record({
  rule: constantFrom(...IDS),
  level: constantFrom("error" as const, "warning" as const, "note" as const),
  hasPlace: boolean(),
  line: option(constantFrom(1, 41), { nil: null }),
  consequences: constantFrom(0, 1, 3),
  isPush: boolean(),
});

interface Drawn {
  readonly rule: (typeof IDS)[number];
  readonly level: Finding["level"];
  readonly hasPlace: boolean;
  readonly line: number | null;
  readonly consequences: number;
  readonly isPush: boolean;
}

/** One word each, which stands nowhere else. */
function toFinding(drawn: Drawn, index: number): Finding {
  const { rule, level, hasPlace, line } = drawn;
  return finding({
    rule,
    level,
    key: "thresholdDiffers",
    text: `says${index}q differs from what was recorded.`,
    where: hasPlace ? { path: `place${index}q.json`, line, column: null, oid: null } : null,
    origin: null,
    consequences: Array.from(
      { length: drawn.consequences },
      (_, follows) => `lock/outs-match: follows${index}x${follows}q as well.`,
    ),
    repair: [`run: repair${index}q`],
  });
}

function reportOf(drawn: readonly Drawn[]): Report {
  const all = drawn.map((one, index) => ({ isPush: one.isPush, finding: toFinding(one, index) }));
  const of = (isPush: boolean): Finding[] =>
    all.filter((one) => one.isPush === isPush).map((one) => one.finding);
  const isFailed = drawn.some(({ level }) => level === "error");
  const verdict = isFailed ? "failed" : "passed";
  const releases = [release({ verdict, findings: of(false), notVerified: [], waived: [] })];
  return report({ verdict, releases, push: of(true) });
}

for (const { format, render } of reporters) {
  test(`${format}: tells every finding, with its repair and what follows from it`, () => {
    assertProperty(
      property(array(shape, { maxLength: 6 }), (drawn) => {
        const made = reportOf(drawn);
        const text = render(made, { rules, paint: plain, width: 100, hints: [] });
        for (const [index, { rule, level, consequences }] of drawn.entries()) {
          ok(text.includes(`says${index}q`), `says${index}q (${level})`);
          ok(text.includes(rule), rule);
          if (level !== "note") ok(text.includes(`repair${index}q`), `repair${index}q (${level})`);
          for (let follows = 0; follows < consequences; follows += 1)
            ok(text.includes(`follows${index}x${follows}q`), `follows${index}x${follows}q`);
        }
      }),
      { numRuns: 60 },
    );
  });

  test(`${format}: says the same bytes of the same report`, () => {
    assertProperty(
      property(array(shape, { maxLength: 4 }), (drawn) => {
        const context = { rules, paint: plain, width: 100, hints: [] };
        strictEqual(render(reportOf(drawn), context), render(reportOf(drawn), context));
      }),
      { numRuns: 20 },
    );
  });
}

test.run();
