// Whether the content of a path is the one that was recorded, hashed as the record says.

import type { Content } from "../evidence.ts";
import { effectiveHash } from "./locate.ts";
import type { RecordedHash } from "./model.ts";
import type { LocatedEntry } from "./project.ts";

export type Comparison =
  | { readonly kind: "same" }
  /** The same text with other line endings: clean for DVC where it was recorded, modified here. */
  | { readonly kind: "line-endings" }
  | { readonly kind: "different"; readonly recorded: string; readonly found: string }
  /** The same bytes under a name, or names, in another Unicode normal form. */
  | { readonly kind: "normal-form" }
  /** A directory that may have held files that git does not track. */
  | { readonly kind: "maybe-untracked"; readonly recorded: string; readonly found: string }
  | { readonly kind: "incomparable"; readonly reason: string; readonly blocking: boolean };

/** Compares by the entry's own algorithm only: a hash of another kind never matches. */
export function compareContent(entry: LocatedEntry, content: Content): Comparison {
  const hash = effectiveHash(entry, entry.insideProject);
  if (hash === null) {
    const isElsewhere = entry.files !== null || entry.cloud !== null || entry.dataset !== null;
    return { ...incomparable("no hash is recorded"), blocking: !isElsewhere };
  }
  if (content.kind === "unverifiable") return compareSize(entry, hash, content);
  // DVC hashes what lies in the repository with md5 alone: another spelling is no record of it.
  if (hash.kind !== "md5" && hash.kind !== "md5-dos2unix") {
    return { kind: "different", recorded: hash.value, found: content.md5 };
  }
  return compareHash(entry, hash, content);
}

function compareHash(
  entry: LocatedEntry,
  { kind, value }: RecordedHash,
  content: Hashed,
): Comparison {
  const found = kind === "md5" ? content.md5 : (content.legacyMd5 ?? content.md5);
  const isRespelled = entry.at.kind === "inside" && entry.at.path !== content.path;
  if (found === value) return { kind: isRespelled ? "normal-form" : "same" };
  if (value === content.crlfMd5 || value === content.lfMd5) return { kind: "line-endings" };
  if (content.normalMd5s.includes(value)) return { kind: "normal-form" };
  const isMore = hasMoreFilesThanGit(entry, kind, content);
  return { kind: isMore ? "maybe-untracked" : "different", recorded: value, found };
}

type Hashed = Exclude<Content, { readonly kind: "unverifiable" }>;

function incomparable(reason: string): Comparison & { readonly kind: "incomparable" } {
  return { kind: "incomparable", reason, blocking: false };
}

/**
 * Where git has not the bytes, but their number, only a file of that size can be the recorded one; and
 * a directory never had fewer files than are known.
 */
function compareSize(
  { size, fileCount }: LocatedEntry,
  { kind }: RecordedHash,
  content: Exclude<Content, Hashed>,
): Comparison {
  if (fileCount !== null && content.fileCount !== undefined && fileCount < content.fileCount) {
    const [recorded, found] = [`${fileCount} files`, `${content.fileCount} files`];
    return { kind: "different", recorded, found };
  }
  if (kind !== "md5" || size === null || content.size === null || size === content.size) {
    return { ...incomparable(content.reason), blocking: content.blocking };
  }
  return { kind: "different", recorded: `${size} bytes`, found: `${content.size} bytes` };
}

/**
 * DVC counts untracked and ignored files of a directory; git cannot show them. With more files the
 * directory is not smaller. DVC 1 did not count, and leaves it open.
 */
function hasMoreFilesThanGit(
  { fileCount, size }: LocatedEntry,
  kind: RecordedHash["kind"],
  content: Hashed,
): boolean {
  if (content.kind !== "directory" || content.fileCount === null) return false;
  if (fileCount === null) return kind === "md5-dos2unix" && size === null;
  const isSmaller = kind === "md5" && size !== null && size < (content.size ?? 0);
  return fileCount > content.fileCount && !isSmaller;
}
