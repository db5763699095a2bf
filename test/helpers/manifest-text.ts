// Manifests of tests: read from their text.

import assert from "node:assert/strict";
import { readManifest } from "../../lib/formats/index.ts";
import type { ManifestEntry } from "../../lib/formats/manifest.ts";

/** A sha256 and an md5 of nothing in particular. */
export const A: string = "a".repeat(64);
export const B: string = "b".repeat(32);

export function read(path: string, text: string): ReturnType<typeof readManifest> {
  return readManifest(path, new TextEncoder().encode(text));
}

/** The entries of a manifest that can be read. */
export function entriesIn(path: string, text: string): readonly ManifestEntry[] {
  const result = read(path, text);
  assert.ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value.entries;
}
