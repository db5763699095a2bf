// A bundle that DVC keeps as one directory: a case edits its files as if git had them.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { directoryHash } from "../../lib/dvc/directory-hash.ts";
import type { File } from "./build.ts";
import { md5Of } from "./hashes.ts";

/** The files of the directory as they lie in the working tree, by their paths from its root. */
export function readKept(root: string, kept: string | undefined): ReadonlyMap<string, File> {
  if (kept === undefined) return new Map();
  const names = readdirSync(join(root, kept)).map((name) => `${kept}/${name}`);
  return new Map(
    names.map((path) => [path, { mode: "100644", bytes: readFileSync(join(root, path)) }]),
  );
}

/**
 * Moves the files from the draft's to DVC's cache, as `dvc commit` would, and records the directory
 * in the lock, unless that has no entry for it.
 */
export function packKept(files: Map<string, File>, root: string, kept: string, lock: string): void {
  const inside = [...files].filter(([path]) => path.startsWith(`${kept}/`));
  const listing = inside.map(([path, { bytes }]) => ({
    path: path.slice(kept.length + 1),
    md5: md5Of(bytes),
  }));
  for (const [path, { bytes }] of inside) {
    store(root, md5Of(bytes), bytes);
    files.delete(path);
  }
  const hash = directoryHash(listing);
  store(root, hash, Buffer.from(listingText(listing)));
  const size = inside.reduce((sum, [, { bytes }]) => sum + bytes.length, 0);
  const before = files.get(lock)?.bytes.toString() ?? "";
  const entry = new RegExp(
    `(path: ${kept}\\n.*\\n\\s+md5: ).*(\\n\\s+size: ).*(\\n\\s+nfiles: ).*`,
  );
  const after = before.replace(entry, `$1${hash}$2${size}$3${inside.length}`);
  if (after !== before) files.set(lock, { mode: "100644", bytes: Buffer.from(after) });
}

function listingText(listing: readonly { readonly path: string; readonly md5: string }[]): string {
  const items = listing
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map(({ path, md5 }) => `{"md5": "${md5}", "relpath": ${asciiJson(path)}}`);
  return `[${items.join(", ")}]`;
}

/** As Python writes it: nothing but ASCII. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function store(root: string, hash: string, bytes: Uint8Array): void {
  const path = join(root, ".dvc", "cache", "files", "md5", hash.slice(0, 2), hash.slice(2));
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
