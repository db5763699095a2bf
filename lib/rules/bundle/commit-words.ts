// What has to be committed for a bundle that was made again: files that DVC keeps are in no commit.

import type { View } from "../../rule.ts";

/**
 * `commit dvc.lock and publish/v1, and tag that commit`; of what DVC keeps the lock alone is committed,
 * and its bytes are pushed to where others find them.
 */
export function commitBundle(
  { bundle: { files, path } }: Pick<View<"bundle">, "bundle">,
  lockPath = "dvc.lock",
): string {
  const kept = files.filter(({ entry }) => entry === null).length;
  const what = kept > 0 && kept === files.length ? lockPath : `${lockPath} and ${path}`;
  return `commit ${what},${kept > 0 ? " run: dvc push," : ""} and tag that commit`;
}
