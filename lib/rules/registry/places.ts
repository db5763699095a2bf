// Directories of a registry that is kept as directories, which mean another state tomorrow.

import { joinDirectory } from "../../dvc/locate.ts";
import type { View } from "../../rule.ts";
import { isProgram } from "../programs.ts";
import { movingPart } from "./moving.ts";

const NAME = "registry";

/** `registry/ranker/latest`, a directory or a link; each once. */
export function movingPlaces({
  tree,
  registry: { bundle },
  release,
}: View<"registry" | "tree">): readonly string[] {
  const roots = new Set([
    NAME,
    joinDirectory(release.scope.project ?? "", NAME),
    ...(bundle === null ? [] : registryAbove(bundle)),
  ]);
  const found = [...roots].flatMap((root) =>
    tree.under(root).flatMap(({ path }) => {
      if (isProgram(path)) return [];
      const part = movingPart(path, tree);
      return part?.startsWith(`${root}/`) === true ? [part] : [];
    }),
  );
  return [...new Set(found)];
}

function registryAbove(bundle: string): readonly string[] {
  const names = bundle.split("/");
  const last = names.lastIndexOf(NAME);
  return last < 0 ? [] : [names.slice(0, last + 1).join("/")];
}
