// Holds a report against the JSON Schema that is published with the package.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";

let validator: ValidateFunction | null = null;

/** Throws an assertion that names every place where `report` is not a `tagproof/report/v1`. */
export function assertValidReport(report: unknown): void {
  validator ??= compile("report.v1.schema.json");
  const valid = validator(report);
  const errors = (validator.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "/"} ${message}`,
  );
  assert.ok(valid, `not a tagproof/report/v1:\n${errors.join("\n")}`);
}

function compile(name: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(process.cwd(), "schema", name), "utf8")) as object;
  return new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
}
