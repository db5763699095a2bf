// The allowed signers that a policy names, from where the policy itself came from.

import { readFileSync } from "node:fs";
import { dirname, isAbsolute, posix, resolve } from "node:path";
import type { AllowedSigners } from "../lib/signers.ts";
import { checkFile } from "./check-file.ts";
import type { LoadedPolicy } from "./load.ts";
import type { PolicySource } from "./source.ts";

/**
 * A relative path is looked for beside the policy: on disk beside a file, and for a policy out of git
 * in the same revision, so that a server never takes it from what is being pushed. An absolute
 * path is a file of this machine.
 */
export async function readSigners(
  { policy, file }: LoadedPolicy,
  source: Pick<PolicySource, "readAt">,
): Promise<AllowedSigners> {
  const { allowedSigners: path } = policy.signing;
  if (path === null) return { state: "none" };
  if (isAbsolute(path)) return readOnDisk(path, path);
  if (file !== null) return readOnDisk(path, resolve(dirname(file), path));
  const [, rev, at] = /^([^:]+):([^]+)$/.exec(policy.source) ?? [];
  if (rev === undefined || at === undefined) {
    return { state: "unreadable", name: path, why: "has no place beside the policy" };
  }
  const beside = posix.join(posix.dirname(at), path);
  const name = `${rev}:${beside}`;
  const bytes = await source.readAt(rev, beside);
  return bytes === null
    ? { state: "unreadable", name, why: "does not exist" }
    : { state: "present", name, bytes };
}

function readOnDisk(name: string, path: string): AllowedSigners {
  try {
    if (!checkFile(path)) return { state: "unreadable", name, why: "is a directory" };
    return { state: "present", name, bytes: readFileSync(path) };
  } catch {
    return { state: "unreadable", name, why: "cannot be read" };
  }
}
