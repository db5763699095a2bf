// The manifests of a bundle, read in whatever format they are.

import type { ManifestFacts, ManifestFile } from "../evidence.ts";
import { mayList } from "../formats/names.ts";
import type { FoundBundle } from "./bundle.ts";
import type { Decoder } from "./decoder.ts";

/**
 * The files with the role, readable or not, and of the signatures, checksums and bills of
 * materials beside them those that list files.
 */
export async function gatherManifests(
  { files }: FoundBundle,
  decoder: Decoder,
): Promise<ManifestFacts> {
  const found: ManifestFile[] = [];
  for (const { path, relative, role, internal, entry } of files) {
    const primary = role === "manifest";
    if (internal || entry?.kind !== "file" || !(primary || mayList(relative))) continue;
    const reading = await decoder.manifest(entry);
    if (primary || reading.state === "present") found.push({ path, relative, primary, reading });
  }
  return { files: found };
}
