// The formats that other programs read: GitHub commands, JUnit, SARIF, Markdown.

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { plain, reporters } from "../../lib/reporters/index.ts";
import type { Report } from "../../lib/report.ts";
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

const test = suite("reporters/formats");

const adopt = { source: "adopt", preset: "adopt", digest: `sha256:${"00".repeat(32)}` };

function render(format: string, of: Report): string {
  const reporter = reporters.find((each) => each.format === format);
  return reporter!.render(of, { rules, paint: plain, width: 100, hints: [] });
}

const mixed = report({
  verdict: "failed",
  releases: [refused, undecided, nothingToProve, withWarning, waived, hostile],
  push: [finding({ rule: "release/named", where: null, origin: null })],
});

const extensions = {
  github: "txt",
  markdown: "md",
  junit: "xml",
  sarif: "json",
  ndjson: "ndjson",
};

for (const [format, extension] of Object.entries(extensions)) {
  test(`${format}: a mixed push is as in test/golden`, () => {
    golden(`formats/${format}.${extension}`, render(format, mixed));
  });
}

for (const { format } of reporters) {
  test(`${format}: a failed and an undecided release can be told from a passed one`, () => {
    const texts = [
      report(),
      report({ verdict: "failed", releases: [release({ verdict: "failed" })] }),
      report({ verdict: "inconclusive", releases: [release({ verdict: "inconclusive" })] }),
    ].map((of) => render(format, of));
    strictEqual(new Set(texts).size, 3);
  });

  test(`${format}: carries every finding, gap that counts and waiver`, () => {
    const text = render(format, report({ releases: [refused, undecided, waived] }));
    for (const words of ["0.65", "shallow", "#41"]) {
      ok(text.includes(words) || text.includes(words.replace("#", "&#35;")), words);
    }
  });
}

/** The elements of a document, in order; throws where it is not well-formed. */
function elements(xml: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const token = /<\?xml[^>]*\?>|<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const [whole, closing, name, , empty, text] of xml.matchAll(token)) {
    end += whole.length;
    const data = text ?? whole;
    ok(!/&(?!(?:amp|lt|gt|quot|apos);)/.test(data), `a bare ampersand in ${data}`);
    if (name === undefined) continue;
    if (closing === "/") strictEqual(open.pop(), name);
    else {
      names.push(name);
      if (empty !== "/") open.push(name);
    }
  }
  strictEqual(end, xml.length, `not XML at ${xml.slice(end, end + 40)}`);
  deepStrictEqual(open, []);
  return names;
}

function counted(xml: string, element: string): number {
  return elements(xml).filter((name) => name === element).length;
}

test("junit: is well-formed, and its counts are those of its elements", () => {
  const xml = render("junit", mixed);
  const [, tests, failures, errors, skipped] =
    /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml) ??
    [];
  deepStrictEqual(
    [tests, failures, errors, skipped].map(Number),
    ["testcase", "failure", "error", "skipped"].map((name) => counted(xml, name)),
  );
});

test("junit: a verdict that no case carries has one of its own", () => {
  const failed = render("junit", report({ releases: [release({ verdict: "failed" })] }));
  strictEqual(counted(failed, "failure"), 1);
  const open = render("junit", report({ releases: [release({ verdict: "inconclusive" })] }));
  strictEqual(counted(open, "error"), 1);
});

test("junit: under adopt what is not decided does not break the build", () => {
  const xml = render("junit", report({ policy: adopt, releases: [undecided] }));
  strictEqual(counted(xml, "error"), 0);
});

test("github: percent, line breaks, colons and commas cannot end a property", () => {
  const lines = render("github", report({ releases: [hostile] }))
    .trimEnd()
    .split("\n");
  for (const line of lines) match(line, /^::(?:error|warning|notice) [^:]*::/);
  ok(lines[1]!.includes("file=publish/a\\u{a}b|<script>`@team`%2C%3A%250A.json,line=1,title="));
});

test("github: a tag named like an escape stays one name", () => {
  const text = render("github", report({ releases: [release({ name: "x%0aERR" })] }));
  ok(text.includes("x%250aERR passed"));
});

test("github: an undecided release is an error, under adopt a warning", () => {
  match(render("github", report({ releases: [undecided] })), /^::error title=tagproof::v1\.2\.0/);
  const lenient = render("github", report({ policy: adopt, releases: [undecided] }));
  doesNotMatch(lenient, /^::error/m);
});

test("markdown: markup of the data is shown, not obeyed", () => {
  const text = render("markdown", report({ releases: [hostile] }));
  doesNotMatch(text, /<script>|@team|\[link\]|http:\/\//);
  for (const line of text.split("\n")) ok(!/^ {0,3}[>=]/.test(line), line);
});

test("markdown: a cell cannot end its row", () => {
  const text = render("markdown", report({ releases: [refused] }));
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  for (const row of rows) strictEqual(row.split("|").length, 5, row);
});

interface SarifResult {
  readonly level: string;
  readonly ruleId: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
  }[];
}

function results(of: Report): readonly SarifResult[] {
  const log: { readonly runs: readonly { readonly results: readonly SarifResult[] }[] } =
    JSON.parse(render("sarif", of));
  return log.runs[0]!.results;
}

function prints(of: Report): string[] {
  return results(of).map((each) => each.partialFingerprints["tagproof/v1"]!);
}

test("sarif: every result has a place, in a URI that is one", () => {
  for (const { locations } of results(mixed)) {
    const { artifactLocation, region } = locations[0]!.physicalLocation;
    const { uri } = artifactLocation;
    ok(region.startLine >= 1);
    match(uri, /^[\w%.!~*'()/-]+$/);
    ok(decodeURIComponent(uri).length > 0);
  }
});

test("sarif: fingerprints are stable, and differ where findings do", () => {
  deepStrictEqual(prints(mixed), prints(mixed));
  strictEqual(new Set(prints(mixed)).size, prints(mixed).length);
});

test("sarif: text in brackets is no link", () => {
  const text = "see [here](http://evil)";
  const [result] = results(report({ releases: [release({ findings: [finding({ text })] })] }));
  ok(result!.message.text.includes(String.raw`\[here\](http://evil)`));
});

test.run();
