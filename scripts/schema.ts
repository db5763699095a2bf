// Writes schema/tagproofrc.schema.json from the policy's schema; --check fails where it is stale.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { rcSchema } from "../config/json-schema.ts";
import { rules } from "../lib/rules/index.ts";

const FILE = "schema/tagproofrc.schema.json";

const fresh = JSON.parse(JSON.stringify(rcSchema(rules))) as unknown;

function stored(): unknown {
  try {
    return JSON.parse(readFileSync(FILE, "utf8"));
  } catch {
    return null;
  }
}

if (!process.argv.includes("--check")) {
  writeFileSync(FILE, `${JSON.stringify(fresh, null, 2)}\n`);
  execFileSync("npx", ["oxfmt", FILE], { stdio: "ignore" });
} else if (!isDeepStrictEqual(stored(), fresh)) {
  console.error(`${FILE} is stale: node dist/scripts/schema.js writes it`);
  process.exitCode = 1;
}
