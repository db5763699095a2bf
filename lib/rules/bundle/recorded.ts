// The files of a bundle that git does not hold, but a lock or a pointer file records.

import { effectiveHash } from "../../dvc/locate.ts";
import { producersOf, type Producer } from "../../dvc/producers.ts";
import type { BundleFacts, PipelineFacts } from "../../evidence.ts";
import type { Policy, Role } from "../../policy.ts";
import { roleOf } from "../../roles.ts";

export interface RecordedFile {
  readonly path: string;
  /** From the bundle's directory. */
  readonly relative: string;
  readonly role: Role | null;
  readonly md5: string | null;
  /** True for an out that is a directory whose files nothing names. */
  readonly closed: boolean;
}

interface Seen {
  readonly bundle: BundleFacts;
  readonly pipelines: PipelineFacts;
  readonly policy: Policy;
}

const known = new WeakMap<BundleFacts, readonly RecordedFile[]>();

/** Outs below the bundle's directory, and the listed files of one that is the directory or above it. */
export function recordedFiles(seen: Seen): readonly RecordedFile[] {
  const before = known.get(seen.bundle);
  if (before !== undefined) return before;
  const files = findRecorded(seen);
  known.set(seen.bundle, files);
  return files;
}

function findRecorded({ bundle, pipelines, policy }: Seen): readonly RecordedFile[] {
  const inGit = new Set(bundle.files.map(({ path }) => path));
  const producers = producersOf(pipelines);
  const around = [...producers.at(bundle.path), ...producers.above(bundle.path)];
  const all = [...producers.below(bundle.path), ...around].flatMap(filesOf);
  return all.flatMap(({ path, md5, closed }) => {
    if (inGit.has(path) || !path.startsWith(`${bundle.path}/`)) return [];
    if (closed && bundle.files.some((file) => file.path.startsWith(`${path}/`))) return [];
    const relative = path.slice(bundle.path.length + 1);
    return [{ path, relative, role: roleOf(relative, policy), md5, closed }];
  });
}

/** True where the bundle is, or is inside of, a recorded directory whose files nothing names. */
export function isClosed({ bundle, pipelines }: Omit<Seen, "policy">): boolean {
  const producers = producersOf(pipelines);
  return [...producers.at(bundle.path), ...producers.above(bundle.path)].some(
    ({ entry }) => entry.files === null,
  );
}

function filesOf({ entry }: Producer) {
  if (entry.at.kind !== "inside") return [];
  const { path } = entry.at;
  if (entry.files !== null) {
    return entry.files.map((file) => ({
      path: `${path}/${file.path}`,
      md5: file.hash,
      closed: false,
    }));
  }
  const hash = effectiveHash(entry, entry.insideProject);
  const md5 = hash?.kind === "md5" ? hash.value : null;
  return [{ path, md5, closed: hash?.value.endsWith(".dir") === true }];
}
