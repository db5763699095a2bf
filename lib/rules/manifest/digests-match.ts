// manifest/digests-match: every digest and size in the manifest is that of the file.

import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { contentCause } from "../cause.ts";
import { at, counted, listed, place, shortHash } from "../wording.ts";
import {
  listedFiles,
  manifestCauses,
  readManifests,
  unreadManifest,
  type Listed,
  type ReadManifest,
} from "./listed.ts";

interface Differs {
  readonly path: string;
  readonly place: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly manifest: string;
  readonly commit: string;
}

const differs: Message<Differs> = {
  level: "error",
  text: ({ path, place: where, what, expected, found }) =>
    `${path} is not the file that the manifest describes: its ${what} is ${found}, ${where} says ${expected}.`,
  repair: ({ manifest, commit }) => [
    `generate the bundle and ${manifest} again from the recorded state (dvc repro); do not edit the digest`,
    commit,
  ],
};

const weak: Message<{ readonly manifest: string; readonly paths: readonly string[] }> = {
  level: "warning",
  text: ({ manifest, paths }) =>
    `${manifest} gives no sha256 for ${counted(paths.length, "file")}: ${listed(paths)}. An md5 identifies, it does not prove.`,
  repair: ({ manifest }) => [`let the pipeline write the sha256 of each file into ${manifest}`],
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
  messages: { differs, weak },
  *check(view) {
    const unread = unreadManifest(view);
    const [manifest] = readManifests(view);
    if (unread !== null) yield unread;
    else if (manifest === undefined) yield notApplicable("there is no manifest");
    for (const entry of listedFiles(view)) yield* judge(entry, view);
    if (unread === null && manifest !== undefined) yield* tellWeak(manifest, view);
  },
});

function* tellWeak({ path: manifest }: ReadManifest, view: Seen) {
  const entries = listedFiles(view);
  const proven = new Set(
    entries.flatMap(({ entry, path }) => (entry.sha256 === null ? [] : [path])),
  );
  const paths = entries.flatMap(({ file, from }) =>
    file === null || file.path === from.path || proven.has(file.path) ? [] : [file.path],
  );
  if (paths.length === 0) return;
  const data = { manifest, paths: [...new Set(paths)] };
  yield finding("weak", data, { where: at(manifest) });
}

/** A manifest cannot hold its own digest: what it says of itself is passed over. */
function* judge(listing: Listed, view: Seen) {
  const { file, from, path } = listing;
  if (path === from.path) return;
  if (file === null) return;
  const { content } = file;
  if (content.kind === "unverifiable") {
    const reason = `${file.path}: ${content.reason}`;
    yield content.blocking ? blocking(reason) : noted(reason);
    return;
  }
  const { md5, sha256, size } = content;
  if (sha256 === null && listing.entry.sha256 !== null)
    yield noted(`${file.path} is outside of git and not at hand: its sha256 was not compared`);
  yield* compare(listing, file.path, { md5, sha256, size }, view);
}

interface Known {
  readonly md5: string | null;
  readonly sha256: string | null;
  readonly size: number | null;
}

/** The first of sha256, md5 and size that differs: they differ together. */
function* compare({ entry, from }: Listed, path: string, known: Known, view: Seen) {
  const pairs = [
    { what: "sha256", said: entry.sha256?.toLowerCase() ?? null, is: known.sha256 },
    { what: "md5", said: entry.md5?.toLowerCase() ?? null, is: known.md5 },
    { what: "size", said: entry.bytes, is: known.size },
  ];
  const wrong = pairs.find(({ said, is }) => said !== null && is !== null && said !== is);
  if (wrong === undefined) return;
  const [expected, found] = [String(wrong.said), String(wrong.is)];
  const isSize = wrong.what === "size";
  const data = {
    path,
    place: place(from.path, entry.line),
    what: wrong.what,
    expected: isSize ? `${expected} bytes` : shortHash(expected),
    found: isSize ? `${found} bytes` : shortHash(found),
    manifest: from.path,
    commit: commitBundle(view),
  };
  yield finding("differs", data, {
    where: at(from.path, entry.line),
    expected,
    found,
    causes: [contentCause(path), ...manifestCauses(from.path, view)],
  });
}
