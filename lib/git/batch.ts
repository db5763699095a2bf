// Objects of a repository, read through one long-lived `git cat-file`.

import { Channel, UNWANTED, type Request, type Unwanted } from "./channel.ts";
import type { ObjectContent, ObjectFacts, ObjectLookup, ObjectType } from "./answer.ts";
import { rememberRecent } from "./recent.ts";
import type { GitContext, GitEnd } from "./process.ts";

/** What an object may weigh where the caller does not say: 64 MiB. */
export const READ_LIMIT: number = 64 * 1024 * 1024;

/**
 * A name is an object id, a full ref name, `HEAD` or `<oid>:<path>`. A name that git could not be
 * asked for (empty, or with a LF, CR or NUL) is `missing`, as is an ambiguous one. Every method
 * rejects with `AuditError` `git-failed` or `git-missing` where git itself fails.
 */
export interface ObjectReader {
  readonly info: (name: string) => Promise<ObjectLookup>;
  /** The whole object; git says its size before it, so that one over the limit (bytes) is not read. */
  readonly read: (name: string, options?: { readonly limit?: number }) => Promise<ObjectContent>;
  /** Hands out the bytes as they come, for blobs of any size. A chunk is only valid in the call. */
  readonly stream: (name: string, onChunk: (chunk: Uint8Array) => void) => Promise<ObjectLookup>;
  readonly close: () => Promise<void>;
}

/** A reader whose child starts at the first question. */
export function openReader(context: GitContext): ObjectReader {
  const { ask, close } = makeSwitch(context);
  const count = (body: (chunk: Buffer) => void) => (chunk: Buffer) => {
    context.statistics.bytes += chunk.length;
    body(chunk);
  };
  const info = (name: string): Promise<ObjectLookup> =>
    pose(ask, { kind: "info", name, begin: NO_BODY, body: ignore });
  const stream: ObjectReader["stream"] = async (name, onChunk) => {
    const question = { kind: "contents", name, begin: sizeOf, body: count(onChunk) } as const;
    const found = await pose(ask, question);
    if (found.state === "present") context.statistics.objects += 1;
    return found;
  };
  const readNow = async (name: string, limit: number): Promise<ObjectContent> => {
    let bytes = NOTHING;
    let filled = 0;
    const begin = ({ size }: ObjectFacts): number | Unwanted => {
      if (size > limit) return UNWANTED;
      bytes = Buffer.allocUnsafe(size);
      return size;
    };
    const fill = (chunk: Buffer): void => {
      chunk.copy(bytes, filled);
      filled += chunk.length;
    };
    const found = await pose(ask, { kind: "contents", name, begin, body: count(fill) });
    if (found.state === "missing") return found;
    const { oid, type, size } = found;
    if (size > limit) return { state: "too-large", oid, type, size };
    context.statistics.objects += 1;
    return { state: "present", oid, type, bytes };
  };
  const readOnce = rememberRecent(readNow);
  const read: ObjectReader["read"] = (name, { limit = READ_LIMIT } = {}) => readOnce(name, limit);
  return { info, read, stream, close };
}

const NOTHING = Buffer.alloc(0);
const NO_BODY = (): null => null;
const sizeOf = ({ size }: ObjectFacts): number => size;
const ignore = (): void => undefined;

type Ask = (request: Request) => void;

/** One child that answers everything; two where git (before 2.36) refuses `--batch-command`. */
function makeSwitch(context: GitContext): { ask: Ask; close: () => Promise<void> } {
  let isOld = false;
  const channels = new Map<string, Channel>();
  const open = (key: string): Channel => {
    const options = key === "both" ? BATCH_COMMAND : key === "info" ? BATCH_CHECK : BATCH;
    const takeOver = (end: GitEnd, answered: number, left: readonly Request[]): boolean => {
      const isRefused = !isOld && answered === 0 && end.code === USAGE_ERROR;
      if (!isRefused && !UNFETCHED.test(end.stderr)) return false;
      isOld ||= isRefused;
      channels.delete(key);
      for (const request of isRefused ? left : afterMissing(left)) ask(request);
      return true;
    };
    const onUnwanted = (left: readonly Request[]): void => {
      channels.delete(key);
      for (const request of left) ask(request);
    };
    const channel = new Channel(context, { ...options, takeOver, onUnwanted });
    channels.set(key, channel);
    return channel;
  };
  const ask = (request: Request): void => {
    const key = isOld ? request.kind : "both";
    (channels.get(key) ?? open(key)).send(request);
  };
  const close = async (): Promise<void> => {
    await Promise.all([...channels.values()].map((channel) => channel.close()));
  };
  return { ask, close };
}

/** Answers the first request as git would, had it not died of it. */
function afterMissing(left: readonly Request[]): readonly Request[] {
  left[0]?.header("missing");
  left[0]?.end();
  return left.slice(1);
}

/** Git 2.39 to 2.44 dies of an object that a partial clone lacks when it may not fetch it. */
const UNFETCHED = /^fatal: could not fetch [0-9a-f]+ from promisor remote/m;
const USAGE_ERROR = 129;
const BATCH_COMMAND = {
  args: ["--batch-command", "--buffer"],
  line: ({ kind, name }: Request) => `${kind} ${name}`,
  flush: "flush\n",
};
const BATCH_CHECK = { args: ["--batch-check"], line: ({ name }: Request) => name, flush: "" };
const BATCH = { ...BATCH_CHECK, args: ["--batch"] };

interface Question {
  readonly kind: Request["kind"];
  readonly name: string;
  /** Of an object that is there: the length of what follows, as `Request.header` says it. */
  readonly begin: (found: ObjectFacts) => number | Unwanted | null;
  readonly body: (chunk: Buffer) => void;
}

/** Asks one question. An exception of `body` rejects it, and leaves the stream in order. */
function pose(ask: Ask, { kind, name, begin, body }: Question): Promise<ObjectLookup> {
  if (name === "" || /[\n\r\0]/.test(name)) return Promise.resolve({ state: "missing" });
  return new Promise((resolve, reject) => {
    let found: ObjectLookup = { state: "missing" };
    let take = body;
    ask({
      kind,
      name,
      header: (line) => {
        found = parseHeader(line);
        return found.state === "missing" ? null : begin(found);
      },
      body: (chunk) => {
        try {
          take(chunk);
        } catch (error) {
          take = ignore;
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      },
      end: () => resolve(found),
      fail: reject,
    });
  });
}

const HEADER = /^(?<oid>[0-9a-f]{40}|[0-9a-f]{64}) (?<type>[a-z]+) (?<size>\d+)$/;

/** Any other line (`missing`, `ambiguous`, `submodule`) names no object that can be read here. */
function parseHeader(line: string): ObjectLookup {
  const groups = HEADER.exec(line)?.groups;
  const { oid = "", type = "", size = "" } = groups ?? {};
  return isObjectType(type)
    ? { state: "present", oid, type, size: Number(size) }
    : { state: "missing" };
}

function isObjectType(text: string): text is ObjectType {
  return text === "blob" || text === "tree" || text === "commit" || text === "tag";
}
