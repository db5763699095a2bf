// The branches of a push that only a release may set, and the release tags that name their commits.

import { classifyTag } from "../classify.ts";
import type { PushFacts } from "../evidence.ts";
import type { Repository } from "../git/open.ts";
import { peel } from "../git/peel.ts";
import { listTags } from "../git/refs.ts";
import type { Policy } from "../policy.ts";
import { matchesAny } from "../globs.ts";
import type { PushedBranch } from "../push.ts";
import type { RefUpdate } from "../update.ts";

const TAGS = "refs/tags/";
const HEADS = "refs/heads/";

export interface PushQuery {
  readonly updates: readonly RefUpdate[];
  readonly policy: Policy;
  /** On a server the tags that are here are those of the receiver. */
  readonly place: "pre-push" | "pre-tag" | "pre-receive";
}

/** None, and no tag is looked at, where the push sets no branch of `releases.branches`. */
export async function gatherPush(
  repository: Repository,
  { updates, policy, place }: PushQuery,
): Promise<readonly PushedBranch[]> {
  const branches = branchesOf(updates, policy);
  if (branches.length === 0) return [];
  const names = [
    ...(await pushedNames(repository, updates)),
    ...(await knownNames(repository, updates, place === "pre-receive" ? "receiver" : "here")),
  ].filter(({ tag }) => isRelease(tag, policy));
  return branches.map(({ update, branch, commit }) => {
    const named = names.filter((name) => name.commit === commit);
    const facts = {
      branch,
      commit,
      names: named.map(({ tag, in: there }) => ({ tag, in: there })),
    };
    return { update, facts };
  });
}

function branchesOf(updates: readonly RefUpdate[], { releases }: Policy) {
  return updates.flatMap((update) => {
    const { ref, newOid } = update;
    if (newOid === null || !ref.startsWith(HEADS) || releases.branches.length === 0) return [];
    const branch = ref.slice(HEADS.length);
    return matchesAny(branch, releases.branches) ? [{ update, branch, commit: newOid }] : [];
  });
}

interface Name {
  readonly tag: string;
  readonly commit: string;
  readonly in: PushFacts["names"][number]["in"];
}

async function pushedNames(
  { reader }: Repository,
  updates: readonly RefUpdate[],
): Promise<readonly Name[]> {
  const names: Name[] = [];
  for (const { ref, newOid } of updates) {
    if (newOid === null || !ref.startsWith(TAGS)) continue;
    const peeled = await peel(reader, newOid);
    if (peeled.state !== "present") continue;
    names.push({ tag: ref.slice(TAGS.length), commit: peeled.value.target.oid, in: "push" });
  }
  return names;
}

/** A tag that the push moves or deletes counts as what the push makes of it. */
async function knownNames(
  repository: Repository,
  updates: readonly RefUpdate[],
  place: "receiver" | "here",
): Promise<readonly Name[]> {
  const changed = new Set(updates.map(({ ref }) => ref));
  return (await listTags(repository)).flatMap(({ ref, peeledOid }) =>
    peeledOid === null || changed.has(ref)
      ? []
      : [{ tag: ref.slice(TAGS.length), commit: peeledOid, in: place }],
  );
}

/** GTO's tags that take something back name no release. */
function isRelease(tag: string, { releases }: Policy): boolean {
  const found = classifyTag(tag, releases);
  return found.kind === "release" && ["release", "assign"].includes(found.naming.action);
}
