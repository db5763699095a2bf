// `SHA256SUMS`, `MD5SUMS` and their like, as coreutils, BSD and OpenSSL write them and `sha256sum --check` reads them.

import { malformed, parsed, type Parsed } from "../reading.ts";
import { BY_LENGTH } from "./digests.ts";
import { listOf, pathEntry, type ManifestEntry, type ManifestFormat } from "./manifest.ts";
import { accompanied, isCompanion, isSumsFile, sumsAlgorithm } from "./names.ts";
import { allOf } from "./nodes.ts";
import { linesOf, type Line } from "./text-lines.ts";

/** `<hex>  name`, `<hex> *name`, or with a single blank as in BSD's `md5 -r`. */
const PLAIN = /^[ \t]*(\\?)([0-9a-f]{32,128})[ \t](.+)$/i;
/** `SHA256 (name) = <hex>`; OpenSSL leaves out blanks. */
const TAGGED =
  /^[ \t]*(\\?)(MD5|SHA(?:2-)?(?:1|224|256|384|512)|BLAKE2b) ?\((.+)\)[ \t]*=[ \t]*([0-9a-fA-F]+)$/;
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r" };
const BARE = /^[0-9a-f]{32,128}$/i;

/** Recognised by its name, else by its first line. */
export const sumsFormat: ManifestFormat = {
  name: "sums",
  match: (path, content) => {
    if (content.kind !== "text") return false;
    if (isSumsFile(path) || isCompanion(path)) return true;
    const first = linesOf(content.text).slice(0, 1);
    return first.length > 0 && sumsOf(first, null).ok;
  },
  read: (content, path) => {
    const lines = content.kind === "text" ? linesOf(content.text) : [];
    const sums = sumsOf(lines, isCompanion(path) ? accompanied(path) : null);
    if (!sums.ok) return sums;
    const entries = allOf(sums.value.map((sum) => entryOf(sum, sumsAlgorithm(path))));
    return entries.ok ? parsed(listOf("sums", entries.value)) : entries;
  },
};

interface Sum {
  readonly path: string;
  readonly algorithm: string;
  readonly digest: string;
  readonly line: number;
}

/** `own` is the file that a checksum accompanies: it may leave the name out, or have read standard input. */
function sumsOf(lines: readonly Line[], own: string | null): Parsed<readonly Sum[]> {
  const [first] = lines;
  const bare = own === null || first === undefined ? null : bareSum(first, own);
  if (bare !== null && lines.length === 1) return parsed([bare]);
  const isReversed = hasSingleBlanks(lines);
  return allOf(
    lines.map((line) => {
      const sum = taggedSum(line) ?? plainSum(line, isReversed);
      if (sum === null)
        return malformed(`line ${line.line} is no checksum and file name`, line.line);
      return parsed(sum.path === "-" && own !== null ? { ...sum, path: own } : sum);
    }),
  );
}

/** As the first plain line has it: a second blank then belongs to the name. */
function hasSingleBlanks(lines: readonly Line[]): boolean {
  const [rest] = lines.flatMap(({ text }) => PLAIN.exec(text)?.slice(3) ?? []);
  return rest !== undefined && isSingle(rest);
}

/** Whether one blank alone stood before this rest of a line. */
function isSingle(rest: string): boolean {
  return rest.length === 1 || !/^[ *]/.test(rest);
}

function taggedSum({ text, line }: Line): Sum | null {
  const [, escape = "", tag = "", name = "", digest = ""] = TAGGED.exec(text) ?? [];
  const algorithm = tag.toLowerCase().replace("2-", "").replace("blake2b", "b2");
  const isLong = algorithm === "b2" || BY_LENGTH.get(digest.length) === algorithm;
  return isLong ? withName(escape, name, { algorithm, digest, line }) : null;
}

function plainSum({ text, line }: Line, isReversed: boolean): Sum | null {
  const [, escape = "", digest = "", rest = ""] = PLAIN.exec(text) ?? [];
  const algorithm = BY_LENGTH.get(digest.length);
  if (algorithm === undefined || (isSingle(rest) && !isReversed)) return null;
  return withName(escape, isReversed ? rest : rest.slice(1), { algorithm, digest, line });
}

/** A leading backslash says that the name is escaped. */
function withName(escape: string, name: string, sum: Omit<Sum, "path">): Sum | null {
  const path = escape === "" ? name : unescaped(name);
  return path === null ? null : { ...sum, path };
}

function bareSum({ text, line }: Line, path: string): Sum | null {
  const digest = text.trim();
  const algorithm = BY_LENGTH.get(digest.length);
  return BARE.test(digest) && algorithm !== undefined ? { path, algorithm, digest, line } : null;
}

/** As coreutils escapes a name (`md5sum invocation`); null where it is not escaped so. */
function unescaped(name: string): string | null {
  if (!/^(?:[^\\]|\\[\\nr])*$/.test(name)) return null;
  return name.replaceAll(/\\([\\nr])/g, (_, code: string) => ESCAPED[code] ?? code);
}

/** `expected` is the algorithm in the list's name. What b2sum writes has no length of its own. */
function entryOf(sum: Sum, expected: string | null): Parsed<ManifestEntry> {
  const { path, digest, line } = sum;
  const algorithm = expected === "b2" ? expected : sum.algorithm;
  if (algorithm !== (expected ?? algorithm))
    return malformed(
      `line ${line} holds a checksum of ${algorithm}, in a list of ${expected}`,
      line,
    );
  const entry = pathEntry(path, line);
  const isCompared = algorithm === "sha256" || algorithm === "md5";
  return parsed({ ...entry, ...(isCompared ? { [algorithm]: digest } : { others: [algorithm] }) });
}
