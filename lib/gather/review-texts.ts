// What was written about a release: in its bundle, beside it, in its tag, and in git notes.

import type { TagFacts } from "../evidence.ts";
import type { ReviewText, UnreadText } from "../review-facts.ts";
import type { ObjectReader } from "../git/batch.ts";
import { heldBy } from "../git/held.ts";
import { peel } from "../git/peel.ts";
import { decodeText } from "../git/text.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import type { Release } from "../release.ts";
import type { Opened } from "./opened.ts";

/** Bytes of a note; a longer one is no note that anybody read. */
export const TEXT_LIMIT: number = 1024 * 1024;

const NOTES = "refs/notes/commits";

export interface ReviewTexts {
  readonly texts: readonly ReviewText[];
  readonly unread: readonly UnreadText[];
}

interface Found {
  readonly kind: ReviewText["kind"];
  readonly from: string;
  /** As the object reader takes it. */
  readonly name: string;
}

/** In the order in which people look: the bundle's note, `reviews/<tag>.md`, the tag, git notes. */
export async function readTexts(opened: Opened, assigned: TagFacts | null): Promise<ReviewTexts> {
  const { tag, release, repository } = opened;
  const { assigns = null } = release;
  const objects = [opened.commit, release.oid, assigns?.oid].flatMap((oid) => oid ?? []);
  const [files, notes] = await Promise.all([
    readFiles(opened),
    readNotes(repository.reader, objects),
  ]);
  const message = tag.state === "present" ? messageOf(tag.value, release) : [];
  const its = assigns === null || assigned === null ? [] : messageOf(assigned, assigns);
  return join([files, { texts: [...message, ...its], unread: [] }, notes]);
}

/** The tag of a release that is not the audited one; null where there is none to read. */
export async function readTag(
  reader: ObjectReader,
  { oid }: Pick<Release, "oid">,
): Promise<TagFacts | null> {
  const peeled = oid === null ? null : await peel(reader, oid);
  return peeled?.state === "present" ? peeled.value.tag : null;
}

export function messageOf({ annotated, message }: TagFacts, { oid }: Release): ReviewText[] {
  return annotated ? [{ kind: "tag", from: "the message of the tag", text: message, oid }] : [];
}

/** What review notes are read from. */
export type Noted = Pick<Opened, "release" | "tree" | "repository" | "bundle" | "kept">;

/** The review notes in the tree: those of the bundle, and that beside it. */
export async function readFiles(noted: Noted): Promise<ReviewTexts> {
  const { reader } = noted.repository;
  const [inGit, kept] = await Promise.all([
    Promise.all(filesOf(noted).map((found) => readText(reader, found))),
    keptTexts(noted),
  ]);
  return join([...inGit, ...kept]);
}

function join(parts: readonly ReviewTexts[]): ReviewTexts {
  return {
    texts: parts.flatMap(({ texts }) => texts),
    unread: parts.flatMap(({ unread }) => unread),
  };
}

function filesOf({ bundle, tree, release }: Noted): readonly Found[] {
  const inBundle = (bundle?.files ?? []).filter(({ role }) => role === "review");
  return [
    ...inBundle.flatMap(({ entry }) => toFound("bundle", entry)),
    ...besideIn(tree, release).flatMap((entry) => toFound("file", entry)),
  ];
}

function besideIn(tree: Tree, { name, assigns = null }: Release): readonly TreeEntry[] {
  // A slash in a tag's name (`models/a=model@v1`) may be a directory, or written as a dash.
  const names = [name, ...(assigns === null ? [] : [assigns.name])];
  const spelled = names.flatMap((each) => [each, each.replaceAll(/[^\w.@=+#-]/g, "-")]);
  return [...new Set(spelled)].flatMap((each) => tree.get(`reviews/${each}.md`) ?? []);
}

function toFound(kind: Found["kind"], entry: TreeEntry | null): Found[] {
  return entry?.kind === "file" ? [{ kind, from: entry.path, name: entry.oid }] : [];
}

/** Review notes that git does not hold: from where DVC keeps them, where that is at hand. */
async function keptTexts({ bundle, kept }: Noted): Promise<readonly ReviewTexts[]> {
  const files = (bundle?.files ?? []).filter(
    ({ role, entry }) => role === "review" && entry === null,
  );
  return Promise.all(
    files.map(async ({ path }): Promise<ReviewTexts> => {
      const bytes = await kept.read(path, TEXT_LIMIT);
      return bytes === null
        ? {
            texts: [],
            unread: [{ reason: `${path} is kept by DVC and not at hand`, blocking: false }],
          }
        : {
            texts: [{ kind: "bundle", from: path, text: decodeText(bytes), oid: null }],
            unread: [],
          };
    }),
  );
}

async function readText(reader: ObjectReader, { kind, from, name }: Found): Promise<ReviewTexts> {
  const object = await reader.read(name, { limit: TEXT_LIMIT });
  if (object.state === "present") {
    if (object.type !== "blob") return { texts: [], unread: [] };
    const text = decodeText(object.bytes);
    return { texts: [{ kind, from, text, oid: object.oid }], unread: [] };
  }
  const why = object.state === "missing" ? "is missing in this clone" : "is too large";
  return { texts: [], unread: [{ reason: `${from} ${why}`, blocking: true }] };
}

/** The notes that `git notes add` made for these objects. */
export async function readNotes(
  reader: ObjectReader,
  objects: readonly string[],
): Promise<ReviewTexts> {
  const notes = await heldBy(reader, NOTES);
  if (notes.state === "missing") return { texts: [], unread: [] };
  const wanted = [...new Set(objects)];
  const parts = await Promise.all(wanted.map((oid) => readNote(reader, notes.oid, oid)));
  return join(parts);
}

/** A notes tree with many notes is fanned out by two digits at a time (git-notes(1)). */
async function readNote(reader: ObjectReader, notes: string, oid: string): Promise<ReviewTexts> {
  for (const fan of [0, 1, 2, 3]) {
    const path = fannedOut(oid, fan);
    // oxlint-disable-next-line no-await-in-loop -- the first that there is
    const found = await reader.info(`${notes}:${path}`);
    if (found.state === "missing") continue;
    const from = `the git note of ${oid.slice(0, 12)}`;
    // oxlint-disable-next-line no-await-in-loop
    return await readText(reader, { kind: "note", from, name: found.oid });
  }
  return { texts: [], unread: [] };
}

function fannedOut(oid: string, fan: number): string {
  const directories = Array.from({ length: fan }, (_, index) =>
    oid.slice(index * 2, index * 2 + 2),
  );
  return [...directories, oid.slice(fan * 2)].join("/");
}
