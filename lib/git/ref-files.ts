// The refs of a repository as its files hold them: what `git for-each-ref` would say, without a process.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { orNull } from "../at-hand.ts";

/** A ref as the ref store has it: nothing of its object is looked at. */
export interface StoredRef {
  /** Full name: `refs/tags/v1.0.0`. */
  readonly ref: string;
  readonly oid: string;
}

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Reads `packed-refs` and the files below `refs` (gitrepository-layout(5)); a file wins over a packed
 * ref. Null where they do not tell everything, and git has to be asked: another ref store, a
 * symbolic ref, a link, or whatever else is not plain.
 * @param commonDirectory absolute; worktrees share their tags and branches
 * @param prefix without a slash at its end: `refs/tags`
 * @param symbolic whether refs that stand for others are left out, rather than left to git
 */
export function readRefFiles(
  commonDirectory: string,
  prefix: string,
  symbolic: "refuse" | "skip" = "refuse",
): readonly StoredRef[] | null {
  try {
    if (existsSync(join(commonDirectory, "reftable"))) return null;
    // Loose before packed, as git does: what is packed in between is then seen twice, not never.
    const loose = readLoose({ commonDirectory, symbolic }, prefix);
    const packed = loose === null ? null : readPacked(commonDirectory, prefix);
    if (loose === null || packed === null) return null;
    const oids = new Map([...packed, ...loose]);
    return [...oids]
      .map(([ref, oid]) => ({ ref, oid, bytes: Buffer.from(ref) }))
      .toSorted((left, right) => Buffer.compare(left.bytes, right.bytes))
      .map(({ ref, oid }) => ({ ref, oid }));
  } catch {
    return null;
  }
}

/** What a symbolic ref stands for, by its file: `HEAD` gives `refs/heads/main`. Null where it is none. */
export function readSymbolicRef(directory: string, ref: string): string | null {
  const text = orNull(() => readFileSync(join(directory, ref), "utf8")) ?? "";
  const [, target = ""] = /^ref: (refs\/\S+)\s*$/.exec(text) ?? [];
  return target !== "" && isPlainName(target) ? target : null;
}

type Refs = readonly (readonly [ref: string, oid: string])[];

interface Files {
  readonly commonDirectory: string;
  readonly symbolic: "refuse" | "skip";
}

/** Without a thread for each file: ten thousand of them are read in the time that few would take so. */
function readLoose(files: Files, directory: string): Refs | null {
  const entries = ifThere(() =>
    readdirSync(join(files.commonDirectory, directory), { withFileTypes: true }),
  );
  const refs: (readonly [string, string])[] = [];
  for (const entry of entries ?? []) {
    const found = readEntry(files, `${directory}/${entry.name}`, entry);
    if (found === null) return null;
    refs.push(...found);
  }
  return refs;
}

function readEntry(
  files: Files,
  ref: string,
  entry: { readonly isDirectory: () => boolean; readonly isFile: () => boolean },
): Refs | null {
  if (entry.isDirectory()) return readLoose(files, ref);
  if (ref.endsWith(".lock")) return [];
  if (!entry.isFile() || !isPlainName(ref)) return null;
  const text = ifThere(() => readFileSync(join(files.commonDirectory, ref), "latin1"));
  // Packed, or deleted, since the directory was read.
  if (text === null) return [];
  const oid = text.trim();
  if (files.symbolic === "skip" && oid.startsWith("ref: ")) return [];
  return OBJECT_ID.test(oid) ? [[ref, oid]] : null;
}

/** Lines of `<oid> <ref>`; `#` begins a comment, `^` says what the ref above peels to. */
function readPacked(commonDirectory: string, prefix: string): Refs | null {
  const text = ifThere(() => readFileSync(join(commonDirectory, "packed-refs"), "utf8")) ?? "";
  const refs: (readonly [string, string])[] = [];
  for (const line of text.split("\n")) {
    const [oid = "", ref = ""] = line.split(" ", 2);
    if (line === "" || /^[#^]/.test(line) || !ref.startsWith(`${prefix}/`)) continue;
    if (!OBJECT_ID.test(oid) || !isPlainName(ref)) return null;
    refs.push([ref, oid]);
  }
  return refs;
}

/** What git-check-ref-format(1) allows, and nothing that is no UTF-8. */
function isPlainName(ref: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[\u0000-\u0020\u007f~^:?*[\\\ufffd]|\.\.|@\{|\/\/|\/\.|\.$|\.lock(?:\/|$)|\.\//.test(
    ref,
  );
}

/** Null where the file is not there; any other trouble is thrown. */
function ifThere<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
