// registry/surface-only: a registry sends consumers to what is released, not into the pipeline.

import { posix } from "node:path";
import picomatch from "picomatch";

import { isWithin, joinDirectory } from "../../dvc/locate.ts";
import type { RegistryFile } from "../../evidence.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { entryCause } from "../cause.ts";
import { at, place } from "../wording.ts";
import { declaredAnywhere } from "./declared.ts";
import { isPath, PATH_KEYS } from "./keys.ts";
import { malformed, unreadable } from "./malformed.ts";
import { valuesUnder } from "./values.ts";

const internal: Message<{ readonly place: string; readonly value: string }> = {
  level: "error",
  text: ({ place: where, value }) =>
    `${where} points to ${value}, which is neither in a release bundle nor a declared artifact: consumers would depend on an internal path.`,
  repair: () => [
    "point to the file of the bundle, or declare the path under artifacts: in dvc.yaml",
    "commit, and tag that commit",
  ],
};

type Seen = View<"registry" | "pipelines">;

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
  needs: ["registry", "pipelines"],
  messages: { internal, malformed },
  *check(view) {
    const { registries } = view.registry;
    if (registries.length === 0) {
      yield notApplicable("the commit holds no registry file");
      return;
    }
    for (const { path, document } of registries) {
      if (document.state === "unreadable") yield unreadable(path, document.problem);
    }
    const isSurface = surfaceOf(view);
    for (const file of registries) yield* judge(file, isSurface);
  },
});

type IsSurface = (path: string) => boolean;

/** A path is from the root of the repository, or from the registry's directory. */
function* judge({ path, document }: RegistryFile, isSurface: IsSurface) {
  if (document.state !== "present") return;
  for (const { key, value, line } of valuesUnder(document.value, PATH_KEYS)) {
    if (!isPath(key, value)) continue;
    if (isSurface(joinDirectory("", value))) continue;
    if (isSurface(joinDirectory(posix.dirname(path), value))) continue;
    const data = { place: place(path, line), value };
    const causes = [entryCause(data.place)];
    yield finding("internal", data, { where: at(path, line), found: value, causes });
  }
}

/** Bundles of every release count, not only this one's: a registry lists the older ones too. */
function surfaceOf(view: Seen): IsSurface {
  const { release, policy, registry } = view;
  const templates = release.scope.bundle ?? policy.bundle.paths;
  const globs = templates
    .map((template) =>
      joinDirectory(release.scope.project ?? "", template.replaceAll(/\{\w+\}/g, "*")),
    )
    .filter((glob) => glob !== "");
  const isBundle = picomatch(
    globs.flatMap((glob) => [glob, `${glob}/**`]),
    { dot: true },
  );
  const roots = [
    ...declaredAnywhere(view).flatMap(({ inside, value }) => (inside ? [value] : [])),
    ...(registry.bundle === null ? [] : [registry.bundle]),
  ];
  return (path) => isBundle(path) || roots.some((root) => isWithin(path, root));
}
