// The policy that a release's own commit carries. It judges nothing; where it is another one, that is told.

import { posix, relative, sep } from "node:path";
import type { Repository } from "../lib/git/open.ts";
import type { Tree } from "../lib/git/tree.ts";
import { rules } from "../lib/rules/index.ts";
import type { LoadedPolicy } from "./load.ts";
import { CONFIG_LIMIT, parseConfig } from "./parse.ts";
import { PLACES } from "./places.ts";
import { parsers } from "./repository-policy.ts";

/** Of a policy; `NONE` where the file has nothing for us, null where nobody can tell what it says. */
type Digest = string | null;

const NONE = "none";

/** Tells, of the tree of a release, whether it carries another policy than the one that was loaded. */
export function openCarried(
  repository: Repository,
  loaded: LoadedPolicy,
): (tree: Tree) => Promise<readonly string[]> {
  const { policy } = loaded;
  const paths = placesOf(repository, loaded);
  const known = new Map<string, Promise<Digest>>();
  return async (tree) => {
    for (const path of paths) {
      const entry = tree.get(path);
      if (entry?.kind !== "file") continue;
      const key = `${path} ${entry.oid}`;
      const digest = known.get(key) ?? digestOf(repository, path, entry.oid);
      known.set(key, digest);
      // oxlint-disable-next-line no-await-in-loop -- the first wins, the others are not to be read
      const found = await digest;
      if (found === NONE) continue;
      return found === policy.digest ? [] : [noticeOf(path, policy.source)];
    }
    return [];
  };
}

function noticeOf(path: string, source: string): string {
  const used = source === path ? "that of the working tree" : source;
  return `the tagged commit carries another policy in ${path}: it is not used, the audit goes by ${used}`;
}

/** The directory where the policy lies in the working tree comes first, then the root. */
function placesOf({ worktree }: Repository, { file }: LoadedPolicy): readonly string[] {
  const path = file === null || worktree === null ? "" : relative(worktree, file);
  const directory = posix.dirname(path.replaceAll(sep, "/"));
  const isBelow = directory !== "." && !directory.startsWith("..") && !posix.isAbsolute(directory);
  const own = isBelow ? PLACES.map((place) => `${directory}/${place}`) : [];
  return [...own, ...PLACES];
}

async function digestOf({ reader }: Repository, path: string, oid: string): Promise<Digest> {
  const object = await reader.read(oid, { limit: CONFIG_LIMIT });
  if (object.state !== "present") return null;
  const text = parseConfig(path, new TextDecoder().decode(object.bytes), parsers);
  if (text.state === "absent") return NONE;
  if (text.state === "broken") return null;
  const { resolvePolicy } = await import("./resolve.ts");
  const resolved = resolvePolicy(text.document, { knownRules: rules, source: path });
  return resolved.ok ? resolved.policy.digest : null;
}
