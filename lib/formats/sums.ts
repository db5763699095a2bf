// `SHA256SUMS` and `MD5SUMS`, as `sha256sum`, `md5sum` and their BSD namesakes write them.

import { malformed, parsed, type Parsed } from "../reading.ts";
import { allOf } from "./nodes.ts";
import { pathEntry, type ManifestEntry, type ManifestFormat } from "./manifest.ts";
import { isCompanion, isSumsFile } from "./names.ts";

const GNU = /^(\\?)([0-9a-fA-F]{64}|[0-9a-fA-F]{32})(?: [ *])(.+)$/;
const BSD = /^(?:SHA256|MD5) \((.+)\) = ([0-9a-fA-F]{64}|[0-9a-fA-F]{32})$/;

/** Recognised by its name, else by its first line. */
export const sumsFormat: ManifestFormat = {
  name: "sums",
  match: (path, content) => {
    if (content.kind !== "text") return false;
    if (isSumsFile(path) || isCompanion(path)) return true;
    const [first = ""] = linesOf(content.text).map(({ text }) => text);
    return GNU.test(first) || BSD.test(first);
  },
  read: (content) => {
    const lines = content.kind === "text" ? linesOf(content.text) : [];
    const entries = allOf(lines.map(({ text, line }) => entryOf(text, line)));
    if (!entries.ok) return entries;
    return parsed({ format: "sums", entries: entries.value, exhaustive: true, release: null });
  },
};

/** The lines that say something: comments and empty ones are left out. */
export function linesOf(text: string): readonly { readonly text: string; readonly line: number }[] {
  return text
    .split("\n")
    .map((content, index) => ({ text: content.replace(/\r$/, ""), line: index + 1 }))
    .filter(({ text: content }) => content.trim() !== "" && !content.startsWith("#"));
}

function entryOf(text: string, line: number): Parsed<ManifestEntry> {
  const [, path = "", bsdDigest = ""] = BSD.exec(text) ?? [];
  if (path !== "") return parsed(withDigest(path, bsdDigest, line));
  const [, escape, digest = "", name = ""] = GNU.exec(text) ?? [];
  if (name === "") return malformed(`line ${line} is no checksum and file name`, line);
  return parsed(withDigest(escape === "" ? name : unescape(name), digest, line));
}

/** A leading backslash says that the name is escaped (coreutils, `md5sum invocation`). */
function unescape(name: string): string {
  return name.replaceAll(/\\([\\nr])/g, (_, code: string) =>
    code === "n" ? "\n" : code === "r" ? "\r" : "\\",
  );
}

function withDigest(path: string, digest: string, line: number): ManifestEntry {
  const isMd5 = digest.length === 32;
  return { ...pathEntry(path, line), [isMd5 ? "md5" : "sha256"]: digest };
}
