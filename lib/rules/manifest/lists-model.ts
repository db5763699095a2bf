// manifest/lists-model: the manifest lists the model that the bundle promotes.

import {
  type AnyRule,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { memberCause } from "../cause.ts";
import { ROLES } from "../../roles.ts";
import { at, listed, place } from "../wording.ts";
import { closedParts, missingOf } from "../bundle/recorded.ts";
import { writeAgain, writtenBy, type Written } from "./again.ts";
import {
  listedFiles,
  listing,
  listingManifests,
  manifestCauses,
  statedFiles,
  unreadManifest,
  type Listed,
  type ReadManifest,
} from "./listed.ts";

interface Unlisted extends Written {
  readonly model: string;
  readonly commit: string;
}

const unlisted: Message<Unlisted> = {
  level: "error",
  text: ({ model, manifest }) => `${manifest} does not list the promoted model ${model}.`,
  repair: (data) => [writeAgain(data), data.commit],
};

const elsewhere: Message<Unlisted & { readonly others: readonly string[] }> = {
  level: "warning",
  text: ({ model, manifest, others }) =>
    `${manifest} does not list the promoted model ${model}, which ${listed(others)} lists: consumers of the one do not find it.`,
  repair: (data) => [`${writeAgain(data)}, or leave it out of the bundle`, data.commit],
};

interface Other extends Written {
  readonly named: string;
  readonly place: string;
  readonly models: readonly string[];
  readonly commit: string;
}

const other: Message<Other> = {
  level: "error",
  text: ({ named, place: where, models }) =>
    `${where} calls ${named} the model, but the bundle promotes ${listed(models)}.`,
  repair: (data) => [`${writeAgain(data)}, or correct bundle.roles in the policy`, data.commit],
};

interface Called extends Written {
  readonly model: string;
  readonly role: string;
  readonly place: string;
  readonly commit: string;
}

const called: Message<Called> = {
  level: "error",
  text: ({ model, role, place: where }) =>
    `${where} gives the promoted model ${model} the role ${role}, and not model.`,
  repair: (data) => [`${writeAgain(data)}, or correct bundle.roles in the policy`, data.commit],
};

export const manifestListsModel: AnyRule = defineRule({
  id: "manifest/lists-model",
  holds: "the manifest lists the promoted model",
  why: "A consumer takes the model that the manifest names. If that is not the promoted one, the review was of something else.",
  repair: "Generate the manifest again from the bundle that is released.",
  refusal: "its manifest does not list the promoted model",
  example: {
    given: "the manifest forgets the model",
    says: "publish/v1/manifest.json does not list the promoted model publish/v1/model.json.",
  },
  on: true,
  needs: ["bundle", "manifest", "pipelines"],
  messages: { unlisted, elsewhere, other, called },
  *check(view) {
    const models = [...view.bundle.files, ...closedParts(view)]
      .filter(({ role }) => role === "model")
      .map(({ path }) => path);
    const [manifest] = listingManifests(view);
    const unread = unreadManifest(view);
    if (unread !== null) yield unread;
    else if (manifest === undefined) yield missingOf("manifest", view);
    else if (models.length === 0) yield notApplicable(`${view.bundle.path} holds no model`);
    else yield* tellUnlisted(manifest, models, view);
    yield* tellElsewhere(models, view);
    const others = models.length > 0 ? otherModels(models, view) : [];
    for (const one of others) yield tellOther(one, models, view);
    // Two files whose roles are exchanged are told once.
    const told = new Set(others.map(({ from }) => from.path));
    yield* tellCalled(models, view, told);
  },
});

type Seen = View<"bundle" | "manifest" | "pipelines">;

function* tellUnlisted(manifest: ReadManifest, models: readonly string[], view: Seen) {
  const isListed = listing(view);
  for (const model of models.filter((path) => !isListed(path))) {
    const causes = [...manifestCauses(manifest.path, view), memberCause(model)];
    const data = { model, ...writtenBy(manifest.path, view), commit: commitBundle(view) };
    yield finding("unlisted", data, { where: at(manifest.path), causes });
  }
}

/** Two manifests are two answers to what is supported. */
function* tellElsewhere(models: readonly string[], view: Seen) {
  const manifests = listingManifests(view).map(({ path }) => path);
  if (manifests.length < 2) return;
  const files = statedFiles(view);
  const lists = new Map(
    manifests.map((path) => [path, listing(view, entriesOf(path, files))] as const),
  );
  for (const model of models) {
    const others = manifests.filter((path) => lists.get(path)?.(model));
    if (others.length === 0) continue;
    for (const manifest of manifests.filter((path) => !others.includes(path))) {
      const data = { model, ...writtenBy(manifest, view), others, commit: commitBundle(view) };
      const causes = [...manifestCauses(manifest, view), memberCause(model)];
      yield finding("elsewhere", data, { where: at(manifest), causes });
    }
  }
}

function entriesOf(path: string, files: readonly Listed[]): readonly Listed[] {
  return files.filter(({ from }) => from.path === path);
}

/** What the manifest calls the model, although the bundle promotes another one. */
function otherModels(models: readonly string[], view: Seen): readonly Listed[] {
  const candidates = listedFiles(view).filter(isCalledModel);
  const isPromoted = ({ path }: Listed) =>
    models.some((model) => model === path || model.startsWith(`${path}/`));
  // Of several `models` one is enough.
  const several = candidates.filter(({ entry }) => entry.called === "models");
  const right = new Set(several.filter(isPromoted).map(({ from }) => from.path));
  return candidates.filter(
    (one) => !isPromoted(one) && !(one.entry.called === "models" && right.has(one.from.path)),
  );
}

function isCalledModel({ entry, path, file, from }: Listed): boolean {
  const isModel = entry.called !== undefined || entry.role?.toLowerCase() === "model";
  // A bill of materials names its subject (`loans 1.2.0`), which is no file; `model: loans` is none either.
  const mayBeNone = !from.manifest.exhaustive || entry.aside === true;
  return isModel && from.primary && path !== null && !(file === null && mayBeNone);
}

function tellOther({ entry, path, from }: Listed, models: readonly string[], view: Seen) {
  const data = {
    named: entry.path,
    place: place(from.path, entry.line),
    models,
    ...writtenBy(from.path, view),
    commit: commitBundle(view),
  };
  const causes = [...manifestCauses(from.path, view), memberCause(path ?? entry.path)];
  return finding("other", data, { where: at(from.path, entry.line), causes });
}

/** A promoted model under the role of another file: who asks the manifest for the model does not find it. */
function* tellCalled(models: readonly string[], view: Seen, told: ReadonlySet<string>) {
  const promoted = new Set(models);
  for (const { entry, path, from } of listedFiles(view)) {
    const role = entry.role?.toLowerCase() ?? "";
    const { path: manifest } = from;
    if (path === null || !promoted.has(path) || !OTHER_ROLES.has(role)) continue;
    if (!from.primary || told.has(manifest)) continue;
    const where = at(manifest, entry.line);
    const its = { place: place(manifest, entry.line), ...writtenBy(manifest, view) };
    const data = { model: path, role, ...its };
    const causes = [...manifestCauses(manifest, view), memberCause(path)];
    yield finding("called", { ...data, commit: commitBundle(view) }, { where, causes });
  }
}

const OTHER_ROLES: ReadonlySet<string> = new Set(ROLES.filter((role) => role !== "model"));
