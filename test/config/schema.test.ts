// The published JSON Schema: fresh, complete, and of one mind with resolve.

import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import {
  array,
  assert as assertProperty,
  constantFrom,
  oneof,
  property,
  record,
  type Arbitrary,
} from "fast-check";
import { suite } from "uvu";
import { parse } from "yaml";
import { rcSchema } from "../../config/json-schema.ts";
import { rules as registry } from "../../lib/rules/index.ts";
import { resolvePolicy } from "../../config/resolve.ts";
import { documentOf } from "./document.ts";
import { DESIGN_EXAMPLE } from "./example.ts";

const test = suite("config/schema");

const rules = [
  { id: "tag/signed", holds: "the signature verifies" },
  {
    id: "review/linked",
    holds: "the candidate has a baseline",
    options: [
      { name: "allowFirst", type: "boolean", default: true, does: "false refuses a first one" },
    ],
  },
] as const;

const validate = new Ajv({ strictTuples: false }).compile(rcSchema(rules));

const FILE = "schema/tagproofrc.schema.json";

/** What the two say of a document in YAML, which must be the same. */
function agreed(text: string): boolean {
  const resolved = resolvePolicy(documentOf(text), { knownRules: rules, source: "test" });
  const valid = validate(parse(text) as unknown);
  equal(
    resolved.ok,
    valid,
    `${text}\n${JSON.stringify(resolved)}\n${JSON.stringify(validate.errors)}`,
  );
  return valid;
}

test("the published file is fresh, knows every rule and nothing else", () => {
  const stored: unknown = JSON.parse(readFileSync(FILE, "utf8"));
  deepEqual(
    stored,
    JSON.parse(JSON.stringify(rcSchema(registry))),
    "node dist/scripts/schema.js writes it",
  );
  const published = new Ajv({ strictTuples: false }).compile(stored as object);
  ok(published({ rules: Object.fromEntries(registry.map(({ id }) => [id, "warning"])) }));
  equal(published(parse("rules: {lock/presnt: error}")), false);
  equal(published(parse("bundel: {}")), false);
});

test("good documents are good to both", () => {
  const documents = [
    DESIGN_EXAMPLE,
    "{}",
    "$schema: ./tagproofrc.schema.json",
    "extends: adopt",
    "releases: {tags: [{match: plain, project: a, bundle: b, rules: {tag/signed: off}}]}",
    "bundle: {path: [a, 'b/{tag}'], roles: {model: [a, b]}}",
    "waivers: {allow: [review/linked]}",
    "hook: {budget: 1, tagBudget: 0.5}",
    "metrics: {echo: [{metric: a, param: b.c}]}",
    "signing: {allowedSigners: .allowed}",
    "rules: {tag/signed: [error], review/linked: [note, {allowFirst: false}]}",
  ];
  for (const text of documents) ok(agreed(text), text);
});

test("broken documents are broken to both", () => {
  const documents = [
    "[]",
    "text",
    "bundel: {}",
    "extends: none",
    "releases: []",
    "releases: {tags: [latest]}",
    "releases: {tags: [{project: a}]}",
    "releases: {tags: [{match: gto, other: a}]}",
    "releases: {ignore: ['!a']}",
    "bundle: {path: /abs}",
    "bundle: {path: a/../../b}",
    "bundle: {path: 'a\\b'}",
    "bundle: {path: []}",
    "bundle: {roles: {modle: a}}",
    "rules: {tag/sgned: off}",
    "rules: {tag/signed: on}",
    "rules: {tag/signed: []}",
    "rules: {tag/signed: [error, error]}",
    "rules: {tag/signed: [error, {}, {}]}",
    "rules: {tag/signed: [error, {x: 1}]}",
    "rules: {review/linked: [error, {allowFirst: 'false'}]}",
    "rules: {review/linked: [error, {allowfirst: true}]}",
    "waivers: {allow: [a/b]}",
    "hook: {budget: 0}",
    "hook: {budget: 99999}",
    "dvc: {status: maybe}",
    "$import: x",
  ];
  for (const text of documents) equal(agreed(text), false, text);
});

test("any document is the same to both", () => {
  const words = constantFrom<unknown>(
    "a",
    "",
    "off",
    "error",
    "strict",
    "{version}",
    "../a",
    "/a",
    "!a",
    "gto",
    "tag/signed",
    1,
    0,
    true,
    null,
    "remote",
    "auto",
  );
  const value: Arbitrary<unknown> = oneof(
    words,
    array(words, { maxLength: 2 }),
    record({ match: words, project: words, metric: words, model: words }, { requiredKeys: [] }),
    array(
      record({ match: words, rules: words, metric: words, param: words }, { requiredKeys: [] }),
      { maxLength: 2 },
    ),
  );
  const sections: Readonly<Record<string, readonly string[]>> = {
    releases: ["tags", "ignore", "from"],
    bundle: ["path", "roles", "internal"],
    metrics: ["echo"],
    dvc: ["status", "path"],
    restore: ["from"],
    hook: ["budget"],
    waivers: ["allow"],
    rules: ["tag/signed", "review/linked"],
  };
  const document = oneof(
    record({ extends: words }),
    ...Object.entries(sections).flatMap(([name, keys]) =>
      keys.map((key) => record({ [name]: record({ [key]: value }) })),
    ),
  );
  let good = 0;
  assertProperty(
    property(document, (each) => {
      if (agreed(JSON.stringify(each))) good += 1;
    }),
    { numRuns: 500 },
  );
  ok(good > 20, String(good));
});

interface Shown {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shown>>;
  readonly items?: Shown;
  readonly anyOf?: readonly Shown[];
  readonly enum?: readonly string[];
}

test("editors get words for every key", () => {
  const bare: string[] = [];
  const visit = (schema: Shown, path: string): void => {
    for (const [key, inner] of Object.entries(schema.properties ?? {})) {
      if (inner.description === undefined) bare.push(`${path}.${key}`);
      visit(inner, `${path}.${key}`);
    }
    for (const inner of [schema.items, ...(schema.anyOf ?? [])]) {
      if (inner !== undefined && !Array.isArray(inner)) visit(inner, path);
    }
  };
  const schema = JSON.parse(JSON.stringify(rcSchema(rules))) as Shown;
  visit(schema, "");
  deepEqual(bare, []);
  equal(
    schema.properties?.["rules"]?.properties?.["tag/signed"]?.description,
    "Holds when the signature verifies.",
  );
  deepEqual(schema.properties?.["waivers"]?.properties?.["allow"]?.items?.enum, [
    "tag/signed",
    "review/linked",
  ]);
});

test.run();
