// What was written about the release before: a note that repeats it was carried over.

import type { Available, BundleFacts, BundleFile, Released } from "../evidence.ts";
import type { EarlierTexts, ReviewText, WrittenSince } from "../review-facts.ts";
import type { Release } from "../release.ts";
import { openBaseline } from "./baseline.ts";
import type { Opened } from "./opened.ts";
import { messageOf, readFiles, readNotes, readTag, type ReviewTexts } from "./review-texts.ts";

const NOTHING: EarlierTexts = { release: null, texts: [], unread: [] };

/** What was read of the release itself. */
export interface Written {
  readonly bundle: BundleFacts | null;
  readonly texts: readonly ReviewText[];
}

/** The notes in the tree of the baseline and the message of its tag. Git notes are of one object, and stay with it. */
export async function readEarlier(opened: Opened, written: Written): Promise<EarlierTexts> {
  const baseline = await openBaseline(opened);
  if (baseline.state === "unavailable") return { ...NOTHING, unread: [baseline] };
  if (baseline.state !== "present") return NOTHING;
  const { found, its } = baseline.value;
  return found.nearest === null ? NOTHING : readAbout(opened, found.nearest.release, its, written);
}

/** Of a final that follows candidates: what they said counts, as far as the final before did not. */
export async function readSinceFinal(
  opened: Opened,
  written: Written,
  nearest: EarlierTexts,
): Promise<WrittenSince | null> {
  const baseline = await openBaseline(opened);
  if (baseline.state !== "present") return null;
  const { final } = baseline.value.found;
  const last = final?.found.state === "present" ? final.found.value : null;
  if (final === null || last === null) return null;
  const [earlier, ...parts] = await Promise.all([
    readAbout(opened, last.release, baseline.value.finals, written),
    ...final.candidates.map(async (candidate) => readCandidate(opened, candidate)),
  ]);
  const all = [nearest, ...parts];
  return {
    earlier,
    texts: all.flatMap(({ texts }) => texts),
    unread: all.flatMap(({ unread }) => unread),
  };
}

/** Beside its bundle, which is looked into for the nearest alone. */
async function readCandidate(opened: Opened, { release, commit }: Released): Promise<ReviewTexts> {
  const objects = [commit, ...(release.oid === null ? [] : [release.oid])];
  const parts = await Promise.all([
    readFiles({ ...opened, release, bundle: null }),
    readMessage(opened, release),
    readNotes(opened.repository.reader, objects),
  ]);
  return {
    texts: parts.flatMap(({ texts }) => texts),
    unread: parts.flatMap(({ unread }) => unread),
  };
}

async function readAbout(
  opened: Opened,
  release: Release,
  its: Available<Opened> | null,
  written: Written,
): Promise<EarlierTexts> {
  const parts = await Promise.all([
    its?.state === "present" ? readTree(its.value, written) : NOTHING,
    // Its review may have been committed after it.
    readFiles({ ...opened, release, bundle: null }),
    readMessage(opened, release),
  ]);
  const unread = its?.state === "unavailable" ? [its] : [];
  return {
    release,
    texts: parts.flatMap(({ texts }) => texts),
    unread: [...unread, ...parts.flatMap((part) => part.unread)],
  };
}

/** A note whose content the release has too is known by that, and read no second time. */
async function readTree(its: Opened, written: Written): Promise<ReviewTexts> {
  const bundle = await its.promoted();
  const paths = new Map(
    notesIn(written.bundle).flatMap((file) => idsOf(file).map((id) => [id, file.path])),
  );
  const pathOf = (file: BundleFile) => idsOf(file).flatMap((id) => paths.get(id) ?? [])[0] ?? null;
  const old = notesIn(bundle);
  const same = old.flatMap((file) => pathOf(file) ?? []);
  const others = old.filter((file) => pathOf(file) === null);
  const read = await readFiles({ ...its, bundle: bundle && { ...bundle, files: others } });
  const carried = written.texts.filter(
    ({ kind, from }) => kind === "bundle" && same.includes(from),
  );
  return { texts: [...carried, ...read.texts], unread: read.unread };
}

function notesIn(bundle: BundleFacts | null): readonly BundleFile[] {
  return bundle?.files.filter(({ role }) => role === "review") ?? [];
}

/** What git and DVC call its content: one of them may not know it. */
function idsOf({ entry, content }: BundleFile): readonly string[] {
  const md5 = content.kind === "unverifiable" ? [] : [content.md5];
  return entry === null ? md5 : [entry.oid, ...md5];
}

async function readMessage({ repository }: Opened, release: Release): Promise<ReviewTexts> {
  const tag = await readTag(repository.reader, release);
  return { texts: tag === null ? [] : messageOf(tag, release), unread: [] };
}
