// The manifests of a bundle, read in whatever format they are.

import type { ManifestFacts, ManifestFile } from "../evidence.ts";
import { readManifest } from "../formats/index.ts";
import type { Manifest } from "../formats/manifest.ts";
import { mayList } from "../formats/names.ts";
import { toReading, type Reading } from "../reading.ts";
import type { FoundBundle } from "./bundle.ts";
import { DOCUMENT_LIMIT, type Decoder } from "./decoder.ts";
import type { KeptFiles } from "./kept.ts";

/**
 * The files with the role, readable or not, and of the signatures, checksums and bills of
 * materials beside them those that list files. One that DVC keeps and that is not at hand is absent.
 */
export async function gatherManifests(
  { files }: FoundBundle,
  decoder: Decoder,
  kept: KeptFiles,
): Promise<ManifestFacts> {
  const found: ManifestFile[] = [];
  for (const { path, relative, role, internal, entry } of files) {
    const primary = role === "manifest";
    const isFile = entry === null || entry.kind === "file";
    if (internal || !isFile || !(primary || mayList(relative))) continue;
    const reading = await (entry === null ? readKept(path, kept) : decoder.manifest(entry));
    if (primary || reading.state === "present") found.push({ path, relative, primary, reading });
  }
  return { files: found };
}

async function readKept(path: string, kept: KeptFiles): Promise<Reading<Manifest>> {
  const source = { path, oid: null };
  const bytes = await kept.read(path, DOCUMENT_LIMIT);
  return bytes === null
    ? { state: "absent", source }
    : toReading(readManifest(path, bytes), source);
}
