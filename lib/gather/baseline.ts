// The baseline of a release, with what it held.

import type { Available, Baseline, BaselineFacts, Evidence, Need, Released } from "../evidence.ts";
import type { FoundBaseline } from "../history/baseline.ts";
import { remembered } from "../remembered.ts";
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

/** A baseline, opened by its own name, so that `publish/v1` is compared with `publish/v2`. */
export interface OpenedBaseline {
  readonly found: FoundBaseline;
  /** Null where there is none; else opened, or why what it held is not known. */
  readonly its: Available<Opened> | null;
}

/** Searches and opens the baseline of a release: once, whoever asks for it. */
export const openBaseline: (opened: Opened) => Promise<Available<OpenedBaseline>> =
  remembered(findAndOpen);

export async function gatherBaseline(
  opened: Opened,
  read: ReadFacts,
): Promise<Available<BaselineFacts>> {
  const baseline = await openBaseline(opened);
  if (baseline.state !== "present") return baseline;
  const { found, its } = baseline.value;
  const { nearest, beside } = found;
  const evidence = its === null ? null : await readBaseline(its, read);
  return {
    state: "present",
    value: {
      commit: opened.commit,
      nearest: nearest === null || evidence === null ? null : { ...nearest, evidence },
      beside,
      get others() {
        return found.others;
      },
    },
  };
}

function readBaseline(its: Available<Opened>, read: ReadFacts): Evidence | Promise<Evidence> {
  return its.state === "present" ? read.gatherFacts(its.value, NEEDS) : read.withoutFacts(its);
}

async function findAndOpen(opened: Opened): Promise<Available<OpenedBaseline>> {
  const found = await opened.baselines.find(opened.release, opened.commit);
  if (found.state !== "present") return found;
  const { nearest } = found.value;
  const its = nearest === null ? null : await openReleased(opened, nearest);
  return { state: "present", value: { found: found.value, its } };
}

async function openReleased(
  opened: Opened,
  { release, commit }: Released,
): Promise<Available<Opened>> {
  const tag = { state: "not-applicable", reason: "it is not audited" } as const;
  const tree = await treeOf(opened.repository, commit);
  if (tree.state !== "present") {
    const why = tree.state === "absent" ? "its tree is missing" : tree.problem.text;
    const reason = `${release.name}: ${why}`;
    return { state: "unavailable", reason, blocking: true };
  }
  const its = await openTree(opened, release, { tag, commit, tree: tree.value });
  if (typeof its !== "string" && !("unfound" in its)) return { state: "present", value: its };
  const reason = `${release.name} has no DVC project that is judged`;
  return { state: "not-applicable", reason };
}
