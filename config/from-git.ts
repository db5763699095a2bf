// Policies that stand in a commit: the one that the git configuration names, the default branch's.

import type { Candidate } from "./candidate.ts";
import { namedCandidate } from "./candidate.ts";
import { CONFIG_LIMIT, parseConfig, type ConfigText, type DocumentParsers } from "./parse.ts";
import { PLACES } from "./places.ts";
import type { PolicySource } from "./source.ts";
import { invalid, unreadable } from "./trouble.ts";

/**
 * The policy that `tagproof.policy` names, or null where it names none.
 * @throws AuditError where it names one that is not there
 */
export async function readConfigured(
  repository: PolicySource,
  configured: string | null,
  parsers: DocumentParsers,
): Promise<Candidate | null> {
  if (configured === null) return null;
  const [, rev, path] = /^([^:]+):([^]+)$/.exec(configured) ?? [];
  if (rev === undefined || path === undefined) {
    const text = `it is ${JSON.stringify(configured)}, expected <rev>:<path> or an absolute path`;
    throw invalid("git config tagproof.policy", [{ line: null, text }]);
  }
  const bytes = await repository.readAt(rev, path);
  if (bytes === null) throw unreadable(`${configured} (git config tagproof.policy) does not exist`);
  const text = parseBytes(configured, path, bytes, parsers);
  return namedCandidate(text, configured, null);
}

/** The rc file at the default branch, the nearest one first. @param directories `""` is the root */
export async function readDefaultBranch(
  repository: PolicySource,
  directories: readonly string[],
  parsers: DocumentParsers,
): Promise<Candidate | null> {
  const rev = await repository.defaultBranch();
  if (rev === null) return null;
  const paths = directories.flatMap((directory) =>
    PLACES.map((place) => (directory === "" ? place : `${directory}/${place}`)),
  );
  for (const path of paths) {
    // oxlint-disable-next-line no-await-in-loop -- the first wins, the others are not to be read
    const found = await readPlace(repository, rev, path, parsers);
    if (found !== null) return found;
  }
  return null;
}

async function readPlace(
  repository: PolicySource,
  rev: string,
  path: string,
  parsers: DocumentParsers,
): Promise<Candidate | null> {
  const bytes = await repository.readAt(rev, path);
  if (bytes === null) return null;
  const source = `${rev}:${path}`;
  const text = parseBytes(source, path, bytes, parsers);
  return text.state === "absent" ? null : { text, source, file: null, notices: [] };
}

function parseBytes(
  source: string,
  path: string,
  bytes: Uint8Array,
  parsers: DocumentParsers,
): ConfigText {
  if (bytes.byteLength > CONFIG_LIMIT) {
    throw unreadable(`${source} has ${bytes.byteLength} bytes, and ${CONFIG_LIMIT} are the most`);
  }
  return parseConfig(path, new TextDecoder().decode(bytes), parsers);
}
