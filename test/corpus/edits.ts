// Edits that several mutations share, and the words for what they change.

import { posix } from "node:path";
import { parse } from "yaml";
import { type Draft, type Json, type LockEntry, type LockStage } from "./draft.ts";
import { md5Of, sha256Of } from "./hashes.ts";

/** Where a stage writes the bundle, it wrote it as it is now: the lock records it so. */
export function relock(draft: Draft): void {
  if (draft.shape.traits.includes("staged")) rerun(draft);
}

/** As if the whole pipeline had run on what is there: every recorded file of git has its hash. */
export function rerun(draft: Draft): void {
  draft.lock((stages) => {
    for (const [name, { deps = [], outs = [] }] of Object.entries(stages)) {
      for (const entry of [...deps, ...outs]) {
        const file = draft.files.get(inStage(draft, name, entry.path));
        if (file === undefined) continue;
        entry.md5 = md5Of(file.bytes);
        entry.size = file.bytes.length;
      }
    }
  });
}

/** A path of the lock from the root, its stage's `wdir` with it. */
function inStage(draft: Draft, name: string, path: string): string {
  const pipeline: Json = parse(draft.read(draft.at.pipeline));
  const wdir = pipeline.stages[name]?.wdir ?? "";
  return posix.join(posix.dirname(draft.at.lock), wdir, path);
}

/** The stage of the lock; throws where there is none. */
export function stageOf(stages: Readonly<Record<string, LockStage>>, name: string): LockStage {
  const stage = stages[name];
  if (stage === undefined) throw new Error(`there is no stage ${name}`);
  return stage;
}

/** Entries of a manifest, in whichever list they stand. */
export function entriesOf(manifest: Json): Json[] {
  return (manifest.artifacts ?? manifest.files) as Json[];
}

export function entryFor(manifest: Json, role: string): Json {
  const found = entriesOf(manifest).find((entry) => entry.role === role);
  if (found === undefined) throw new Error(`the manifest lists no ${role}`);
  return found;
}

/** What a publishing script would write: every listed file with its size and digest. */
export function rewriteManifest(draft: Draft): void {
  const { path, manifest } = draft.bundle;
  draft.json(manifest, (value) => {
    for (const entry of entriesOf(value)) {
      const file = draft.files.get(`${path}/${String(entry.path)}`);
      if (file === undefined) continue;
      entry.bytes = file.bytes.length;
      entry.sha256 = sha256Of(file.bytes);
    }
  });
}

/** Adds a file to the bundle and to its manifest. */
export function addListed(draft: Draft, name: string, text: string, role: string | null): void {
  const { path, manifest } = draft.bundle;
  draft.write(`${path}/${name}`, text);
  const entry = { path: name, bytes: Buffer.byteLength(text), sha256: sha256Of(text) };
  draft.json(manifest, (value) => {
    entriesOf(value).push(role === null ? entry : { ...entry, role });
  });
}

/** Another number where one stands: the key is drawn, its value is moved a little. */
export function editNumber(draft: Draft, path: string): string {
  const numbers = [...draft.read(path).matchAll(/"?(\w+)"?\s*[:=]\s*(-?[\d.]+)/g)];
  const [all, key = "", value = ""] = draft.chance.pick(numbers);
  const other = String(Number(value) + draft.chance.pick([0.01, 0.25, 1, 7]));
  draft.edit(path, all, all.slice(0, all.length - value.length) + other);
  return key;
}

/** Another digit in a hash. */
export function otherHash(entry: LockEntry, { chance }: Draft): void {
  const hash = entry.md5 ?? "";
  const at = chance.below(32);
  const digit = ((Number.parseInt(hash.charAt(at), 16) + 1 + chance.below(14)) % 16).toString(16);
  entry.md5 = hash.slice(0, at) + digit + hash.slice(at + 1);
}

/** Releases the draft under another number: the `1.0` at the end of the tag becomes `0.1`, or `1.1`. */
export function publishAs(draft: Draft, number: string): void {
  const { tag, bundle } = draft.at;
  const other = (text: string): string => text.replace(/\b1\.0(?=$|\/)/, number);
  draft.tag.name = other(tag);
  if (bundle === null || other(bundle.path) === bundle.path) return;
  const members = [...draft.files.keys()].filter((path) => path.startsWith(`${bundle.path}/`));
  for (const path of members) draft.move(path, other(path));
  draft.json(other(bundle.manifest), (value) => void (value.release = other(value.release)));
  if (draft.at.registry === null) return;
  draft.edit(draft.at.registry, bundle.path, other(bundle.path));
  draft.edit(draft.at.registry, /version: v1\.1\.0/, `version: ${other("v1.1.0")}`);
}
