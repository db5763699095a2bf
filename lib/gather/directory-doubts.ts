// Other hashes of a directory, for one that is not the recorded one: as other machines may have it.

import { directoryHash } from "../dvc/directory-hash.ts";
import { md5Of, withCrlf, withLf } from "../dvc/hash.ts";
import { READ_LIMIT } from "../git/batch.ts";
import type { TreeEntry } from "../git/tree.ts";
import type { ContentSource } from "./content-source.ts";

/** A file of a directory: its path from there. */
export interface Member {
  readonly kind: "member";
  readonly path: string;
  /** Null for a file that git does not hold. */
  readonly entry: TreeEntry | null;
  readonly md5: string;
  readonly legacyMd5: string | null;
  readonly size: number;
}

export interface Doubts {
  /** A file that is converted on checkout, and how; null where none is. */
  readonly conversion: string | null;
  readonly crlfMd5: string | null;
  readonly lfMd5: string | null;
  readonly normalMd5s: readonly string[];
}

/** Git looks for a NUL here, and takes a file that has one for binary (git, buffer_is_binary). */
const PROBE = 8000;

/**
 * The directory with its text in CRLF (all of it, or what `.gitattributes` checks out so) and in LF,
 * and with its names in each Unicode normal form.
 */
export async function otherHashes(
  source: ContentSource,
  members: readonly Member[],
  recorded: ReadonlySet<string>,
): Promise<Doubts> {
  for (const { entry } of members) {
    const reason = entry === null ? null : source.conversionOf(entry.path);
    if (reason !== null) return { ...NOTHING, conversion: `${entry?.path} in it: ${reason}` };
  }
  const variants = await Promise.all(members.map((member) => variantsOf(source, member)));
  const hash = (of: keyof Variants): string =>
    directoryHash(
      members.map(({ path, md5 }, index) => ({ path, md5: variants[index]?.[of] ?? md5 })),
    );
  const [all, declared] = [hash("crlf"), hash("declared")];
  return {
    conversion: null,
    crlfMd5: recorded.has(declared) ? declared : all,
    lfMd5: hash("lf"),
    normalMd5s: normalForms(members),
  };
}

const NOTHING = { crlfMd5: null, lfMd5: null, normalMd5s: [] };

/** The md5 of one file, by how its lines may end. */
interface Variants {
  /** CRLF, unless `.gitattributes` says LF or none of it. */
  readonly crlf: string;
  /** CRLF where `.gitattributes` says so, alone. */
  readonly declared: string;
  readonly lf: string;
}

async function variantsOf(source: ContentSource, { entry, md5 }: Member): Promise<Variants> {
  if (entry === null) return { crlf: md5, declared: md5, lf: md5 };
  const object = await source.reader.read(entry.oid, { limit: READ_LIMIT });
  const lineEnding = source.lineEndingOf(entry.path);
  const isText = object.state === "present" && !object.bytes.subarray(0, PROBE).includes(0);
  if (!isText || lineEnding === "none") return { crlf: md5, declared: md5, lf: md5 };
  const crlf = md5Of(withCrlf(object.bytes));
  return {
    crlf: lineEnding === "lf" ? md5 : crlf,
    declared: lineEnding === "crlf" ? crlf : md5,
    lf: md5Of(withLf(object.bytes)),
  };
}

function normalForms(members: readonly Member[]): readonly string[] {
  const isPlain = members.every(({ path }) => path.normalize("NFD") === path.normalize("NFC"));
  if (isPlain) return [];
  return (["NFC", "NFD"] as const).map((form) =>
    directoryHash(members.map(({ path, md5 }) => ({ path: path.normalize(form), md5 }))),
  );
}
