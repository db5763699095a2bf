// One search for origins: what is still wanted, and how a commit is judged.

import type { Lock } from "../dvc/model.ts";
import type { OriginAnswer } from "../finding.ts";
import type { LoggedChange, LoggedCommit } from "../git/log.ts";
import { parseCommit } from "../git/objects.ts";
import type { Repository } from "../git/open.ts";
import type { Parsed } from "../reading.ts";
import { makeHashSearch, type HashSearch } from "./blobs.ts";
import { findWriter, recordedParams, withUpstream } from "./upstream.ts";

export interface Search {
  readonly repository: Repository;
  readonly decodeLock: (bytes: Uint8Array) => Parsed<Lock>;
  readonly blobs: HashSearch;
  /** Shrinks as answers are found. */
  readonly wanted: Set<string>;
  readonly answers: Map<string, OriginAnswer>;
  /** Where a hash came into a lock, but no stage of that lock wrote it. */
  readonly fallbacks: Map<string, OriginAnswer>;
  /** Locks that may still be decoded to look for the stage. */
  decodes: number;
}

const DECODE_LIMIT = 100;

export function makeSearch(
  repository: Repository,
  {
    wanted,
    decodeLock,
  }: { readonly wanted: readonly string[]; readonly decodeLock: Search["decodeLock"] },
): Search {
  const hashes = new Set(wanted);
  return {
    repository,
    decodeLock,
    blobs: makeHashSearch(repository.reader, new Set(wanted)),
    wanted: hashes,
    answers: new Map(),
    fallbacks: new Map(),
    decodes: DECODE_LIMIT,
  };
}

export function unknownOrigin(unknown: string): OriginAnswer {
  return { origin: null, unknown, stage: null, params: [] };
}

/** Answers the wanted hashes that a commit brought. Commits must come newest first. */
export async function judgeCommit(search: Search, commit: LoggedCommit): Promise<void> {
  const held = await heldHashes(search, commit);
  if (held.size === 0) return;
  const before = await hashesBefore(search, commit);
  for (const hash of held) {
    if (before.hashes.has(hash)) continue;
    if (before.gap === null) await judgeHash(search, commit, hash);
    else answer(search, hash, unknownOrigin(before.gap));
  }
}

/** Wanted hashes that the changed locks hold after the commit. */
async function heldHashes(search: Search, { changes }: LoggedCommit): Promise<Set<string>> {
  const held = new Set<string>();
  for (const { newOid } of changes) {
    const hashes = newOid === null ? null : await search.blobs.hashesIn(newOid);
    for (const hash of hashes ?? []) if (search.wanted.has(hash)) held.add(hash);
  }
  return held;
}

interface Before {
  readonly hashes: ReadonlySet<string>;
  /** Why it is not known what else the locks held; null where it is. */
  readonly gap: string | null;
}

/** What the changed locks held before the commit, at any of its parents. */
async function hashesBefore(search: Search, commit: LoggedCommit): Promise<Before> {
  const hashes = new Set<string>();
  const short = commit.oid.slice(0, 7);
  let gap = (await isShallowEdge(search, commit))
    ? `the history is shallow: it may have been recorded before ${short}, the first commit here`
    : null;
  for (const oid of commit.changes.flatMap(({ oldOids }) => oldOids)) {
    const found = await search.blobs.hashesIn(oid);
    if (found === null) gap ??= `the locks before ${short} could not be read`;
    for (const hash of found ?? []) hashes.add(hash);
  }
  return { hashes, gap };
}

/** A commit without parents here that has some: what it holds may be older than it. */
async function isShallowEdge({ repository }: Search, commit: LoggedCommit): Promise<boolean> {
  if (!repository.shallow || commit.parents.length > 0) return false;
  const content = await repository.reader.read(commit.oid);
  const facts = content.state === "present" ? parseCommit(commit.oid, content.bytes) : null;
  return facts === null || !facts.ok || facts.value.parents.length > 0;
}

async function judgeHash(search: Search, commit: LoggedCommit, hash: string): Promise<void> {
  const plain = describe(commit, { stage: null, params: [] });
  for (const change of commit.changes) {
    const { newOid } = change;
    const held = newOid === null ? null : await search.blobs.hashesIn(newOid);
    if (held?.has(hash) !== true) continue;
    const written = await findWritten(search, change, hash);
    if (written !== null) {
      answer(search, hash, describe(commit, written));
      return;
    }
  }
  if (!search.fallbacks.has(hash)) search.fallbacks.set(hash, plain);
}

type Written = Pick<OriginAnswer, "stage" | "params">;

/** The stage that wrote it; null where the lock only reads it, or does not say. */
async function findWritten(
  search: Search,
  { path, newOid }: LoggedChange,
  hash: string,
): Promise<Written | null> {
  // A pointer file is a record of its own content: no stage wrote it.
  if (path.endsWith(".dvc")) return { stage: null, params: [] };
  if (search.decodes === 0) return null;
  search.decodes -= 1;
  const content = await search.repository.reader.read(newOid ?? "");
  const lock = content.state === "present" ? search.decodeLock(content.bytes) : null;
  if (lock === null || !lock.ok) return null;
  const stage = findWriter(lock.value, hash);
  return stage === null
    ? null
    : { stage: stage.name, params: recordedParams(withUpstream(lock.value, stage)) };
}

function answer(search: Search, hash: string, found: OriginAnswer): void {
  search.answers.set(hash, found);
  search.wanted.delete(hash);
}

function describe({ oid, date, subject }: LoggedCommit, written: Written): OriginAnswer {
  return { origin: { commit: oid, date, subject, release: null }, unknown: null, ...written };
}
