// A review note that the policy calls internal: whoever reads it wonders why it does not count.

import type { Policy } from "../../policy.ts";
import type { ReviewFacts } from "../../evidence.ts";
import { roleOf } from "../../roles.ts";

/** The line of a repair that says where a note may stand; none where no note is internal. */
export function internalNoteRepair(note: InternalNote | null): readonly string[] {
  if (note === null) return [];
  const { path, release } = note;
  return [
    `${path} is internal to the bundle (bundle.internal of the policy), and no review note: that may stand in the bundle outside of bundle.internal, in reviews/${release}.md, or in the message of the tag`,
  ];
}

export interface InternalNote {
  readonly path: string;
  readonly release: string;
}

export function internalNoteOf(
  { bundle }: Pick<ReviewFacts, "bundle">,
  { policy, release }: { readonly policy: Policy; readonly release: { readonly name: string } },
): InternalNote | null {
  const found = bundle?.files.find(
    ({ internal, relative }) => internal && hasNoteName(relative, policy),
  );
  return found === undefined ? null : { path: found.path, release: release.name };
}

/** By its own name where it lies deeper. */
function hasNoteName(relative: string, policy: Policy): boolean {
  const name = relative.slice(relative.lastIndexOf("/") + 1);
  return [relative, name].some((each) => roleOf(each, policy) === "review");
}
