// Gathers the facts of one release: what its rules need, once, in two rounds on one object reader.

import type { LocatedEntry } from "./dvc/project.ts";
import type { Available, Evidence, Facts, PipelineFacts } from "./evidence.ts";
import { parseCommit } from "./git/objects.ts";
import type { Repository } from "./git/open.ts";
import { peel, type Peeled } from "./git/peel.ts";
import { readTree } from "./git/read-tree.ts";
import type { Tree } from "./git/tree.ts";
import { readConversions } from "./gather/attributes.ts";
import { findBundle, withContents } from "./gather/bundle.ts";
import { gatherContents } from "./gather/contents.ts";
import { gatherDocuments } from "./gather/documents.ts";
import type { Decoder } from "./gather/decoder.ts";
import { readIgnoreFiles } from "./gather/ignored.ts";
import { withListings } from "./gather/listings.ts";
import { gatherManifests } from "./gather/manifest.ts";
import { gatherRegistry } from "./gather/registry.ts";
import { readPipeline, readPointer } from "./gather/pipelines.ts";
import { findProjects, type ProjectFiles } from "./gather/projects.ts";
import { isEmpty, narrowToArtifact } from "./gather/scope.ts";
import { gatherWorkspace } from "./gather/workspace.ts";
import type { Policy } from "./policy.ts";
import type { Reading } from "./reading.ts";
import type { Release } from "./release.ts";

export interface Gathering {
  readonly repository: Repository;
  readonly decoder: Decoder;
  readonly policy: Policy;
  readonly needs: ReadonlySet<keyof Facts>;
  /** Milliseconds left of a hook's budget; null without one. */
  readonly left: number | null;
}

export interface Gathered {
  readonly evidence: Evidence;
  /** The commit that is audited; null where the release names none that could be read. */
  readonly commit: string | null;
  /** Why there is nothing to prove; null where there is something. */
  readonly nothing: string | null;
}

/** Reads what the release holds. Never throws for what the release contains. */
export async function gather(gathering: Gathering, release: Release): Promise<Gathered> {
  const { repository } = gathering;
  const peeled = await peelRelease(repository, release);
  if (peeled.state !== "present") return unreadableRelease(peeled);
  const tag = tagFact(peeled.value, release);
  if (peeled.value.target.type !== "commit") return withoutCommit(tag, peeled.value.target.type);
  const commit = peeled.value.target.oid;
  const tree = await treeOf(repository, commit);
  if (tree.state !== "present") return { ...withoutTree(tag, tree), commit };
  return gatherTree(gathering, release, { tag, commit, tree: tree.value });
}

async function peelRelease(repository: Repository, { oid }: Release): Promise<Reading<Peeled>> {
  const absent: Reading<Peeled> = { state: "absent", source: { path: "<ref>", oid } };
  return oid === null ? absent : peel(repository.reader, oid);
}

function tagFact({ tag }: Peeled, release: Release): Evidence["tag"] {
  return release.candidate && release.ref === null
    ? { state: "not-applicable", reason: "a revision has no tag object" }
    : { state: "present", value: tag };
}

async function treeOf({ reader }: Repository, commit: string): Promise<Reading<Tree>> {
  const source = { path: "<commit>", oid: commit };
  const object = await reader.read(commit);
  if (object.state !== "present") return unreadable(source, "the commit is missing in this clone");
  const parsed = parseCommit(commit, object.bytes);
  if (!parsed.ok) return { state: "unreadable", problem: parsed.problem, source };
  return readTree(reader, parsed.value.tree);
}

function unreadable<Value>(
  source: { path: string; oid: string | null },
  text: string,
): Reading<Value> {
  const problem = { cause: "missing-object" as const, text, line: null, column: null };
  return { state: "unreadable", problem, source };
}

interface Opened {
  readonly tag: Evidence["tag"];
  readonly commit: string;
  readonly tree: Tree;
}

