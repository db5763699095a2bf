// Which of several models of a bundle the metrics are of: the one that the manifest calls the model.

import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { groupParts } from "../bundle/parts.ts";
import { listedFiles } from "../manifest/listed.ts";

/** Its files, where the manifest gives the role to one of them, to parts of one, or to one directory; else none. */
export function primaryModel(
  models: readonly BundleFile[],
  view: View<"bundle" | "manifest">,
): readonly BundleFile[] {
  const called = listedFiles(view).flatMap(({ path, entry }) =>
    path !== null && entry.role?.toLowerCase() === "model" ? [path] : [],
  );
  const files = models.filter(({ path }) =>
    called.some((one) => path === one || path.startsWith(`${one}/`)),
  );
  return groupParts(files).size === 1 ? files : [];
}
