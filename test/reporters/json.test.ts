// The JSON report: its schema, that nothing is lost, and that nothing else becomes public.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { suite } from "uvu";
import { json } from "../../lib/reporters/json.ts";
import { ndjson } from "../../lib/reporters/ndjson.ts";
import { plain } from "../../lib/reporters/index.ts";
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
} from "../helpers/reports.ts";

const test = suite("reporters/json");

const context = { rules, paint: plain, width: 100, hints: [] };
const schema: object = JSON.parse(
  readFileSync(join(process.cwd(), "schema", "report.v1.schema.json"), "utf8"),
);
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

function rendered(of: Report): Report {
  const parsed: Report = JSON.parse(json.render(of, context));
  return parsed;
}

const reports: Readonly<Record<string, Report>> = {
  passed: report(),
  nothing: report({ releases: [] }),
  "all verdicts": report({
    verdict: "failed",
    releases: [refused, undecided, nothingToProve, waived, hostile],
    push: [finding({ rule: "release/named", where: null, origin: null })],
  }),
  "a candidate": report({
    releases: [
      release({ ref: null, oid: null, version: null, artifact: "ranking", stage: "prod" }),
    ],
  }),
  "the tag itself": report({
    releases: [
      release({
        findings: [finding({ where: { path: null, line: null, column: null, oid: null } })],
      }),
    ],
  }),
};

for (const [name, of] of Object.entries(reports)) {
  test(`${name}: is valid`, () => {
    ok(validate(rendered(of)), JSON.stringify(validate.errors, null, 2));
  });
}

test("the worked refusal is as in test/golden", () => {
  golden("report.json", json.render(report({ verdict: "failed", releases: [refused] }), context));
});

test("what is left out or added is not valid", () => {
  const whole = rendered(report());
  for (const left of Object.keys(whole)) {
    const rest = Object.entries(whole).filter(([key]) => key !== left);
    ok(!validate(Object.fromEntries(rest)), left);
  }
  ok(!validate({ ...whole, more: 1 }));
});

test("a field that the shape does not name stays inside", () => {
  const secret = { hidden: true };
  const of = report({
    ...secret,
    releases: [release({ ...secret, findings: [{ ...finding(), ...secret }] })],
  });
  ok(!json.render(of, context).includes("hidden"));
});

test("strings come back as they were", () => {
  const text =
    'tab\t, escape \u001b, bidi \u202e, half \ud800, emoji \u{1f600}, "quoted" \\ ##[x] ::y';
  const of = report({ releases: [release({ notices: [text] })] });
  deepStrictEqual(rendered(of).releases[0]!.notices, [text]);
});

test("ends with one newline and is indented by two", () => {
  const text = json.render(report(), context);
  ok(text.startsWith('{\n  "schema": "tagproof/report/v1",\n'));
  ok(text.endsWith("}\n") && !text.endsWith("\n\n"));
});

test("ndjson: one record a line, and together the same report", () => {
  const of = reports["all verdicts"]!;
  const lines = ndjson.render(of, context).trimEnd().split("\n");
  const records = lines.map((line) => new Map<string, unknown>(Object.entries(JSON.parse(line))));
  deepStrictEqual(
    records.map((record) => record.get("record")),
    ["report", "release", "release", "release", "release", "release", "push"],
  );
  const bare = records.map((record) =>
    Object.fromEntries([...record].filter(([key]) => key !== "record")),
  );
  const whole = { ...bare[0], releases: bare.slice(1, 6), push: bare.slice(6) };
  ok(validate(whole), JSON.stringify(validate.errors, null, 2));
  strictEqual(JSON.stringify(whole["releases"]), JSON.stringify(rendered(of).releases));
});

test.run();
