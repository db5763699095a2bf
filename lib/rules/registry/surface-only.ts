// registry/surface-only: a registry sends consumers to what is released, not into the pipeline.

import type { RegistryFile } from "../../evidence.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { acceptedNames, plainName } from "../manifest/release-names.ts";
import { ROLES } from "../../roles.ts";
import { entryCause, roleCause } from "../cause.ts";
import { at, place } from "../wording.ts";
import { ANY_NAME, isDocument, isExplicit, isPath, PATH_KEYS } from "./keys.ts";
import { malformed, unreadable } from "./malformed.ts";
import { standingIn, type Standing } from "./surface.ts";
import { valuesUnder, type NamedValue } from "./values.ts";

const internal: Message<{ readonly place: string; readonly value: string }> = {
  level: "error",
  text: ({ place: where, value }) =>
    `${where} points to ${value}, which is neither in a release bundle nor a declared artifact: consumers would depend on an internal path.`,
  repair: () => [
    "point to the file of the bundle, or declare the path under artifacts: in dvc.yaml",
    "commit, and tag that commit",
  ],
};

const hidden: Message<{ readonly place: string; readonly value: string }> = {
  level: "error",
  text: ({ place: where, value }) =>
    `${where} points to ${value}, which the policy calls internal to its bundle (bundle.internal): consumers would depend on it all the same.`,
  repair: () => [
    "point to a file of the bundle that consumers may use, or take the file out of bundle.internal of the policy",
    "commit, and tag that commit",
  ],
};

const nowhere: Message<{ readonly place: string; readonly value: string }> = {
  level: "warning",
  text: ({ place: where, value }) =>
    `${where} points to ${value}, which is neither in a release bundle nor in this commit or its records.`,
  repair: () => [
    "point to the file of the bundle, or to the URL where it is",
    "commit, and tag that commit",
  ],
};

/** Also an entry that is of an older release, and does not say so: its file need not be here any more. */
const absent: Message<{ readonly place: string; readonly value: string }> = {
  level: "warning",
  text: ({ place: where, value }) =>
    `${where} points to ${value}, which the bundle of this release does not hold.`,
  repair: () => [
    "name the file as the bundle does, or the release that has it (version, rev) beside the path",
    "commit, and tag that commit",
  ],
};

export const registrySurfaceOnly: AnyRule = defineRule({
  id: "registry/surface-only",
  holds: "entries of registry files point inside a release bundle or at a declared artifact",
  why: "Pipeline paths change with the next refactoring. A consumer who was sent there breaks, or takes something that was never released.",
  repair: "Point the registry at the bundle, or declare the path as an artifact.",
  refusal: "its registry sends consumers to internal paths",
  example: {
    given: "the registry points at a stage's own output",
    says: "registry.yaml:2 points to model.json, which is neither in a release bundle nor a declared artifact: consumers would depend on an internal path.",
  },
  lists: [{ name: "keys of a path", values: PATH_KEYS }],
  on: true,
  needs: ["registry", "pipelines", "tree"],
  messages: { internal, hidden, absent, nowhere, malformed },
  *check(view) {
    const { registries, unread } = view.registry;
    for (const reason of unread) yield noted(reason);
    if (registries.length + unread.length === 0) {
      yield notApplicable("the commit holds no registry file");
      return;
    }
    for (const { path, document } of registries) {
      if (document.state === "unreadable") yield unreadable(path, document.problem);
    }
    const known = standingIn(view);
    const standing = (path: string, value: NamedValue): Standing => {
      const stands = known(path, value);
      return stands === "absent" && isOfAnother(value, view) ? "released" : stands;
    };
    // A model that the bundle lacks is missed by its own rule.
    const { bundle } = view.registry;
    const follows = bundle === null ? [] : ROLES.map((role) => roleCause(bundle, role));
    for (const file of registries) yield* judge(file, standing, follows);
  },
});

/** An older bundle may have held in the same place what the one of this release does not. */
function isOfAnother({ pin }: NamedValue, { release, registry }: View<"registry">): boolean {
  const own = acceptedNames(release.assigns ?? release, registry.bundle ?? "").map(plainName);
  return pin !== null && !own.includes(plainName(pin));
}

function* judge(
  { path, document }: RegistryFile,
  standing: ReturnType<typeof standingIn>,
  follows: readonly string[],
) {
  if (document.state !== "present") return;
  for (const entry of valuesUnder(document.value, [...PATH_KEYS, ANY_NAME])) {
    if (!isPath(entry.key, entry.value) || isDocumentation(entry)) continue;
    const where = place(path, entry.line);
    if (entry.repository === null)
      yield* tell(entry, path, { stands: standing(path, entry), follows });
    else
      yield noted(
        `${where} points to ${entry.value} of ${entry.repository}, which was not looked at`,
      );
  }
}

/** Whether a text that leads nowhere was meant as a path is plain from its key alone. */
function* tell(
  { key, value, line }: NamedValue,
  path: string,
  { stands, follows }: { readonly stands: Standing; readonly follows: readonly string[] },
) {
  const data = { place: place(path, line), value };
  const more = { where: at(path, line), found: value, causes: [entryCause(data.place)] };
  if (stands === "internal" || (stands === "nowhere" && isExplicit(key))) {
    yield finding("internal", data, more);
  } else if (stands === "hidden") {
    yield finding("hidden", data, more);
  } else if (stands === "absent") {
    yield finding("absent", data, { ...more, follows });
  } else if (stands === "nowhere" && key !== ANY_NAME && FILE.test(value)) {
    yield finding("nowhere", data, more);
  }
}

const FILE = /\.[a-z][a-z0-9]*$/i;

function isDocumentation({ documentation, value }: NamedValue): boolean {
  return documentation && isDocument(value);
}
