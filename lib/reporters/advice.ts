// What to do about a release that could not be decided, by the reason that a rule gave.

import type { ReleaseReport } from "../report.ts";
import { shellWord } from "../shell-word.ts";
import { printableName } from "./printable.ts";

/** The first that matches; the words are those that blocking reasons use. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/releases\.tags of the policy names/, "correct the project in releases.tags of the policy"],
  [/refs\/exps/, "git fetch <remote> 'refs/exps/*:refs/exps/*', then audit again"],
  [/shallow/i, "git fetch --unshallow --tags, then audit again"],
  [/promis|partial clone|missing object|object is missing/i, "audit again in a full clone"],
  [/budget|out of time|timed out|time ran out/i, "audit again outside of the hook"],
  [/\bremote\b/i, "see that the DVC remote can be read here (dvc remote list), then audit again"],
  [/too large|too many|limit|\bcap\b/i, "keep the release within the limits that are named above"],
  [/\bdvc status\b|\bDVC\b/, "see that dvc status runs here, or set dvc.status to auto"],
];

/** What to type so that the release can be decided, in order; the last is the way out. */
export function advice(release: ReleaseReport): string[] {
  const reasons = release.notVerified.filter((gap) => gap.blocking).map((gap) => gap.reason);
  const known = reasons.flatMap((reason) => {
    const remedy = remedies.find(([pattern]) => pattern.test(reason));
    return remedy === undefined ? [] : [remedy[1]];
  });
  const again = `tagproof audit ${shellWord(release.name)}`;
  return [...new Set(known), again];
}

/** The command that accepts an undecided release, with its reason on record. */
export function waiverCommand(release: ReleaseReport): string | null {
  if (release.ref === null || printableName(release.name) !== release.name) return null;
  const waiver = shellWord(`tagproof.waive=${release.name} inconclusive: <why>`);
  return `git -c ${waiver} push <remote> ${shellWord(release.ref)}`;
}
