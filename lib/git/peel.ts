// From what a ref holds to what it means: following tag objects.

import type { TagFacts } from "../evidence.ts";
import { type ProblemCause, type Reading } from "../reading.ts";
import type { ObjectContent, ObjectFacts } from "./answer.ts";
import type { ObjectReader } from "./batch.ts";
import { parseTag, type TagObject } from "./objects.ts";

export interface Peeled {
  readonly tag: TagFacts;
  /** The object that is no tag; a tag object where there are more than `PEEL_LIMIT` of them. */
  readonly target: ObjectFacts;
}

/** Tag objects that are followed. Git has no limit; honest tags have one, seldom two. */
export const PEEL_LIMIT = 8;

const TAG_LIMIT = 4 * 1024 * 1024;

/**
 * Peels an object id. Unreadable: `missing-object` where it or an object on the way is not here,
 * `malformed` or `too-large` for a tag object. The facts are those of the outermost tag.
 */
export async function peel(reader: ObjectReader, oid: string): Promise<Reading<Peeled>> {
  let outermost: TagObject | null = null;
  let heldType: string | null = null;
  let next = oid;
  for (let steps = 0; ; steps += 1) {
    // What a ref holds is a tag or a commit, and both are small: read, without asking what it is first.
    const object = await reader.read(next, { limit: TAG_LIMIT });
    if (object.state === "missing")
      return unreadable(next, "missing-object", `${next} is not here`);
    heldType ??= object.type;
    if (object.type !== "tag" || steps === PEEL_LIMIT) {
      const tag = toFacts(outermost, { heldType, targetType: object.type, steps });
      const target = { oid: object.oid, type: object.type, size: sizeOf(object) };
      return { state: "present", value: { tag, target }, source: { path: "<ref>", oid } };
    }
    if (object.state === "too-large") {
      return unreadable(next, "too-large", `the tag object has ${object.size} bytes`);
    }
    const tag = parseTag(object.bytes);
    if (!tag.ok)
      return { state: "unreadable", problem: tag.problem, source: { path: "<ref>", oid: next } };
    outermost ??= tag.value;
    next = tag.value.object;
  }
}

function sizeOf(object: Exclude<ObjectContent, { state: "missing" }>): number {
  return object.state === "present" ? object.bytes.length : object.size;
}

function toFacts(
  tag: TagObject | null,
  way: Pick<TagFacts, "heldType" | "targetType" | "steps">,
): TagFacts {
  if (tag === null) return { ...way, ...LIGHTWEIGHT };
  const { name, tagger, message, trailers, signature } = tag;
  return { ...way, annotated: true, headerName: name, tagger, message, trailers, signature };
}

const LIGHTWEIGHT = {
  annotated: false,
  headerName: null,
  tagger: null,
  message: "",
  trailers: [],
  signature: null,
} as const;

function unreadable(oid: string, cause: ProblemCause, text: string): Reading<never> {
  const problem = { cause, text, line: null, column: null };
  return { state: "unreadable", problem, source: { path: "<ref>", oid } };
}
