// Files that git does not hold and DVC keeps: found by their recorded hash, read from a cache or a local remote.

import { createHash } from "node:crypto";

import { legacyMd5Of, md5Of } from "../dvc/hash.ts";
import type { RecordedHash } from "../dvc/model.ts";
import { producersOf } from "../dvc/producers.ts";
import { recordedAt } from "../dvc/recorded-at.ts";
import type { Stored } from "../dvc/store/store.ts";
import type { Content, PipelineFacts } from "../evidence.ts";
import { nearestRoot } from "./projects.ts";
import type { Stores } from "./stores.ts";

/** What is read of one release to know its contents, so that a hook's budget is kept. */
export interface KeptLimits {
  /** Bytes of one file. A larger one is known by its recorded md5, and no more. */
  readonly one: number;
  readonly all: number;
  readonly files: number;
}

const LIMITS: KeptLimits = { one: 64 * 1024 * 1024, all: 256 * 1024 * 1024, files: 2000 };

export interface KeptFiles {
  /** The bytes that the records say the path has; null where they are not at hand within the limit. */
  readonly read: (path: string, limit: number) => Promise<Uint8Array | null>;
  /** What is known of the path's content, from its bytes or else from the record alone. */
  readonly content: (path: string) => Promise<Content>;
}

/** The files that the pipelines in scope record. */
export function openKept(
  pipelines: PipelineFacts,
  stores: Pick<Stores, "read">,
  limits: KeptLimits = LIMITS,
): KeptFiles {
  const producers = producersOf(pipelines);
  const roots = pipelines.projects.map(({ root }) => root);
  const hashAt = (path: string): RecordedHash | null => recordedAt(path, producers);
  const find = async (path: string, hash: RecordedHash, limit: number) =>
    stores.read(nearestRoot(roots, path), hash, limit);
  const left = { bytes: limits.all, files: limits.files };
  const asked = new Map<string, Promise<Content>>();
  const ask = async (path: string): Promise<Content> => {
    const hash = hashAt(path);
    if (hash === null) return unverifiable(path, NO_RECORD);
    const limit = Math.min(limits.one, left.bytes);
    const found = left.files > 0 ? await find(path, hash, limit) : NOT_ASKED;
    left.files -= 1;
    if (found.state === "present") {
      left.bytes -= found.bytes.length;
      return contentOf(path, hash, found.bytes);
    }
    return hash.kind === "md5"
      ? recordedContent(path, hash.value)
      : unverifiable(path, NOT_AT_HAND);
  };
  return {
    read: async (path, limit) => {
      const hash = hashAt(path);
      const found = hash === null ? null : await find(path, hash, limit);
      return found?.state === "present" ? found.bytes : null;
    },
    content: (path) => {
      // Read once: what is left of the limits must not depend on who asks again.
      const answer = asked.get(path) ?? ask(path);
      asked.set(path, answer);
      return answer;
    },
  };
}

const NOT_ASKED: Stored = { state: "absent" };
const NO_RECORD = "DVC keeps it, and no single hash of it is recorded";
const NOT_AT_HAND = "DVC keeps it, and its bytes are not at hand";

function contentOf(path: string, hash: RecordedHash, bytes: Uint8Array): Content {
  return {
    ...recordedContent(path, md5Of(bytes)),
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    legacyMd5: hash.kind === "md5-dos2unix" ? legacyMd5Of(bytes) : null,
  };
}

function recordedContent(path: string, md5: string): Content & { readonly kind: "file" } {
  return {
    kind: "file",
    path,
    size: null,
    fileCount: null,
    md5,
    sha256: null,
    legacyMd5: null,
    crlfMd5: null,
    lfMd5: null,
    normalMd5s: [],
    listing: null,
  };
}

function unverifiable(path: string, reason: string): Content {
  return { kind: "unverifiable", path, reason, blocking: false, size: null };
}
