// Which commit's lock recorded a content: where a stray file of a release came from.

import type { Lock } from "../dvc/model.ts";
import { AuditError } from "../error.ts";
import type { OriginAnswer } from "../finding.ts";
import { logChanges } from "../git/log.ts";
import type { LoggedCommit } from "../git/log.ts";
import type { Repository } from "../git/open.ts";
import { isObjectId } from "../git/refs.ts";
import type { Parsed } from "../reading.ts";
import { judgeCommit, makeSearch, unknownOrigin, type Search } from "./search.ts";

export interface OriginQuery {
  /** As a lock records them: lower-case md5, with `.dir` for a directory. */
  readonly hashes: Iterable<string>;
  /** The commit whose history is searched first; then all refs are. */
  readonly from: string;
  /** From the bytes of a `dvc.lock`. Given by the caller, so that YAML is loaded by whoever has it. */
  readonly decodeLock: (bytes: Uint8Array) => Parsed<Lock>;
  /** Commits that changed a lock, in all. */
  readonly limit?: number;
  /** Ends the search early: what is not found by then is unknown. */
  readonly signal?: AbortSignal;
}

export const ORIGIN_LIMIT: number = 20_000;

/** Hashes that one search looks for: an audit with more strays than this has told its story. */
const HASH_LIMIT = 64;
const BYTES_LIMIT = 1024 * 1024 * 1024;
/** Commits whose locks are asked for together. */
const BATCH = 8;
const MD5 = /^[0-9a-f]{32}(?:\.dir)?$/;

/** Every lock and pointer file there ever was: a lock that was moved or removed since counts too. */
const LOCKS = [":(top,glob)**/dvc.lock", ":(top,glob)**/*.dvc"];

/**
 * The newest commit that brought a content into a lock: some lock holds its hash after the commit
 * and none of the changed ones did before. A lock whose stage wrote the content is preferred to one
 * where it is only read. One pass over the history of `from`, and a second over all other refs for
 * what is not there. Always answers every hash; what cannot be known says why.
 */
export async function findOrigins(
  repository: Repository,
  query: OriginQuery,
): Promise<Map<string, OriginAnswer>> {
  const hashes = [...new Set(query.hashes)];
  const wanted = hashes.filter((hash) => MD5.test(hash)).slice(0, HASH_LIMIT);
  const search = makeSearch(repository, { wanted, decodeLock: query.decodeLock });
  const stopped = wanted.length === 0 ? null : await searchAll(repository, query, search);
  const answers = new Map<string, OriginAnswer>();
  for (const hash of hashes) {
    const found = search.answers.get(hash) ?? search.fallbacks.get(hash);
    const isWanted = wanted.includes(hash);
    answers.set(hash, found ?? unknownOrigin(isWanted ? explain(search, stopped) : skipped(hash)));
  }
  return answers;
}

/** Why the search ended before the history did; null where it did not. */
async function searchAll(
  repository: Repository,
  query: OriginQuery,
  search: Search,
): Promise<string | null> {
  if (!isObjectId(query.from)) return "there is no commit to search from";
  const budget = { commits: query.limit ?? ORIGIN_LIMIT };
  for (const revisions of [[query.from], ["--all", `^${query.from}`]]) {
    try {
      const log = logChanges(repository, { revisions, pathspecs: LOCKS });
      const stopped = await walk(log, { search, budget, signal: query.signal });
      if (stopped !== null || search.wanted.size === 0) return stopped;
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      return `the history could not be read (${error.message})`;
    }
  }
  return null;
}

async function walk(
  log: AsyncIterable<LoggedCommit>,
  { search, budget, signal }: Walk,
): Promise<string | null> {
  let batch: LoggedCommit[] = [];
  for await (const commit of log) {
    if (signal?.aborted === true) return "there was no time to search further";
    if (budget.commits === 0) return "the search stopped after too many changes of locks";
    if (search.blobs.bytes() > BYTES_LIMIT)
      return "the search stopped after too many bytes of locks";
    budget.commits -= 1;
    batch.push(commit);
    if (batch.length < BATCH) continue;
    await judge(batch, search);
    batch = [];
    if (search.wanted.size === 0) return null;
  }
  await judge(batch, search);
  return null;
}

interface Walk {
  readonly search: Search;
  readonly budget: { commits: number };
  readonly signal: AbortSignal | undefined;
}

async function judge(batch: readonly LoggedCommit[], search: Search): Promise<void> {
  const versions = batch.flatMap(({ changes }) => changes).flatMap(({ newOid }) => newOid ?? []);
  await Promise.all(versions.map((oid) => search.blobs.hashesIn(oid)));
  for (const commit of batch) {
    if (search.wanted.size > 0) await judgeCommit(search, commit);
  }
}

function explain({ repository, blobs }: Search, stopped: string | null): string {
  if (stopped !== null) return stopped;
  if (repository.shallow) {
    return "the history is shallow: no lock in the part that is here recorded it";
  }
  const unread = blobs.unread();
  return unread === 0
    ? "no lock in the history recorded it"
    : `no lock that could be read recorded it, and ${unread} versions of locks could not be`;
}

function skipped(hash: string): string {
  return MD5.test(hash)
    ? `only ${HASH_LIMIT} contents are searched in one audit`
    : "only an md5 can be searched in the history";
}
