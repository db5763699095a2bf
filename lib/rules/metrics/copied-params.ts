// Which recorded params file a promoted one copies.

import type { Node } from "../../document/node.ts";
import { lookupParam } from "../../dvc/params.ts";
import type { RecordedParam } from "../../dvc/recorded-params.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";

/**
 * A promoted params file answers for the file that it copies: the one with the same content, else
 * of those with its name, else of all, the one of which it has the most keys. Null is a file outside of the
 * repository; undefined is none.
 */
export function fileOfCopy(
  params: BundleFile,
  document: Node,
  recorded: readonly RecordedParam[],
  view: View<"contents">,
): string | null | undefined {
  const files = [...new Set(recorded.map(({ file }) => file))];
  const namesakes = files.filter(
    (file) => file !== null && basename(file) === basename(params.path),
  );
  const copied = files.find((file) => file !== null && hasContentOf(params, file, view));
  if (copied !== undefined) return copied;
  const [most] = (namesakes.length === 0 ? files : namesakes).toSorted(
    (left, right) => keysIn(right) - keysIn(left),
  );
  return most;

  function keysIn(file: string | null): number {
    return recorded.filter(
      (param) => param.file === file && lookupParam(document, param.key).state === "found",
    ).length;
  }
}

function hasContentOf(params: BundleFile, file: string, view: View<"contents">): boolean {
  const content = view.contents.get(file);
  return (
    content?.kind === "file" && params.content.kind === "file" && content.md5 === params.content.md5
  );
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
