// manifest/digests-match: every digest and size in the manifest is that of the file.

import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  type Message,
  type View,
} from "../../rule.ts";
import { DIGITS } from "../../formats/digests.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { closedPlaces, missingOf } from "../bundle/recorded.ts";
import { contentCause, entryCause } from "../cause.ts";
import { at, counted, place, rerunAlone, shortHash, shortHashes } from "../wording.ts";
import {
  listedFiles,
  manifestCauses,
  readManifests,
  unreadManifest,
  type Listed,
} from "./listed.ts";
import { differenceOf, strangers, type Difference } from "./difference.ts";
import { writtenBy, type Written } from "./again.ts";
import { tellUncompared, tellWeak, uncompared, weak } from "./uncompared.ts";

interface Differs extends Written {
  readonly path: string;
  readonly place: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  /** How many a digest has, where what is given is none. */
  readonly digits: number | null;
  readonly commit: string;
}

const differs: Message<Differs> = {
  level: "error",
  text: ({ path, place: where, what, expected, found, digits }) =>
    digits === null
      ? `${path} is not the file that the manifest describes: its ${what} is ${found}, ${where} says ${expected}.`
      : `${where} gives ${JSON.stringify(expected)} as the ${what} of ${path}, which is none: it has ${digits} hex digits, and the file's begins with ${found}.`,
  repair: ({ manifest, stage, commit }) => [
    `generate the bundle and ${manifest} again from the recorded state (dvc repro${stage === null ? "" : `, or where that finds nothing to do, ${rerunAlone(stage)}`}); do not edit the digest`,
    commit,
  ],
};

type Seen = View<"bundle" | "manifest" | "pipelines">;

export const manifestDigestsMatch: AnyRule = defineRule({
  id: "manifest/digests-match",
  holds: "every digest and size in the manifest is that of the file",
  why: "A manifest of another state tells consumers that they have the reviewed files when they have not.",
  repair: "Generate the manifest again from the files that are released. Never edit a digest.",
  refusal: "its manifest describes other files",
  example: {
    given: "the model was replaced after the manifest was written",
    says: "publish/v1/model.json is not the file that the manifest describes: its sha256 is 50959ec1, publish/v1/manifest.json:16 says d9298a10.",
  },
  on: true,
  needs: ["bundle", "manifest", "pipelines"],
  messages: { differs, weak, uncompared },
  *check(view) {
    const unread = unreadManifest(view);
    const [manifest] = readManifests(view);
    if (unread !== null) yield unread;
    else if (manifest === undefined) yield missingOf("manifest", view);
    const entries = listedFiles(view);
    const strange = strangers(entries);
    for (const entry of entries) yield* judge(entry, strange, view);
    if (unread === null && manifest !== undefined) yield* tellWeak(manifest, view);
    yield* tellUncompared(view);
    for (const reason of view.manifest.unread) yield noted(`${reason}: it was not compared`);
  },
});

/** A manifest cannot hold its own digest: what it says of itself is passed over. */
function* judge(listing: Listed, strange: ReadonlySet<string>, view: Seen) {
  const { file, from, path } = listing;
  if (path === from.path) return;
  if (file === null) {
    yield* tellUnknown(listing, view);
    return;
  }
  const { content } = file;
  if (content.kind === "unverifiable") {
    const reason = `${file.path}: ${content.reason}`;
    yield content.blocking ? blocking(reason) : noted(reason);
    return;
  }
  if (content.sha256 === null && listing.entry.sha256 !== null)
    yield noted(`${file.path} is outside of git and not at hand: its sha256 was not compared`);
  const difference = differenceOf(listing);
  if (typeof difference === "string") return;
  yield differing(listing, file.path, difference, { view, isStrange: strange.has(from.path) });
}

/** Of a directory, and of what may lie in one that is closed, nothing is hashed. */
function* tellUnknown({ entry, path, isDirectory, from }: Listed, view: Seen) {
  const { bytes, sha256, md5, others } = entry;
  const isClaimed = bytes !== null || sha256 !== null || md5 !== null || others.length > 0;
  if (path === null || !isClaimed || !from.manifest.exhaustive) return;
  const isClosed = closedPlaces(view).some((part) => `${path}/`.startsWith(`${part}/`));
  if (isDirectory || isClosed)
    yield noted(
      `${place(from.path, entry.line)} describes ${path}, of which no file is at hand: it was not compared`,
    );
}

interface Circumstances {
  readonly view: Seen;
  /** The manifest is right about nothing. */
  readonly isStrange: boolean;
}

function differing(
  { entry, from }: Listed,
  path: string,
  { what, said, is }: Difference,
  { view, isStrange }: Circumstances,
) {
  const data = {
    path,
    place: place(from.path, entry.line),
    ...shown(what, said, is),
    ...writtenBy(from.path, view),
    commit: commitBundle(view),
  };
  const ofAll = isStrange ? [entryCause(from.path)] : [];
  return finding("differs", data, {
    where: at(from.path, entry.line),
    expected: said,
    found: is,
    causes: [contentCause(path), ...manifestCauses(from.path, view), ...ofAll],
  });
}

/** What is said and what is, as short as tells them apart. */
function shown(what: string, said: string, is: string) {
  const digits = DIGITS[what];
  if (digits === undefined) {
    const [expected, found] = [counted(Number(said), "byte"), counted(Number(is), "byte")];
    return { what, expected, found, digits: null };
  }
  const isDigest = said.length === digits && /^[0-9a-f]+$/i.test(said);
  if (!isDigest) return { what, expected: said.slice(0, 80), found: shortHash(is), digits };
  const [expected, found] = shortHashes(said, is);
  return { what, expected, found, digits: null };
}
