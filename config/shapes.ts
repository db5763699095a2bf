// What the shapes of the rc file are made of. Each `error` says what is expected; word.ts makes the sentence.

import * as z from "zod/mini";
import type { OneOrMore } from "./raw.ts";

export const text: z.ZodMiniType<string, string> = z
  .string({ error: "a string" })
  .check(z.minLength(1, { error: "a string that is not empty" }));

/** Own words first: a pattern's text is what a reader would have to write instead. */
function matching(pattern: RegExp, expected: string): z.ZodMiniType<string, string> {
  return z.string({ error: expected }).check(z.regex(pattern, { error: expected }));
}

/** A backslash at the end escapes nothing, and picomatch 4.0.7 never comes to an end of four of them. */
export const glob: z.ZodMiniType<string, string> = matching(
  /^(?!.*\\$)[^!\u0000-\u001f][^\u0000-\u001f]*$/,
  "a glob without `!` in front and without `\\` at its end",
);

const RELATIVE = String.raw`(?!/)(?!(?:.*/)?\.\.(?:/|$))`;

export const path: z.ZodMiniType<string, string> = matching(
  new RegExp(String.raw`^${RELATIVE}[^\\\u0000-\u001f]+$`),
  "a relative path with `/` and without `..`",
);

export const bundlePath: z.ZodMiniType<string, string> = matching(
  new RegExp(
    String.raw`^${RELATIVE}(?:[^{}\\\u0000-\u001f]|\{(?:tag|artifact|version|major|minor)\})+$`,
  ),
  "a relative path, with {tag}, {artifact}, {version}, {major} or {minor} in it",
);

export const tagName: z.ZodMiniType<string, string> = matching(
  /^(?:plain|gto|(?=.*\{(?:version|stage)\})(?!.*\}\{)(?!.*(\{[a-z]+\}).*\1)(?:[^{}\u0000-\u0020]|\{(?:artifact|version|stage)\})+)$/,
  "plain, gto or a template such as release-{version}, with {version} or {stage} in it, {artifact} at will, each once and apart",
);

/** A mapping that refuses unknown keys; the message of that is the list of the known ones. */
export function section<const Shape extends Record<string, z.ZodMiniType>>(
  description: string,
  shape: Shape,
): z.ZodMiniOptional<z.ZodMiniObject<Shape, z.core.$strict>> {
  const known = Object.keys(shape).join(", ");
  const error = ({ code }: { code: string }): string =>
    code === "unrecognized_keys" ? known : `a mapping with ${known}`;
  return z.optional(described(description, z.strictObject(shape, { error })));
}

/** The words that editors show; kept apart from zod's own registry, which is the whole process's. */
export const descriptions: z.core.$ZodRegistry<{ description: string }> = z.registry();

export function described<Schema extends z.ZodMiniType>(
  description: string,
  schema: Schema,
): Schema {
  const own = z.clone(schema);
  descriptions.add(own, { description });
  return own;
}

export function list<Item extends z.ZodMiniType>(
  description: string,
  item: Item,
  expected = "a list of strings",
): z.ZodMiniOptional<z.ZodMiniArray<Item>> {
  return z.optional(described(description, z.array(item, { error: expected })));
}

export function oneOrMore(
  description: string,
  item: z.ZodMiniType<string, string>,
): z.ZodMiniOptional<z.ZodMiniType<OneOrMore>> {
  const expected = "a string or a list of them";
  const several = z
    .array(item, { error: expected })
    .check(z.minLength(1, { error: "a list that is not empty" }));
  return z.optional(described(description, z.union([item, several], { error: expected })));
}

export function choice<const Values extends readonly [string, ...string[]]>(
  description: string,
  values: Values,
): z.ZodMiniOptional<z.ZodMiniType<Values[number]>> {
  const schema: z.ZodMiniType<Values[number]> = z.enum(values, { error: oneOf(values) });
  return z.optional(described(description, schema));
}

export function oneOf(values: readonly string[]): string {
  return `one of ${values.join(", ")}`;
}
