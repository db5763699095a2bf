// Digests of a manifest that nobody compares, and what that leaves unproven.

import type { BundleFile } from "../../evidence.ts";
import {
  finding,
  noted,
  type Draft,
  type Message,
  type Unverified,
  type View,
} from "../../rule.ts";
import { at, counted, listed, place } from "../wording.ts";
import { listedFiles, readManifests, type Listed, type ReadManifest } from "./listed.ts";

interface Weak {
  readonly manifest: string;
  readonly paths: readonly string[];
}

export const weak: Message<Weak> = {
  level: "warning",
  text: ({ manifest, paths }) =>
    `${manifest} gives no sha256 for ${counted(paths.length, "file")}: ${listed(paths)}. An md5 identifies, it does not prove.`,
  repair: ({ manifest }) => [`let the pipeline write the sha256 of each file into ${manifest}`],
};

interface Uncompared {
  readonly manifest: string;
  readonly algorithms: readonly string[];
  readonly paths: readonly string[];
}

export const uncompared: Message<Uncompared> = {
  level: "note",
  text: ({ manifest, algorithms, paths }) =>
    `${manifest} also gives a ${listed(algorithms)}, of ${counted(paths.length, "file")}: ${listed(paths)}. Only sha256 and md5 are compared.`,
  repair: () => [
    "compare them by their own program (sha512sum --check), if anybody relies on them",
  ],
};

type Seen = View<"bundle" | "manifest">;

/** Of the manifest that is looked at first: what none of them gives a sha256 of. */
export function* tellWeak(
  { path: manifest }: ReadManifest,
  view: Seen,
): Generator<Draft<"weak", Weak>> {
  const proven = provenPaths(view);
  // A manifest is what gives the digests: of two that list each other, one cannot have the other's.
  const isProven = ({ path, role }: BundleFile): boolean => role === "manifest" || proven.has(path);
  const paths = listedFiles(view).flatMap(({ file, from }) =>
    file === null || file.path === from.path || isProven(file) ? [] : [file.path],
  );
  if (paths.length === 0) return;
  const data = { manifest, paths: [...new Set(paths)] };
  yield finding("weak", data, { where: at(manifest) });
}

/** A file whose sha256 is given has its proof, and further digests are a note; else they are a gap. */
export function* tellUncompared(
  view: Seen,
): Generator<Draft<"uncompared", Uncompared> | Unverified> {
  const proven = provenPaths(view);
  const entries = listedFiles(view).filter(
    ({ entry, file, from }) => entry.others.length > 0 && file !== null && file.path !== from.path,
  );
  for (const { entry, from, path } of entries.filter((one) => !proven.has(one.path)))
    yield noted(
      `${path}: its ${listed(entry.others)} in ${place(from.path, entry.line)} was not compared`,
    );
  const also = entries.filter((one) => proven.has(one.path));
  for (const { path } of readManifests(view)) yield* tellAlso(path, also);
}

function* tellAlso(
  manifest: string,
  entries: readonly Listed[],
): Generator<Draft<"uncompared", Uncompared>> {
  const own = entries.filter(({ from }) => from.path === manifest);
  if (own.length === 0) return;
  const algorithms = [...new Set(own.flatMap(({ entry }) => entry.others))];
  const paths = [...new Set(own.flatMap(({ file }) => (file === null ? [] : [file.path])))];
  yield finding("uncompared", { manifest, algorithms, paths }, { where: at(manifest) });
}

function provenPaths(view: Seen): ReadonlySet<string | null> {
  const entries = listedFiles(view).filter(({ entry }) => entry.sha256 !== null);
  return new Set(entries.map(({ path }) => path));
}
