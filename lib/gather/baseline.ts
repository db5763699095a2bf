// The baseline of a release, with what it held.

import type { Available, Baseline, BaselineFacts, Evidence, Need, Released } from "../evidence.ts";
import { treeOf } from "./commit-tree.ts";
import { openTree, type Opened } from "./opened.ts";

/** How facts are read from an opened release: given, as the baseline itself is one of them. */
export interface ReadFacts {
  readonly gatherFacts: (opened: Opened, needs: ReadonlySet<Need>) => Promise<Evidence>;
  readonly withoutFacts: (rest: Available<never>) => Evidence;
}

const NEEDS: ReadonlySet<Need> = new Set<keyof Baseline["evidence"]>([
  "tree",
  "pipelines",
  "contents",
  "documents",
  "bundle",
  "manifest",
]);

/** Searches it, and reads it by its own name, so that `publish/v1` is compared with `publish/v2`. */
export async function gatherBaseline(
  opened: Opened,
  read: ReadFacts,
): Promise<Available<BaselineFacts>> {
  const { release, commit, baselines } = opened;
  const found = await baselines.find(release, commit);
  if (found.state !== "present") return found;
  const { nearest, beside } = found.value;
  const its = nearest === null ? null : await readBaseline(opened, nearest, read);
  return {
    state: "present",
    value: {
      commit,
      nearest: nearest === null || its === null ? null : { ...nearest, evidence: its },
      beside,
      get others() {
        return found.value.others;
      },
    },
  };
}

async function readBaseline(
  opened: Opened,
  { release, commit }: Released,
  { gatherFacts, withoutFacts }: ReadFacts,
): Promise<Evidence> {
  const tag = { state: "not-applicable", reason: "it is not audited" } as const;
  const tree = await treeOf(opened.repository, commit);
  if (tree.state !== "present") {
    const why = tree.state === "absent" ? "its tree is missing" : tree.problem.text;
    const reason = `${release.name}: ${why}`;
    return withoutFacts({ state: "unavailable", reason, blocking: true });
  }
  const its = await openTree(opened, release, { tag, commit, tree: tree.value });
  if (typeof its !== "string") return gatherFacts(its, NEEDS);
  const reason = `${release.name} has no DVC project that is judged`;
  return withoutFacts({ state: "not-applicable", reason });
}
