// The rc file's JSON Schema, for the completion of editors.

import * as z from "zod/mini";
import type { RuleOption } from "../lib/rule.ts";
import { policySchema, ruleIdSchema, rulesSchema } from "./schema.ts";
import { descriptions } from "./shapes.ts";

/** A rule as editors show it. */
export interface DescribedRule {
  readonly id: string;
  readonly holds: string;
  readonly options?: readonly Pick<RuleOption, "name" | "type" | "default" | "does">[];
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Draft 7, which is what editors read. `rules` are offered and, where there are any, the only ones. */
export function rcSchema(rules: readonly DescribedRule[]): JsonSchema {
  const schema = z.toJSONSchema(policySchema, {
    target: "draft-7",
    metadata: descriptions,
    override: ({ zodSchema, jsonSchema }) => {
      const own: unknown = zodSchema;
      if (own === rulesSchema) offerRules(jsonSchema, rules);
      else if (own === ruleIdSchema) offerIds(jsonSchema, rules);
    },
  });
  const title = { title: "tagproof policy" };
  return { $schema: "http://json-schema.org/draft-07/schema#", ...title, ...schema };
}

function offerRules(schema: JsonSchema, rules: readonly DescribedRule[]): void {
  delete schema.propertyNames;
  const setting = schema.additionalProperties;
  if (rules.length === 0 || typeof setting !== "object") return;
  schema.properties = Object.fromEntries(
    rules.map(({ id, holds, options = [] }) => [
      id,
      { description: `Holds when ${holds}.`, ...withOptions(setting, options) },
    ]),
  );
  schema.additionalProperties = false;
}

/** A level, or a list of a level and the options that the rule has. */
function withOptions(
  setting: JsonSchema,
  options: NonNullable<DescribedRule["options"]>,
): JsonSchema {
  const own: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(
      options.map(({ name, type, default: value, does }) => [
        name,
        { type, description: `By default ${value}; ${does}.` },
      ]),
    ),
    additionalProperties: false,
  };
  const anyOf = setting.anyOf?.map((way) =>
    Array.isArray(way.items) && way.items.length === 2
      ? { ...way, items: [way.items[0] ?? {}, own] }
      : way,
  );
  return anyOf === undefined ? setting : { ...setting, anyOf };
}

function offerIds(schema: JsonSchema, rules: readonly DescribedRule[]): void {
  if (rules.length > 0) schema.enum = rules.map(({ id }) => id);
}
