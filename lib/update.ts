// What a push wants to change: the lines that git gives to a pre-push or a pre-receive hook.

import { parsed, malformed, type Parsed } from "./reading.ts";

/** One ref that a push creates, moves or deletes, in the receiver's words. */
export interface RefUpdate {
  /** Full name at the receiver: `refs/tags/v1.0.0`. The authority on what is being released. */
  readonly ref: string;
  /** What the pusher called it: a ref, an object id or any expression; `(delete)`; null on a server. */
  readonly localRef: string | null;
  /** The object that git will send; null where the ref is deleted. */
  readonly newOid: string | null;
  /** What the receiver has now; null where it has none. */
  readonly oldOid: string | null;
  readonly kind: "create" | "move" | "delete";
  /** Of a transaction: the ref does not hold it yet, and where it is refused, never will. */
  readonly prepared?: true;
}

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const ZERO_ID = /^0+$/;

/**
 * Standard input of `pre-push`: `<local ref> SP <local oid> SP <remote ref> SP <remote oid> LF`
 * (githooks(5)). The local ref may hold spaces (`main@{0 days ago}`), so lines are read from the right.
 */
export function parsePrePush(text: string): Parsed<RefUpdate[]> {
  return parseLines(text, (line) => {
    const fields = line.split(" ");
    const [localOid, ref, remoteOid] = fields.slice(-3);
    if (fields.length < 4) return null;
    return toUpdate(fields.slice(0, -3).join(" "), remoteOid, localOid, ref);
  });
}

/** Standard input of `pre-receive`: `<old oid> SP <new oid> SP <ref> LF`. */
export function parsePreReceive(text: string): Parsed<RefUpdate[]> {
  return parseLines(text, (line) => {
    const [oldOid, newOid, ref, ...rest] = line.split(" ");
    return rest.length === 0 ? toUpdate(null, oldOid, newOid, ref) : null;
  });
}

function parseLines(
  text: string,
  parseLine: (line: string) => RefUpdate | null,
): Parsed<RefUpdate[]> {
  const updates: RefUpdate[] = [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const [index, line] of lines.entries()) {
    const update = parseLine(line);
    if (update === null) return malformed(`line ${index + 1} is not a ref update`, index + 1);
    updates.push(update);
  }
  return parsed(updates);
}

function toUpdate(
  localRef: string | null,
  oldOid: string | undefined,
  newOid: string | undefined,
  ref: string | undefined,
): RefUpdate | null {
  if (!isObjectId(oldOid) || !isObjectId(newOid) || !ref?.startsWith("refs/")) return null;
  const before = ZERO_ID.test(oldOid) ? null : oldOid;
  const after = ZERO_ID.test(newOid) ? null : newOid;
  const kind = after === null ? "delete" : before === null ? "create" : "move";
  return { ref, localRef, newOid: after, oldOid: before, kind };
}

function isObjectId(text: string | undefined): text is string {
  return text !== undefined && OBJECT_ID.test(text);
}
