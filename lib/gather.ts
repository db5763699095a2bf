// Gathers the facts of one release: what its rules need, once, on one object reader.

import type { StoreAnswer } from "./dvc/store/store.ts";
import type { Available, Evidence } from "./evidence.ts";
import { treeOf } from "./gather/commit-tree.ts";
import { gatherFacts, withoutFacts } from "./gather/facts.ts";
import { openTree, type Gathering } from "./gather/opened.ts";
import { readConfig } from "./git/config.ts";
import type { Repository } from "./git/open.ts";
import { peel, type Peeled } from "./git/peel.ts";
import type { Tree } from "./git/tree.ts";
import type { Reading } from "./reading.ts";
import { answersOf, type Stores } from "./gather/stores.ts";
import type { Release } from "./release.ts";

export interface Gathered {
  readonly evidence: Evidence;
  /** The commit that is audited; null where the release names none that could be read. */
  readonly commit: string | null;
  /** What caches and local remotes said; none where none was asked. */
  readonly stored?: readonly StoreAnswer[];
  /** Why there is nothing to prove; null where there is something. */
  readonly nothing: string | null;
}

/** Reads what the release holds. Never throws for what the release contains. */
export async function gather(gathering: Gathering, release: Release): Promise<Gathered> {
  const { repository, needs } = gathering;
  const peeled = await peelRelease(repository, release);
  if (peeled.state !== "present") return unreadableRelease(peeled);
  const tag = await tagFact(peeled.value, release, repository);
  if (peeled.value.target.type !== "commit") return withoutCommit(tag, peeled.value.target.type);
  const commit = peeled.value.target.oid;
  const tree = await treeOf(repository, commit);
  if (tree.state !== "present") return { ...withoutTree(tag, tree), commit };
  const asked: Stores[] = [];
  const toOpen = { tag, commit, tree: tree.value };
  const opened = await openTree({ ...gathering, asked }, release, toOpen);
  if (typeof opened === "string") return nothingToProve(tag, tree.value, commit, opened);
  if ("unfound" in opened) return unfound(tag, tree.value, commit, opened.unfound);
  const evidence = await gatherFacts(opened, needs);
  return { evidence, commit, stored: answersOf(asked), nothing: null };
}

async function peelRelease(repository: Repository, { oid }: Release): Promise<Reading<Peeled>> {
  const absent: Reading<Peeled> = { state: "absent", source: { path: "<ref>", oid } };
  return oid === null ? absent : peel(repository.reader, oid);
}

async function tagFact(
  { tag }: Peeled,
  release: Release,
  repository: Repository,
): Promise<Evidence["tag"]> {
  if (release.candidate && release.ref === null)
    return { state: "not-applicable", reason: "a revision has no tag object" };
  // What a push or `git tag` brings is made here.
  if (tag.annotated || release.update !== null) return { state: "present", value: tag };
  return { state: "present", value: { ...tag, remote: await remoteOf(repository) } };
}

async function remoteOf(repository: Repository): Promise<string | null> {
  const entries = await readConfig(repository);
  const names = entries.flatMap(({ key }) => /^remote\.(.+)\.url$/.exec(key)?.[1] ?? []);
  return names.includes("origin") ? "origin" : (names[0] ?? null);
}

function nothingToProve(
  tag: Evidence["tag"],
  tree: Tree,
  commit: string,
  reason: string,
): Gathered {
  const evidence = treeAlone(tag, tree, { state: "not-applicable", reason });
  return { evidence, commit, nothing: reason };
}

function unfound(tag: Evidence["tag"], tree: Tree, commit: string, reason: string): Gathered {
  const evidence = treeAlone(tag, tree, { state: "unavailable", reason, blocking: true });
  return { evidence, commit, nothing: null };
}

function treeAlone(tag: Evidence["tag"], tree: Tree, rest: Available<never>): Evidence {
  return { ...withoutFacts(rest), tag, tree: { state: "present", value: tree } };
}

function unreadableRelease(reading: Exclude<Reading<Peeled>, { state: "present" }>): Gathered {
  const reason = reading.state === "absent" ? "the ref is deleted" : reading.problem.text;
  const rest: Available<never> = { state: "unavailable", reason, blocking: true };
  return { evidence: withoutFacts(rest), commit: null, nothing: null };
}

function withoutCommit(tag: Evidence["tag"], type: string): Gathered {
  const reason = `the tag names a ${type}, not a commit`;
  const rest = withoutFacts({ state: "not-applicable", reason });
  return { evidence: { ...rest, tag }, commit: null, nothing: null };
}

function withoutTree(
  tag: Evidence["tag"],
  reading: Exclude<Reading<Tree>, { state: "present" }>,
): Omit<Gathered, "commit"> {
  const reason =
    reading.state === "absent" ? "the tree is missing in this clone" : reading.problem.text;
  const rest = withoutFacts({ state: "unavailable", reason, blocking: true });
  return { evidence: { ...rest, tag }, nothing: null };
}