async function gatherTree(
  gathering: Gathering,
  release: Release,
  { tag, commit, tree }: Opened,
): Promise<Gathered> {
  const { repository, decoder, policy, needs } = gathering;
  const isIgnored = await readIgnoreFiles(tree, decoder);
  const files = findProjects(tree, policy, release, isIgnored);
  if (files.pipelines.length + files.pointers.length === 0) {
    return nothingToProve(tag, tree, commit, files.leftOut);
  }
  const facts = await readFacts(gathering, release, tree, files);
  if (isEmpty(facts)) return nothingToProve(tag, tree, commit, facts.leftOut);
  const bundle = findBundle(tree, policy, release);
  const conversionOf = await readConversions(tree, decoder);
  const source = { tree, reader: repository.reader, decoder, isIgnored, conversionOf };
  const bundlePaths = bundle?.files.map(({ path }) => path) ?? [];
  const entries = entriesOf(facts);
  const contents = await gatherContents(source, entries, bundlePaths);
  const documents = await gatherDocuments(tree, decoder, facts, bundle);
  const roots = files.roots.length === 0 ? [] : rootsInScope(facts);
  const workspace = needs.has("workspace")
    ? await gatherWorkspace({ repository, policy, commit, tree, roots, left: gathering.left })
    : notNeeded;
  const evidence: Evidence = {
    tag,
    tree: present(tree),
    pipelines: present(facts),
    contents: present(contents),
    documents: present(documents),
    bundle: bundle === null ? noBundle : present(withContents(bundle, contents)),
    manifest: bundle === null ? noBundle : present(await gatherManifests(bundle, decoder)),
    registry: present(await gatherRegistry({ tree, decoder, policy, release }, bundle)),
    workspace,
  };
  return { evidence, commit, nothing: null };
}

const noBundle: Available<never> = {
  state: "not-applicable",
  reason: "the release has no bundle",
};
const notNeeded: Available<never> = { state: "not-applicable", reason: "no rule asks for it" };

function present<Fact>(value: Fact): Available<Fact> {
  return { state: "present", value };
}

/** Every pipeline and pointer file in scope, decoded, with the listings that the cache has. */
async function readFacts(
  { repository, decoder }: Gathering,
  release: Release,
  tree: Tree,
  files: ProjectFiles,
): Promise<PipelineFacts> {
  const pipelines = files.pipelines.map((file) => readPipeline(tree, decoder, file));
  const pointers = files.pointers.map((file) => readPointer(tree, decoder, file));
  const facts: PipelineFacts = {
    projects: files.roots.map((root) => ({ root })),
    pipelines: await Promise.all(pipelines),
    pointers: await Promise.all(pointers),
    leftOut: files.leftOut,
  };
  return withListings(narrowToArtifact(facts, release), repository.worktree);
}

function entriesOf({ pipelines, pointers }: PipelineFacts): readonly LocatedEntry[] {
  return [
    ...pipelines.flatMap(({ stages }) => stages.flatMap(({ deps, outs }) => [...deps, ...outs])),
    ...pointers.flatMap(({ outs, deps }) => [...outs, ...deps]),
  ];
}

function rootsInScope({ pipelines, pointers }: PipelineFacts): readonly string[] {
  return [...new Set([...pipelines, ...pointers].map(({ projectRoot }) => projectRoot))];
}

function everything(tag: Evidence["tag"], rest: Available<never>): Evidence {
  return {
    tag,
    tree: rest,
    pipelines: rest,
    contents: rest,
    documents: rest,
    bundle: rest,
    manifest: rest,
    registry: rest,
    workspace: rest,
  };
}

function nothingToProve(
  tag: Evidence["tag"],
  tree: Tree,
  commit: string,
  leftOut: readonly string[],
): Gathered {
  const reason =
    leftOut.length === 0
      ? "no DVC project and no artifact at this commit: there is nothing to prove"
      : `every DVC file of this commit is left out by the policy (${leftOut.slice(0, 3).join(", ")}): there is nothing to prove`;
  const rest: Available<never> = { state: "not-applicable", reason };
  return { evidence: { ...everything(tag, rest), tree: present(tree) }, commit, nothing: reason };
}

function unreadableRelease(reading: Exclude<Reading<Peeled>, { state: "present" }>): Gathered {
  const reason = reading.state === "absent" ? "the ref is deleted" : reading.problem.text;
  const rest: Available<never> = { state: "unavailable", reason, blocking: true };
  return { evidence: everything(rest, rest), commit: null, nothing: null };
}

function withoutCommit(tag: Evidence["tag"], type: string): Gathered {
  const rest: Available<never> = {
    state: "not-applicable",
    reason: `the tag names a ${type}, not a commit`,
  };
  return { evidence: everything(tag, rest), commit: null, nothing: null };
}

function withoutTree(
  tag: Evidence["tag"],
  reading: Exclude<Reading<Tree>, { state: "present" }>,
): Omit<Gathered, "commit"> {
  const reason =
    reading.state === "absent" ? "the tree is missing in this clone" : reading.problem.text;
  const rest: Available<never> = { state: "unavailable", reason, blocking: true };
  return { evidence: everything(tag, rest), nothing: null };
}
