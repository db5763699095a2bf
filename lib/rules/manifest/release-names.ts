// Which names a release goes by, and which values look like a name of another one.

import type { NamedRelease } from "../../formats/manifest.ts";
import type { Release } from "../../release.ts";

/** The tag, the version, its leading parts (`v1.1`, `v1`), the directory; each once, the longest first. */
export function acceptedNames({ name, naming }: Release, bundle: string): readonly string[] {
  const version = naming.version ?? name;
  const core = (version.split(/[-+]/)[0] ?? version).split(".");
  const leading = core.map((_, index) => core.slice(0, core.length - index).join("."));
  const all = [name, version, ...leading.map((part) => `v${part.replace(/^v/, "")}`)];
  return [...new Set([...all, bundle.slice(bundle.lastIndexOf("/") + 1)])];
}

/** A tag with or without the `v`, or as CI hands it on: `refs/tags/v1.2.0`. */
export function plainName(name: string): string {
  return name.replace(/^refs\/tags\//, "").replace(/^v(?=\d)/, "");
}

/**
 * Whether a value is held against the release: that of a key which may be another thing's only where it is written as
 * the version is, and one that may be of the manifest's format only with the `v`, which no format has.
 */
export function isHeld({ value, heldIf }: NamedRelease, version: string): boolean {
  if (heldIf === undefined) return true;
  const shape = shapeOf(value);
  const isAlike = shape !== null && shape === shapeOf(version);
  return isAlike && (heldIf === "alike" || /^v\d+\./.test(value));
}

/** How many numbers, and whether they begin with a year; null for what is no version. */
function shapeOf(version: string): string | null {
  const [, numbers] = /^v?(\d+(?:\.\d+){0,3})(?:[-+].*)?$/.exec(version) ?? [];
  if (numbers === undefined) return null;
  const parts = numbers.split(".");
  return `${parts.length}${/^\d{4}/.test(numbers) ? " from a year" : ""}`;
}
