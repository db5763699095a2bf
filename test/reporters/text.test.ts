// The report for people: golden files for each situation, and that it fits its width.

import { deepStrictEqual, strictEqual, doesNotMatch, match, ok } from "node:assert/strict";
import { suite } from "uvu";
import { NO_BUNDLE } from "../../lib/bundle-paths.ts";
import { plain, type RenderContext } from "../../lib/reporters/index.ts";
import { text } from "../../lib/reporters/text.ts";
import { columns } from "../../lib/reporters/wrap.ts";
import type { Report, Verdict } from "../../lib/report.ts";
import { golden } from "../helpers/golden.ts";
import {
  finding,
  hostile,
  nothingToProve,
  refused,
  release,
  report,
  rules,
  undecided,
  waived,
  withWarning,
} from "../helpers/reports.ts";

const test = suite("reporters/text");

const alone = "The branch alone can go: git push origin main";

function render(of: Report, more: Partial<RenderContext> = {}): string {
  return text.render(of, { rules, paint: plain, width: 100, hints: [], ...more });
}

const deep = `publish/v1/${"deeply/nested/".repeat(6)}model-with-a-long-name.json`;

const situations: Readonly<Record<string, Report>> = {
  refused: report({ verdict: "failed", releases: [refused] }),
  "two-causes": report({
    verdict: "failed",
    releases: [
      release({
        verdict: "failed",
        findings: [
          ...withWarning.findings,
          finding({
            rule: "lock/chain-holds",
            text: "stage evaluate read models/model.json as 3f…, stage train wrote it as 7a…",
            where: { path: "dvc.lock", line: 41, column: null, oid: null },
            consequences: ["lock/outs-match: one", "metrics/match-params: two", "three", "four"],
            repair: ["dvc repro", "git commit -am 'rerun'", "git tag -f -a v1.1.0"],
          }),
          finding({ rule: "other/unknown", origin: null }),
        ],
      }),
    ],
  }),
  inconclusive: report({ verdict: "inconclusive", releases: [undecided] }),
  "not-applicable": report({ verdict: "not-applicable", releases: [nothingToProve] }),
  passed: report(),
  warned: report({
    policy: { source: ".tagproofrc.yaml", digest: `sha256:${"0a".repeat(32)}`, preset: "strict" },
    releases: [{ ...withWarning, notices: ["pipeline.ignoreDeps accepts src/_version.py"] }],
  }),
  waived: report({ releases: [waived] }),
  nothing: report({ releases: [] }),
  "mixed-push": report({
    verdict: "failed",
    releases: [refused, release({ name: "v1.0.1" })],
    push: [
      finding({
        rule: "release/named",
        text: "release/2026 is pushed at 9b1e7f0, and no release tag names that commit",
        where: null,
        origin: null,
        repair: ["git tag -a v1.1.1 9b1e7f0"],
      }),
    ],
  }),
  many: report({
    policy: {
      source: "origin/main:.tagproofrc.yaml",
      digest: `sha256:${"0a".repeat(32)}`,
      preset: "adopt",
    },
    verdict: "failed",
    releases: [
      release({ name: "v0.1.0", notices: ["git replace is in use"] }),
      release({ name: "v0.2.0", notices: ["git replace is in use"] }),
      undecided,
      nothingToProve,
      withWarning,
      waived,
      refused,
    ],
  }),
  "long-paths": report({
    verdict: "failed",
    releases: [
      release({
        verdict: "failed",
        findings: [
          finding({
            text: `${deep} is not what dvc.lock:7 records, nor is 模型/評価/指標-最終版-レビュー済み-2026年3月2日-閾値変更後-再評価.json`,
            where: { path: `${deep}/${"x".repeat(120)}`, line: 12, column: null, oid: null },
          }),
        ],
      }),
    ],
  }),
  hostile: report({ verdict: "failed", releases: [hostile] }),
};

