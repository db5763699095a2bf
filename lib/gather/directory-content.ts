// The content of one directory of the tree, hashed as DVC hashes it.

import { directoryHash } from "../dvc/directory-hash.ts";
import type { Content } from "../evidence.ts";
import type { TreeEntry } from "../git/tree.ts";
import type { RecordedInside, Request } from "./content-requests.ts";
import { isDoubted, unverifiable, type ContentSource } from "./content-source.ts";
import { otherHashes, type Member } from "./directory-doubts.ts";
import { membersOf } from "./directory-members.ts";
import { fileContent } from "./file-content.ts";
import { follow } from "./follow.ts";

/** `path` is how the directory is asked for, `directory` the one that is there, links followed. */
export async function directoryContent(
  source: ContentSource,
  path: string,
  directory: string,
  request: Request,
): Promise<Content> {
  const { projects, inside = [] } = request;
  const { entries, isMember } = membersOf(source, { path, directory, projects });
  const read = await Promise.all(
    entries.map((entry) => memberOf(source, directory, entry, request.legacy)),
  );
  const members = inside.filter((file) => isMember(file.path)).map(toMember(directory));
  for (const member of read) {
    if (member === null) continue;
    if (member.kind === "member") members.push(member);
    else return unverifiable(path, `${member.path} in it: ${member.reason}`, member.blocking);
  }
  const md5 = directoryHash(members);
  const legacyMd5 = request.legacy
    ? directoryHash(members.map((file) => ({ path: file.path, md5: file.legacyMd5 ?? file.md5 })))
    : null;
  const doubts = isDoubted(request.recorded, md5, legacyMd5)
    ? await otherHashes(source, members, request.recorded)
    : NO_DOUBTS;
  if (doubts.conversion !== null) return unverifiable(path, doubts.conversion, false);
  return {
    kind: "directory",
    path,
    size: members.reduce((sum, { size }) => sum + size, 0),
    fileCount: members.length,
    md5,
    sha256: null,
    legacyMd5,
    crlfMd5: doubts.crlfMd5,
    lfMd5: doubts.lfMd5,
    normalMd5s: doubts.normalMd5s,
    listing: new Map(members.map((file) => [file.path, file.md5])),
  };
}

const NO_DOUBTS = { conversion: null, crlfMd5: null, lfMd5: null, normalMd5s: [] };

function toMember(directory: string): (file: RecordedInside) => Member {
  return ({ path, hash, size }) => ({
    kind: "member",
    path: path.slice(directory.length + 1),
    entry: null,
    md5: hash,
    legacyMd5: hash,
    size: size ?? 0,
  });
}

/** A file of a directory, or null for a link to a directory, which DVC leaves out. */
async function memberOf(
  source: ContentSource,
  directory: string,
  { path }: TreeEntry,
  legacy: boolean,
): Promise<Member | (Content & { readonly kind: "unverifiable" }) | null> {
  const followed = await follow(source.tree, source.decoder, path);
  if (followed.kind === "directory" || followed.kind === "absent") return null;
  if (followed.kind === "unverifiable") return unverifiable(path, followed.reason, false);
  const request = {
    recorded: new Set<string>(),
    projects: new Set<string>(),
    legacy,
    sha256: false,
  };
  const content = await fileContent(source, path, followed.entry, request);
  if (content.kind === "unverifiable") return content;
  const { md5, legacyMd5, size } = content;
  const relative = directory === "" ? path : path.slice(directory.length + 1);
  const { entry } = followed;
  return { kind: "member", path: relative, entry, md5, legacyMd5, size: size ?? 0 };
}
