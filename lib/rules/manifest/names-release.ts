// manifest/names-release: a manifest that names a release names this one.

import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { missingOf } from "../bundle/recorded.ts";
import { at, listed, place } from "../wording.ts";
import { writeAgain, writtenBy, type Written } from "./again.ts";
import { manifestCauses, readManifests, unreadManifest } from "./listed.ts";
import { acceptedNames, isHeld, plainName } from "./release-names.ts";

interface Other extends Written {
  readonly named: string;
  /** Where the manifest names it: `release`. */
  readonly key: string;
  readonly place: string;
  readonly release: string;
  readonly accepted: readonly string[];
  readonly commit: string;
}

const other: Message<Other> = {
  level: "error",
  text: ({ named, key, place: where, release, accepted }) =>
    `${where} says that it is the manifest of ${named} ("${key}"), but it is released as ${release} (${listed(accepted, 6)} would do).`,
  repair: (data) => [
    `${writeAgain(data, `for ${data.release}`)}, or tag the release that it is of`,
    ...(data.stage === null
      ? []
      : [
          `let stage ${data.stage} have the name of the release from a param, so that DVC knows when to run it`,
        ]),
    data.commit,
  ],
};

export const manifestNamesRelease: AnyRule = defineRule({
  id: "manifest/names-release",
  holds:
    "where the manifest names a release, that is the tag, the version, a leading part of it or the bundle's directory",
  why: "A manifest with another version in it is that of another release, copied, or not generated again.",
  repair: "Generate the manifest for the release that is tagged.",
  refusal: "its manifest is of another release",
  example: {
    given: "the manifest of another release was copied",
    says: 'publish/v1/manifest.json:1 says that it is the manifest of v1.1.0 ("release"), but it is released as v1.0.0 (v1.0.0, v1.0 and v1 would do).',
  },
  on: true,
  needs: ["bundle", "manifest", "pipelines"],
  messages: { other },
  *check(view) {
    const unread = unreadManifest(view);
    const { release: its } = view.bundle;
    const { version } = its.naming;
    const named = readManifests(view).flatMap(({ path, manifest: { releases } }) =>
      releases
        .filter((release) => isHeld(release, version ?? its.name))
        .map((release) => ({ path, release })),
    );
    if (unread !== null) yield unread;
    else if (view.manifest.files.length === 0) yield missingOf("manifest", view);
    else if (named.length === 0) yield notApplicable("no manifest names a release");
    else if (version === null) yield notApplicable(`${its.name} has no version to compare`);
    if (version === null) return;
    // A bundle may also be made for the stage tag itself.
    const own = view.release.name === its.name ? [] : [view.release.name];
    const accepted = [...acceptedNames(its, view.bundle.path), ...own];
    for (const { path, release } of named) {
      if (accepted.some((name) => plainName(name) === plainName(release.value))) continue;
      const data = {
        named: release.value,
        key: release.key,
        place: place(path, release.line),
        release: view.release.name,
        accepted,
        ...writtenBy(path, view),
        commit: commitBundle(view),
      };
      const causes = manifestCauses(path, view);
      const where = at(path, release.line);
      yield finding("other", data, { where, causes, found: release.value });
    }
  },
});
