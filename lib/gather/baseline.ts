// The baseline of a release, with what it held.

import type { Available, Baseline, BaselineFacts, Evidence, Need, Released } from "../evidence.ts";
import type { FoundBaseline } from "../history/baseline.ts";
import type { LastFinal } from "../history/last-final.ts";
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
  /** The same of the final before. */
  readonly finals: Available<Opened> | null;
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
  const { found, its, finals } = baseline.value;
  const { nearest, final, beside } = found;
  const evidence = its === null ? null : await readBaseline(its, read);
  const before = finals === null ? null : await readBaseline(finals, read);
  return {
    state: "present",
    value: {
      commit: opened.commit,
      nearest: withEvidence(nearest, evidence),
      final: finalOf(final, before),
      beside,
      get others() {
        return found.others;
      },
    },
  };
}

function withEvidence(
  released: FoundBaseline["nearest"],
  evidence: Evidence | null,
): Baseline | null {
  return released === null || evidence === null ? null : { ...released, evidence };
}

function finalOf(final: LastFinal | null, evidence: Evidence | null): BaselineFacts["final"] {
  if (final === null) return { state: "present", value: null };
  const { found } = final;
  if (found.state !== "present") return found;
  return { state: "present", value: withEvidence(found.value, evidence) };
}

function readBaseline(its: Available<Opened>, read: ReadFacts): Evidence | Promise<Evidence> {
  return its.state === "present" ? read.gatherFacts(its.value, NEEDS) : read.withoutFacts(its);
}

async function findAndOpen(opened: Opened): Promise<Available<OpenedBaseline>> {
  const found = await opened.baselines.find(opened.release, opened.commit);
  if (found.state !== "present") return found;
  const { nearest, final } = found.value;
  const last = final?.found.state === "present" ? final.found.value : null;
  const open = async (released: Released | null) =>
    released === null ? null : openReleased(opened, released);
  const [its, finals] = [await open(nearest), await open(last)];
  return { state: "present", value: { found: found.value, its, finals } };
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
