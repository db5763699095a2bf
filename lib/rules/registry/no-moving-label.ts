// registry/no-moving-label: what consumers are told to take means the same tomorrow.

import { isWithin, joinDirectory } from "../../dvc/locate.ts";
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
import { MOVING_LABELS } from "../../naming/labels.ts";
import { pathWord } from "../../shell-word.ts";
import { entryCause, memberCause } from "../cause.ts";
import { at, place } from "../wording.ts";
import { declaredAnywhere, declaredIn, type Declared } from "./declared.ts";
import {
  ANY_NAME,
  BRANCH_KEYS,
  isAddress,
  isPath,
  isUrl,
  PATH_KEYS,
  REVISION_KEYS,
} from "./keys.ts";
import { movingPlaces } from "./places.ts";
import { malformed, unreadable } from "./malformed.ts";
import { isMovingRevision, isNewest, isRange, movingPart, MOVING_REVISIONS } from "./moving.ts";
import { movingUrlPart } from "./moving-url.ts";
import { valuesUnder, type NamedValue } from "./values.ts";

interface Moving {
  readonly place: string;
  readonly key: string;
  readonly value: string;
  readonly part: string;
}

const movingValue: Message<Moving> = {
  level: "error",
  text: ({ place: where, key, value }) =>
    `${where} names ${key} ${value}, which means another state after the next release.`,
  repair: ({ key }) => [
    `name the release itself as ${key} (a version or a commit), commit, and tag that commit`,
  ],
};

const movingPath: Message<Moving> = {
  level: "error",
  text: ({ place: where, value, part }) =>
    `${where} points to ${value}, where ${part} means another state after the next release.`,
  repair: () => [
    "point to the directory of the release itself (publish/v1), commit, and tag that commit",
  ],
};

const movingPlace: Message<{ readonly part: string; readonly kind: string }> = {
  level: "error",
  text: ({ part, kind }) =>
    `${part} is a ${kind} of the registry that means another state after the next release.`,
  repair: ({ part }) => [
    `remove it (git rm -r ${pathWord(part)}): consumers take the directory of a release`,
    "commit, and tag that commit",
  ],
};

type Seen = View<"registry" | "pipelines" | "tree">;

export const registryNoMovingLabel: AnyRule = defineRule({
  id: "registry/no-moving-label",
  holds:
    "no version, rev, ref, tag, alias, directory or symlink in a registry, manifest or artifact path is a moving label, a branch or a range of versions",
  why: "Who takes `latest` gets something else tomorrow, under the same name, and no review was of that.",
  repair: "Name a version or a commit, and a directory that belongs to one release.",
  refusal: "it tells consumers to take a name that moves",
  example: {
    given: "the registry serves whatever is latest",
    says: "registry.yaml:2 names version latest, which means another state after the next release.",
  },
  lists: [
    { name: "moving labels", values: MOVING_LABELS },
    { name: "moving revisions", values: MOVING_REVISIONS },
    { name: "keys of a revision", values: [...REVISION_KEYS, ...BRANCH_KEYS] },
    { name: "keys of a path", values: PATH_KEYS },
  ],
  on: true,
  needs: ["registry", "pipelines", "tree"],
  messages: { movingValue, movingPath, movingPlace, malformed },
  *check(view) {
    const { registries, unread, manifests, bundle } = view.registry;
    const artifacts = declaredIn(view.pipelines.pipelines);
    const places = movingPlaces(view);
    for (const reason of unread) yield noted(reason);
    const known =
      registries.length + unread.length + manifests.length + artifacts.length + places.length;
    if (known === 0 && bundle === null)
      yield notApplicable("there is no registry, no manifest and no artifact");
    for (const { path, document } of registries) {
      if (document.state === "unreadable") yield unreadable(path, document.problem);
    }
    const declared = declaredAnywhere(view);
    for (const file of [...registries, ...manifests]) yield* judgeFile(file, declared, view);
    for (const artifact of artifacts) yield* judgePath({ ...artifact, key: "path" }, view);
    for (const part of places) yield* tellPlace(part, view);
  },
});

function* judgeFile({ path, document }: RegistryFile, declared: readonly Declared[], view: Seen) {
  if (document.state !== "present") return;
  for (const named of valuesUnder(document.value, [...REVISION_KEYS, ...BRANCH_KEYS])) {
    const { key, value, line } = named;
    if (!isMoving(named)) continue;
    const data = { place: place(path, line), key, value, part: value };
    yield finding("movingValue", data, { where: at(path, line), found: value });
  }
  for (const named of valuesUnder(document.value, [...PATH_KEYS, ANY_NAME])) {
    const { key, value, line, repository, documentation } = named;
    if (repository !== null) continue;
    const directory = isUrl(value) ? "" : pipelineOf(value, declared);
    const pointing = { path, line, key, value, directory };
    if (isUrl(value) ? !documentation : isInside(named, view)) yield* judgePath(pointing, view);
  }
}

/** A branch is what somebody worked on, where the entry names a state too; a range of versions may be what a model requires. */
function isMoving({ key, value, pin, entry }: NamedValue): boolean {
  if (key === "tags") return isNewest(value);
  if (BRANCH_KEYS.includes(key)) return entry && pin === null && isMovingRevision(value);
  return isMovingRevision(value) || (entry && isRange(value));
}

function isInside({ key, value }: NamedValue, { tree }: Seen): boolean {
  return isPath(key, value) && !(isAddress(key) && !tree.isDirectory(firstOf(value)));
}

function* tellPlace(part: string, { tree }: Seen) {
  const kind = tree.get(part)?.kind === "link" ? "link" : "directory";
  yield finding("movingPlace", { part, kind }, { where: at(part), causes: [memberCause(part)] });
}

function firstOf(path: string): string {
  return joinDirectory("", path).split("/", 1)[0] ?? "";
}

interface Pointing {
  readonly path: string;
  readonly line: number;
  readonly key: string;
  readonly value: string;
  /** Of the pipeline that declares what is pointed to; `""` without one. */
  readonly directory: string;
}

/** A declared artifact is judged as its declaration is, wherever its pipeline lies. */
function pipelineOf(value: string, declared: readonly Declared[]): string {
  const path = joinDirectory("", value);
  const found = declared.find((artifact) => artifact.inside && isWithin(path, artifact.value));
  return found?.directory ?? "";
}

function* judgePath({ path, line, key, value, directory }: Pointing, { tree }: Seen) {
  const part = isUrl(value) ? movingUrlPart(key, value) : movingPart(value, tree, directory);
  if (part === null) return;
  const data = { place: place(path, line), key: "path", value, part };
  const causes = [entryCause(data.place), memberCause(part)];
  yield finding("movingPath", data, { where: at(path, line), found: value, causes });
}
