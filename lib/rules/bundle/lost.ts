// A release without a bundle, where the one before it had one: nobody judges what consumers take.

import { posix } from "node:path";

import { joinDirectory } from "../../dvc/locate.ts";
import { finding, type Draft, type Message, type View } from "../../rule.ts";
import { neverRunBelow } from "../behind.ts";
import { labelOf } from "../compared.ts";
import { unreadRecords } from "../unread.ts";

interface Lost {
  readonly release: string;
  readonly before: string;
  readonly bundle: string;
  /** Whether the tree of this release still has it. */
  readonly kept: boolean;
}

export const lost: Message<Lost> = {
  level: "warning",
  text: ({ release, before, bundle, kept }) =>
    `${release} has no bundle where one is looked for, and ${before} before it had ${bundle}${kept ? ", which is still there and was not judged" : ""}.`,
  repair: ({ release }) => [
    `let the pipeline write the bundle of ${release} to a directory of its version, or name that in bundle.path of the policy`,
    "commit, and tag that commit",
  ],
};

/** The policy's own paths say which releases have one, and a name without a version says none. */
export function* tellLost(
  view: View<"baseline" | "pipelines" | "tree">,
): Generator<Draft<"lost", Lost>> {
  const { release, policy, baseline, pipelines, tree } = view;
  const its = release.assigns ?? release;
  const isStated = policy.bundle.configured || its.scope.bundle !== null;
  const before = baseline.nearest?.evidence.bundle;
  if (isStated || its.naming.version === null) return;
  if (baseline.nearest === null || before?.state !== "present") return;
  // It may stand in what could not be read.
  if (unreadRecords(pipelines).length > 0) return;
  const { path } = before.value;
  const data = {
    release: release.name,
    before: labelOf(baseline.nearest),
    bundle: path,
    kept: tree.isDirectory(path),
  };
  yield finding("lost", data, { follows: neverRunBelow(besides(path), pipelines) });
}

/** Where bundles of other versions lie; `""` is the root of the repository. */
function besides(bundle: string): string {
  return joinDirectory("", posix.dirname(bundle));
}
