// Which commits changed which files, newest first, streamed from one `git log`.

import { AuditError } from "../error.ts";
import { exitFailure, startFailure } from "./failure.ts";
import type { Repository } from "./open.ts";
import { awaitEnd, startGit } from "./process.ts";
import { decodePath, decodeText } from "./text.ts";

/** A file that a commit changed: what its parents held (nothing where it is new), what it holds. */
export interface LoggedChange {
  readonly path: string;
  readonly oldOids: readonly string[];
  /** Null where the commit removed the file. */
  readonly newOid: string | null;
}

export interface LoggedCommit {
  readonly oid: string;
  /** As the history here shows them: none at the edge of a shallow clone. */
  readonly parents: readonly string[];
  /** Author date in the author's zone, `YYYY-MM-DD`. */
  readonly date: string;
  /** At most 200 columns. */
  readonly subject: string;
  readonly changes: readonly LoggedChange[];
}

export interface LogQuery {
  /** Object ids, `^` object ids or `--all`. */
  readonly revisions: readonly string[];
  /** With magic, as gitglossary(7) has it. */
  readonly pathspecs: readonly string[];
}

/**
 * `--full-history` keeps side branches that a merge threw away; `-c` shows of a merge only the files
 * that differ from all parents, which is what the merge itself brought; without rename detection a
 * moved file is a removal and an addition in one commit, and the caller sees both.
 */
const OPTIONS = [
  "--format=%x01%H%x00%P%x00%as%x00%<(200,trunc)%s",
  "--encoding=UTF-8",
  "--raw",
  "--no-abbrev",
  "-z",
  "-c",
  "--root",
  "--full-history",
  "--no-renames",
  "--no-show-signature",
  "--no-ext-diff",
  "--no-textconv",
  "--ignore-submodules=all",
];

/**
 * Streams the commits that changed a file that a pathspec names. Ending the iteration early ends
 * git. Throws `AuditError` `git-failed`, also where a tree on the way is not here.
 */
export async function* logChanges(
  repository: Repository,
  { revisions, pathspecs }: LogQuery,
): AsyncGenerator<LoggedCommit> {
  const child = startGit(repository, ["log", ...OPTIONS, ...revisions, "--", ...pathspecs]);
  const ended = awaitEnd(child);
  child.stdin.end();
  try {
    yield* parseLog(child.stdout);
  } finally {
    child.kill();
  }
  const end = await ended;
  if (end.startError !== null) throw startFailure(end.startError);
  if (end.code !== 0 && end.code !== null) throw exitFailure("git log", end.code, end.stderr);
}

/** The output of the options above; chunks may be cut anywhere. */
export async function* parseLog(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LoggedCommit, void, void> {
  const fields = splitFields(chunks);
  let commit: Omit<LoggedCommit, "changes"> | null = null;
  let changes: LoggedChange[] = [];
  for await (const field of fields) {
    const text = decodeText(field).replace(/^\n/, "");
    if (text.startsWith("\u0001")) {
      if (commit !== null) yield { ...commit, changes };
      changes = [];
      commit = {
        oid: text.slice(1),
        parents: (await nextText(fields)).split(" ").filter((parent) => parent !== ""),
        date: await nextText(fields),
        subject: (await nextText(fields)).trimEnd(),
      };
    } else if (text.startsWith(":")) {
      const path = await fields.next();
      changes.push(parseChange(text, path.done === true ? new Uint8Array(0) : path.value));
    } else if (text !== "") {
      throw new AuditError("git-failed", "git log answered out of form", "Try `git log --raw`.");
    }
  }
  if (commit !== null) yield { ...commit, changes };
}

/** `:` per parent, modes of parents and result, object ids likewise, a status. */
function parseChange(text: string, path: Uint8Array): LoggedChange {
  const parents = /^:+/.exec(text)?.[0].length ?? 1;
  const oids = text
    .slice(parents)
    .split(" ")
    .slice(parents + 1, 2 * parents + 2);
  const newOid = oids.at(-1);
  return {
    path: decodePath(path),
    oldOids: oids.slice(0, -1).filter(isPresent),
    newOid: isPresent(newOid) ? newOid : null,
  };
}

/** Git writes zeros where a side has no file. */
function isPresent(oid: string | undefined): oid is string {
  return oid !== undefined && !/^0*$/.test(oid);
}

async function nextText(fields: AsyncGenerator<Uint8Array>): Promise<string> {
  const next = await fields.next();
  return next.done === true ? "" : decodeText(next.value);
}

async function* splitFields(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield rest;
}