for (const [name, of] of Object.entries(situations)) {
  const hints = name === "refused" || name === "mixed-push" ? [alone] : [];

  test(`${name}: reads as in test/golden/text`, () => {
    golden(`text/${name}.txt`, render(of, { hints }));
    golden(`text/${name}.72.txt`, render(of, { hints, width: 72 }));
  });

  test(`${name}: every line fits`, () => {
    for (const width of [100, 72, 40]) {
      const long = render(of, { hints, width }).split("\n");
      deepStrictEqual(
        long.filter((line) => columns(line) > width),
        [],
      );
    }
  });
}

test("tells a reason once for all rules that it keeps from judging, and what helps", () => {
  const reason = "ranking, the project that releases.tags of the policy names, holds no DVC file";
  const ids = [
    "lock/present",
    "lock/readable",
    "lock/chain-holds",
    "bundle/complete",
    "a/b",
  ] as const;
  const notVerified = ids.map((rule) => ({ rule, reason, blocking: true }));
  const shown = render(report({ releases: [release({ verdict: "inconclusive", notVerified })] }));
  match(shown, /unknown lock\/present, lock\/readable, lock\/chain-holds and 2 more rules\n/);
  strictEqual(shown.split("the project that").length, 2);
  match(shown, /next {4}correct the project in releases\.tags of the policy\n/);
});

test("a passed release takes few lines, and says why something is unchecked", () => {
  for (const width of [100, 72]) {
    const shown = render(report(), { width });
    ok(shown.trimEnd().split("\n").length <= 4, shown);
    match(shown, /restore\/available\s+\(no remote is\s+configured\)/);
  }
});

test("a release without a bundle says what it was judged by, one with nothing to prove does not", () => {
  const notApplicable = [{ rule: "bundle/complete", reason: NO_BUNDLE }] as const;
  const says = /\(no bundle: judged by its locks and artifacts alone\)/;
  const shown = (verdict: Verdict): string =>
    render(report({ verdict, releases: [release({ verdict, notApplicable })] })).replaceAll(
      /\s+/g,
      " ",
    );
  match(shown("passed"), says);
  match(shown("failed"), says);
  doesNotMatch(shown("not-applicable"), says);
  doesNotMatch(render(report()), says);
});

test("one with nothing to prove says why in its headline, whatever the reason", () => {
  const told = (notices: readonly string[]): string =>
    render(report({ releases: [{ ...nothingToProve, notices }] })).split("\n")[0] ?? "";
  strictEqual(
    told(["the push deletes this tag: there is nothing to prove", "git replace is in use"]),
    "docs-1.0 has nothing to prove: the push deletes this tag",
  );
  strictEqual(told([]), "docs-1.0 has nothing to prove");
});

test("colour adds nothing but colour", () => {
  const painted = render(situations["many"]!, {
    paint: (_, piece) => `\u001b[31m${piece}\u001b[39m`,
  });
  // oxlint-disable-next-line no-control-regex
  deepStrictEqual(painted.replace(/\u001b\[\d+m/g, ""), render(situations["many"]!));
});

test("an origin and a place that the sentence tells are not told twice", () => {
  const told = finding({ text: "publish/v1/metrics.json:3 is the metrics of 3f2a91c" });
  const shown = render(report({ releases: [release({ verdict: "failed", findings: [told] })] }));
  deepStrictEqual(shown.match(/3f2a91c/g)?.length, 1);
  deepStrictEqual(shown.match(/metrics\.json:3/g)?.length, 1);
});

test("a rule that was folded under another did not hold", () => {
  const folded = finding({ consequences: ["held/rule-1: as well"] });
  const shown = render(report({ releases: [release({ verdict: "failed", findings: [folded] })] }));
  match(shown, /^ {2}30 rules held/m);
});

test("only the text's own lines start at the margin", () => {
  const lines = render(situations["hostile"]!).split("\n");
  const flush = lines.filter((line) => /^\S/.test(line));
  deepStrictEqual(flush, ["x%0aERR refused: its metrics come from another run than its params"]);
});

test.run();
