// manifest/complete: the manifest lists every supported file, and nothing that is not there.

import type { BundleFile } from "../../evidence.ts";
import { isCompanion, isPlumbing } from "../../formats/names.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  type Message,
  type View,
} from "../../rule.ts";
import { isLeftover } from "../../formats/leftovers.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { closedParts, isClosed, missingOf } from "../bundle/recorded.ts";
import { neverRunFor } from "../behind.ts";
import { contentCause, memberCause, roleCause } from "../cause.ts";
import { unreadRecords } from "../unread.ts";
import { at, counted, listed, place } from "../wording.ts";
import { writeAgain, writtenBy, type Written } from "./again.ts";
import {
  listedFiles,
  listing,
  listingManifests,
  manifestCauses,
  unreadManifest,
  type Listed,
  type ReadManifest,
} from "./listed.ts";
import { lookalikes, pathFault, type Lookalikes } from "./resolve.ts";

const regenerate = (data: Regenerated): readonly string[] => [writeAgain(data), data.commit];

interface Regenerated extends Written {
  readonly commit: string;
}

interface Unlisted extends Regenerated {
  readonly paths: readonly string[];
}

const unlisted: Message<Unlisted> = {
  level: "error",
  text: ({ manifest, paths }) =>
    `${manifest} does not list ${counted(paths.length, "file")} of the bundle: ${listed(paths)}.`,
  repair: (data) => [
    "remove what consumers must not use, or mark it in bundle.internal",
    ...regenerate(data),
  ],
};

interface Entry extends Regenerated {
  readonly path: string;
  readonly place: string;
}

interface Absent extends Entry {
  /** A file of the bundle whose name only looks the same. */
  readonly alike: string | null;
}

const absent: Message<Absent> = {
  level: "error",
  text: ({ path, place: where, alike }) =>
    `${where} lists ${path}, which is not in the bundle${alike === null ? "" : `: ${alike} is, whose name differs in case or in its Unicode form (NFC, NFD)`}.`,
  repair: regenerate,
};

interface Escaping extends Entry {
  readonly fault: string;
}

const escapes: Message<Escaping> = {
  level: "error",
  text: ({ path, place: where, fault }) =>
    `${where} lists ${path}, which ${fault}: a manifest names files of its bundle, from its own directory.`,
  repair: regenerate,
};

type Seen = View<"bundle" | "manifest" | "pipelines">;

export const manifestComplete: AnyRule = defineRule({
  id: "manifest/complete",
  holds: "the manifest lists every supported file of the bundle, and nothing that is absent",
  why: "The manifest is what consumers may rely on. A file beside it is an interface by accident, a missing one breaks them.",
  repair: "Generate the manifest again from the files that are released.",
  refusal: "its manifest is not a list of its files",
  example: {
    given: "a file was added to the bundle, not to its manifest",
    says: "publish/v1/manifest.json does not list 1 file of the bundle: publish/v1/README.md.",
  },
  on: true,
  needs: ["bundle", "manifest", "pipelines"],
  messages: { unlisted, absent, escapes },
  *check(view) {
    const unread = unreadManifest(view);
    const [manifest] = listingManifests(view);
    if (unread !== null) yield unread;
    else if (manifest === undefined) yield missingOf("manifest", view);
    else yield* tellUnlisted(manifest, view);
    const alike = lookalikes(view.bundle.files);
    for (const entry of listedFiles(view)) yield* judgeEntry(entry, alike, view);
  },
});

function* tellUnlisted(manifest: ReadManifest, view: Seen) {
  const isListed = listing(view);
  const readable = new Set(view.manifest.files.map(({ path }) => path));
  const missing = [...view.bundle.files, ...closedParts(view)].filter(
    ({ path, relative }) =>
      !readable.has(path) && !isPlumbing(relative) && !isCompanion(relative) && !isListed(path),
  );
  // A review note is written by hand, often after the manifest, and is for people: nobody loads it.
  const unlistedFiles = missing.filter(
    (file) => file.role !== "review" && !("internal" in file && file.internal),
  );
  const alone = unlistedFiles.filter(isToldElsewhere);
  const rest = unlistedFiles.filter((file) => !isToldElsewhere(file));
  for (const files of [rest, ...alone.map((file) => [file])]) {
    const paths = files.map(({ path }) => path);
    if (paths.length === 0) continue;
    const causes = [
      ...manifestCauses(manifest.path, view),
      ...paths.map((path) => memberCause(path)),
    ];
    const data = { ...writtenBy(manifest.path, view), paths, commit: commitBundle(view) };
    yield finding("unlisted", data, { where: at(manifest.path), causes });
  }
}

/** Another rule may have told it: alone, it folds under that. */
function isToldElsewhere({ relative, role }: Pick<BundleFile, "relative" | "role">): boolean {
  return role === "model" || isLeftover(relative);
}

function* judgeEntry(judged: Listed, alike: Lookalikes, view: Seen) {
  const { entry, path, file, isDirectory, from } = judged;
  if (file !== null || isDirectory || !from.manifest.exhaustive || entry.aside === true) return;
  const data = {
    path: entry.path,
    place: place(from.path, entry.line),
    ...writtenBy(from.path, view),
    commit: commitBundle(view),
  };
  const where = at(from.path, entry.line);
  const causes = manifestCauses(from.path, view);
  if (path === null) {
    const fault = pathFault(entry.path) ?? "is no path";
    yield finding("escapes", { ...data, fault }, { where, causes });
    return;
  }
  const closed = closedParts(view);
  if (closed.some((part) => part.path === path || part.path.startsWith(`${path}/`))) return;
  if (isClosed(view) || closed.some((part) => path.startsWith(`${part.path}/`)))
    yield noted(`${entry.path} may be in a directory of which only the hash is recorded`);
  else yield* tellAbsent(path);

  function* tellAbsent(missing: string) {
    const unread = unreadRecords(view.pipelines);
    if (unread.length > 0) {
      yield blocking(`${listed(unread)}, which may record ${missing}, could not be read`);
      return;
    }
    const role = entry.role?.toLowerCase() ?? "";
    yield finding(
      "absent",
      { ...data, alike: alike(missing) },
      {
        where,
        causes: [
          ...causes,
          memberCause(missing),
          contentCause(missing),
          roleCause(view.bundle.path, role),
        ],
        follows: neverRunFor(missing, view.pipelines),
      },
    );
  }
}
