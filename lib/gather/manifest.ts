// The manifests of a bundle, read in whatever format they are.

import type { ManifestFacts, ManifestFile } from "../evidence.ts";
import { readManifest } from "../formats/index.ts";
import type { Manifest } from "../formats/manifest.ts";
import { mayList, mustList } from "../formats/names.ts";
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
  const unread: string[] = [];
  for (const { path, relative, role, entry } of files.filter(isAsked)) {
    const primary = role === "manifest";
    const reading = await (entry === null ? readKept(path, kept) : decoder.manifest(entry));
    if (primary || reading.state === "present") found.push({ path, relative, primary, reading });
    else if (mustList(relative)) unread.push(`${path} ${whyUnread(reading)}`);
  }
  return { files: found, unread };
}

function isAsked({ relative, role, internal, entry }: FoundBundle["files"][number]): boolean {
  const isFile = entry === null || entry.kind === "file";
  return !internal && isFile && (role === "manifest" || mayList(relative));
}

function whyUnread(reading: Exclude<Reading<Manifest>, { state: "present" }>): string {
  return reading.state === "absent"
    ? "is kept by DVC and its bytes are not at hand"
    : `could not be read: ${reading.problem.text}`;
}

async function readKept(path: string, kept: KeptFiles): Promise<Reading<Manifest>> {
  const source = { path, oid: null };
  const bytes = await kept.read(path, DOCUMENT_LIMIT);
  return bytes === null
    ? { state: "absent", source }
    : toReading(readManifest(path, bytes), source);
}
