// From what a ref holds to what it means: following tag objects.

import type { TagFacts } from "../evidence.ts";
import { type ProblemCause, type Reading } from "../reading.ts";
import type { ObjectFacts, ObjectReader } from "./batch.ts";
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
    const target = await reader.info(next);
    if (target.state === "missing")
      return unreadable(next, "missing-object", `${next} is not here`);
    heldType ??= target.type;
    if (target.type !== "tag" || steps === PEEL_LIMIT) {
      const tag = toFacts(outermost, { heldType, targetType: target.type, steps });
      const { oid: targetOid, type, size } = target;
      return {
        state: "present",
        value: { tag, target: { oid: targetOid, type, size } },
        source: { path: "<ref>", oid },
      };
    }
    const tag = await readTag(reader, next);
    if (tag.state !== "present") return tag;
    outermost ??= tag.value;
    next = tag.value.object;
  }
}

/** Reads one tag object. */
async function readTag(
  reader: ObjectReader,
  oid: string,
): Promise<Exclude<Reading<TagObject>, { state: "absent" }>> {
  const content = await reader.read(oid, { limit: TAG_LIMIT });
  if (content.state === "missing") return unreadable(oid, "missing-object", `${oid} is not here`);
  if (content.state === "too-large") {
    return unreadable(oid, "too-large", `the tag object has ${content.size} bytes`);
  }
  const result = parseTag(content.bytes);
  const source = { path: "<ref>", oid };
  return result.ok
    ? { state: "present", value: result.value, source }
    : { state: "unreadable", problem: result.problem, source };
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

function unreadable(
  oid: string,
  cause: ProblemCause,
  text: string,
): { readonly state: "unreadable" } & Extract<Reading<never>, { state: "unreadable" }> {
  const problem = { cause, text, line: null, column: null };
  return { state: "unreadable", problem, source: { path: "<ref>", oid } };
}
