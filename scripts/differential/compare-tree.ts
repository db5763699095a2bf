// The hashes of one random tree, by us from git's objects and by DVC from the files.

import { locate } from "../../lib/dvc/locate.ts";
import type { LocatedEntry } from "../../lib/dvc/project.ts";
import type { Content, ContentFacts } from "../../lib/evidence.ts";
import { readAttributes } from "../../lib/gather/attributes.ts";
import { gatherContents } from "../../lib/gather/contents.ts";
import { readIgnoreFiles } from "../../lib/gather/ignored.ts";
import { readTree } from "../../lib/git/read-tree.ts";
import type { TreeCase } from "./generate-tree.ts";
import type { Lane } from "./lane.ts";
import { nothing, sumOutcomes, type Outcome } from "./outcome.ts";

interface TheirHash {
  readonly error: string | null;
  readonly hash: string | null;
}

export interface TheirHashes {
  readonly error?: string;
  readonly hashes?: Readonly<
    Record<string, { readonly md5: TheirHash; readonly legacy: TheirHash }>
  >;
}

export async function compareTree(
  lane: Lane,
  given: TreeCase,
  theirs: TheirHashes,
): Promise<Outcome> {
  if (theirs.hashes === undefined) {
    return { ...nothing, disagreements: [`DVC fails: ${theirs.error}`] };
  }
  const ours = await hash(lane, given);
  const answers = Object.entries(theirs.hashes).flatMap(([path, { md5, legacy }]) => {
    const content = ours.get(path);
    return [
      compareHash(path, content, md5, (found) => `md5:${found.md5}`),
      compareHash(path, content, legacy, (found) => `md5-dos2unix:${found.legacyMd5}`),
    ];
  });
  return sumOutcomes(answers);
}

async function hash(lane: Lane, { files, asked }: TreeCase): Promise<ContentFacts> {
  const { decoder, repository } = lane;
  // The project of the oracle has its `.dvc`, and so has the tree.
  const oid = lane.store.tree({ ...files, ".dvc/config": "" });
  const tree = await readTree(repository.reader, oid);
  if (tree.state !== "present") throw new Error("the tree cannot be read back");
  const isIgnored = await readIgnoreFiles(tree.value, decoder);
  const attributes = await readAttributes(tree.value, decoder);
  const source = { tree: tree.value, reader: repository.reader, decoder, isIgnored, ...attributes };
  return gatherContents(source, asked.map(entryOf), []);
}

/** An entry that asks for the legacy hash beside the plain one. */
function entryOf(path: string): LocatedEntry {
  return {
    path,
    line: 1,
    hash: { kind: "md5-dos2unix", value: "0".repeat(32) },
    hashSpelled: false,
    size: null,
    fileCount: null,
    files: null,
    cloud: null,
    dataset: null,
    ...locate("", "", path),
  };
}

type Hashed = Exclude<Content, { readonly kind: "unverifiable" }>;

function compareHash(
  path: string,
  content: Content | undefined,
  { hash: theirs, error }: TheirHash,
  show: (content: Hashed) => string,
): Outcome {
  if (error !== null || content?.kind === "unverifiable") {
    return { ...nothing, declined: 1 };
  }
  const ours = content === undefined ? null : show(content);
  const text = `${JSON.stringify(path)}: DVC ${theirs}, we ${ours}`;
  return { disagreements: ours === theirs ? [] : [text], compared: 1, declined: 0 };
}
