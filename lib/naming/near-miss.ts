// Names that try to be a release and are none: why, and what the good name would be.

import type { Policy } from "../policy.ts";
import { foldName, type Folded } from "./fold.ts";
import { GTO_CREATED } from "./gto.ts";
import { movingLabels } from "./labels.ts";
import { nearestName, respellings } from "./nearest.ts";
import { NAME_LIMIT, readName } from "./read.ts";
import { isAscii } from "../wide-pattern.ts";
import { piecesOf } from "./template.ts";

export interface NearMiss {
  /** A sentence without its full stop. */
  readonly reason: string;
  readonly nearest: string | null;
}

type Releases = Policy["releases"];

/** Null where the name does not even try. For names that no grammar reads. */
export function nearMissOf(name: string, releases: Releases): NearMiss | null {
  if (name.length > NAME_LIMIT) return overlong(name);
  const folded = foldName(name);
  const reason =
    disguise(name, folded, releases) ??
    movingLabel(name, folded.text, releases) ??
    badVersion(name, folded.text, releases);
  return reason === null ? null : { reason, nearest: nearestName(folded.text, releases) };
}

/** A full ref name where a short one is meant; GTO itself would read the artifact `refs/tags/a`. */
export function repeatedPrefix(name: string, releases: Releases): NearMiss | null {
  if (!/^refs\//i.test(name)) return null;
  const nearest = nearestName(name.replace(/^refs\/(?:tags\/)?/i, ""), releases);
  if (nearest === null) return null;
  return { reason: `\`${name}\` repeats git's own \`refs/\` in the name of the tag`, nearest };
}

function overlong(name: string): NearMiss | null {
  if (!/[\p{N}@#]/u.test(name) && movingLabels(name).length === 0) return null;
  const reason = `a name of ${name.length} characters is no release: ${NAME_LIMIT} are the most`;
  return { reason, nearest: null };
}

function disguise(name: string, folded: Folded, releases: Releases): string | null {
  const lookalike = firstRead(respellings(folded.text), releases);
  if (lookalike === null && !(hasSign(folded.text) && isAscii(folded.text))) return null;
  const shown = lookalike ?? folded.text;
  if (folded.invisible.length > 0) {
    return `\`${name}\` only looks like \`${shown}\`: it holds the invisible ${folded.invisible.join(", ")}`;
  }
  if (folded.lookAlikes.length > 0) {
    return `\`${name}\` only looks like \`${shown}\`: it holds ${folded.lookAlikes.join(", ")}`;
  }
  if (lookalike === null) return null;
  return lookalike.toLowerCase() === name.toLowerCase()
    ? `\`${name}\` is \`${lookalike}\` in another case`
    : `\`${name}\` only looks like \`${lookalike}\`: it has letters for digits`;
}

function movingLabel(name: string, text: string, releases: Releases): string | null {
  const found = movingLabels(text);
  const own = new Set(releases.tags.flatMap(({ template }) => labelsOfTemplate(template)));
  const label = found.find((each) => !own.has(each)) ?? found[0];
  if (label === undefined) return null;
  return label === text.toLowerCase()
    ? `\`${name}\` is a moving label: it will mean something else tomorrow`
    : `\`${name}\` carries a moving label \`${label}\``;
}

function labelsOfTemplate(template: string | null): readonly string[] {
  return piecesOf(template ?? "").flatMap((piece, index) =>
    index % 2 === 0 ? movingLabels(piece) : [],
  );
}

/** `a@v1.2`, `a@1`: what GTO's users write when they mean a version. */
const AT_VERSION = /^[^@#]+@v?\d[^@#]*$/i;

function badVersion(name: string, text: string, releases: Releases): string | null {
  const hasGto = releases.tags.some(({ kind }) => kind === "gto");
  if (hasGto && GTO_CREATED.test(text)) {
    return `\`${name}\` means nothing to GTO, and \`gto show\` fails on it`;
  }
  if (hasGto && AT_VERSION.test(text)) {
    return `\`${name}\` is not read by GTO: a version is \`v\` and three numbers without leading zeros`;
  }
  if (!/\d\.\d/.test(text)) return null;
  return `\`${name}\` holds what looks like a version, but no naming grammar of the policy reads it`;
}

function hasSign(text: string): boolean {
  return /\d\.\d/.test(text) || movingLabels(text).length > 0;
}

function firstRead(names: Iterable<string>, releases: Releases): string | null {
  for (const name of names) if (readName(name, releases.tags) !== null) return name;
  return null;
}
