// What a manifest says, whatever its format: which files belong to a bundle, and what their bytes are.

import type { Node } from "../document/node.ts";
import type { Parsed } from "../reading.ts";

export interface Digests {
  /** As written, without an algorithm's prefix. */
  readonly sha256: string | null;
  readonly md5: string | null;
  /** Algorithms of further digests, which are not compared: `sha512`. */
  readonly others: readonly string[];
}

export const NO_DIGESTS: Digests = { sha256: null, md5: null, others: [] };

export interface ManifestEntry extends Digests {
  /** As written; relative to the manifest's directory. Not yet trusted (lib/rules/manifest/listed.ts). */
  readonly path: string;
  readonly line: number | null;
  /** As written: `model`, `weights`. */
  readonly role: string | null;
  /** Size in bytes. */
  readonly bytes: number | null;
  /** What the manifest calls it beside its list; left out for what the list holds. */
  readonly called?: "model" | "models";
  /** Said beside the list: it lists nothing, and where it is no file of the bundle it means something else. */
  readonly aside?: true;
}

/** An entry that gives no more than a path. */
export function pathEntry(path: string, line: number | null): ManifestEntry {
  return { path, line, role: null, bytes: null, ...NO_DIGESTS };
}

/** A release that a manifest says it is of. */
export interface NamedRelease {
  readonly key: string;
  readonly value: string;
  readonly line: number | null;
  /** What may be the version of something else is held where it is written like the release's, or marked by a `v` too. */
  readonly heldIf?: "alike" | "marked";
}

export interface Manifest {
  readonly format: string;
  readonly entries: readonly ManifestEntry[];
  /** False where entries may be things other than files of the bundle (a bill of materials). */
  readonly exhaustive: boolean;
  readonly releases: readonly NamedRelease[];
  /** The name of a directory that paths may be from, wherever the manifest lies. */
  readonly root: string | null;
}

/** A manifest that says no more than what it lists. */
export function listOf(format: string, entries: readonly ManifestEntry[]): Manifest {
  return { format, entries, exhaustive: true, releases: [], root: null };
}

/** A manifest file before a format is chosen. */
export type ManifestContent =
  | { readonly kind: "document"; readonly node: Node }
  | { readonly kind: "text"; readonly text: string };

/** One format: `match` is cheap and total, `read` says what is wrong with a file that matched. */
export interface ManifestFormat {
  readonly name: string;
  readonly match: (path: string, content: ManifestContent) => boolean;
  readonly read: (content: ManifestContent, path: string) => Parsed<Manifest>;
}
