// Whether a file of a bundle is what it was in another release: by its bytes, else by its values.

import { pythonEquals } from "../../document/value.ts";
import type { BundleFile } from "../../evidence.ts";
import { blocking, noted, type Unverified, type View } from "../../rule.ts";

/** A release with a bundle, as a rule sees it. */
export type Side = View<"bundle" | "pipelines" | "documents" | "contents">;

/** A gap where neither bytes nor values of one of them are known. */
export function compareFiles(
  file: BundleFile,
  other: BundleFile,
  now: Side,
  before: Side,
): "same" | "changed" | Unverified {
  if (file.entry !== null && file.entry.oid === other.entry?.oid) return "same";
  const gap = gapOf(file) ?? gapOf(other);
  if (gap !== null) return gap;
  return isSameContent(file, other) || areSameValues(file, other, now, before) ? "same" : "changed";
}

function gapOf({ content, path }: BundleFile): Unverified | null {
  if (content.kind !== "unverifiable") return null;
  const reason = `${path}: ${content.reason}`;
  return content.blocking ? blocking(reason) : noted(reason);
}

function areSameValues(file: BundleFile, other: BundleFile, now: Side, before: Side): boolean {
  const mine = now.documents.get(file.path);
  const its = before.documents.get(other.path);
  if (mine?.state !== "present" || its?.state !== "present") return false;
  return pythonEquals(mine.value, its.value);
}

function isSameContent({ content }: BundleFile, { content: other }: BundleFile): boolean {
  if (content.kind === "unverifiable" || other.kind === "unverifiable") return false;
  return [content.md5, content.crlfMd5, content.lfMd5].includes(other.md5);
}
