// The published JSON Schemas, and the helper that other tests hold reports against.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { Ajv } from "ajv";
import { test } from "uvu";
import { assertValidReport } from "./helpers/schema.ts";

function goldenReport(): Record<string, unknown> {
  return JSON.parse(readFileSync("test/golden/report.json", "utf8")) as Record<string, unknown>;
}

test("accepts a report, and names what is wrong with one that is not", () => {
  assertValidReport(goldenReport());
  const { verdict: _verdict, ...without } = goldenReport();
  assert.throws(() => assertValidReport(without), /must have required property 'verdict'/);
  assert.throws(
    () => assertValidReport({ ...goldenReport(), releases: [{}], extra: 1 }),
    /\/ must NOT have additional properties[\s\S]*\/releases\/0 must have/,
  );
  assert.throws(() => assertValidReport(null), /must be object/);
});

test("publishes schemas that are draft 7 and compile", () => {
  const names = readdirSync("schema");
  assert.ok(names.includes("report.v1.schema.json"));
  for (const name of names) {
    const schema = JSON.parse(readFileSync(`schema/${name}`, "utf8")) as Record<string, unknown>;
    assert.equal(schema["$schema"], "http://json-schema.org/draft-07/schema#", name);
    new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
  }
});

test.run();
