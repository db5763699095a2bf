// A release before it is committed: the files that a mutation changes, and the tag.

import { execFileSync } from "node:child_process";
import { parse, stringify } from "yaml";
import type { Chance } from "../../scripts/differential/random.ts";
import { isolatedEnvironment } from "../helpers/repository.ts";
import type { Pushed } from "./audit-push.ts";
import { copyBuilt, replaced, type Built, type File, type Run } from "./build.ts";
import { packKept } from "./kept.ts";
import type { BundlePlaces, Places, RunName, Shape } from "./shape.ts";

export interface LockEntry {
  path: string;
  hash?: string;
  md5?: string;
  size?: number;
  nfiles?: number;
}

export interface LockStage {
  cmd: string;
  deps?: LockEntry[];
  params?: Record<string, Record<string, unknown>>;
  outs?: LockEntry[];
}

export type LockStages = Record<string, LockStage>;

export interface TagDraft {
  name: string;
  /** Null: a lightweight tag. */
  message: string | null;
  /** The name inside of the tag object, where it is another one. */
  header: string | null;
}

export interface Draft {
  readonly shape: Shape;
  readonly at: Places;
  /** The paths of the bundle; throws where the shape has none. */
  readonly bundle: BundlePlaces;
  readonly built: Built;
  readonly chance: Chance;
  readonly tag: TagDraft;
  readonly files: Map<string, File>;
  /** Further annotated tags: on a commit, or on the release's own. */
  readonly releases: { readonly name: string; readonly commit: string | null }[];
  /** No release was there before: the shape's own tags are removed. */
  isFirst: boolean;
  /** The parents of the commit; none makes a root. */
  parents: readonly string[];
  message: string;
  /** The branch that is pushed with the tag; null where the release is audited alone. */
  pushed: Pushed | null;
  /** Settings of the policy for this case alone. */
  policy: Record<string, object>;
  readonly read: (path: string) => string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly remove: (path: string) => void;
  readonly edit: (path: string, from: string | RegExp, to: string) => void;
  readonly move: (from: string, to: string) => void;
  readonly link: (path: string, target: string) => void;
  readonly submodule: (path: string) => void;
  /** Changes a JSON document and writes it as the stages do. */
  readonly json: (path: string, change: (value: Json) => void) => void;
  readonly lock: (change: (stages: LockStages) => void) => void;
  /** A file as it was in another run. */
  readonly take: (path: string, run: RunName, from?: string) => void;
  /** Goes on from another run, as it was committed: its files, and its commit as the parent. */
  readonly startFrom: (run: RunName) => void;
  readonly run: (name: RunName) => Run;
  /** Sets `lr`, `epochs` or `threshold` in a params file, however it is written. */
  readonly setParam: (path: string, name: string, value: string) => void;
}

// oxlint-disable-next-line typescript/no-explicit-any -- documents of tests, changed at will
export type Json = any;

export function draftOf(shape: Shape, built: Built, chance: Chance): Draft {
  const files = new Map<string, File>();
  const run = (name: RunName): Run => {
    const found = built.runs.get(name);
    if (found === undefined) throw new Error(`${shape.name} has no run ${name}`);
    return found;
  };
  const read = (path: string): string => {
    const file = files.get(path);
    if (file === undefined) throw new Error(`${shape.name} has no ${path}`);
    return file.bytes.toString("utf8");
  };
  const write = (path: string, content: string | Uint8Array, mode = "100644"): void => {
    files.set(path, { mode, bytes: Buffer.from(content) });
  };
  const draft: Draft = {
    shape,
    built,
    chance,
    run,
    read,
    write,
    at: shape.places,
    tag: { name: shape.places.tag, message: messageOf(shape), header: null },
    isFirst: false,
    releases: [],
    parents: [],
    message: "the change",
    pushed: null,
    policy: {},
    get bundle() {
      if (shape.places.bundle === null) throw new Error(`${shape.name} has no bundle`);
      return shape.places.bundle;
    },
    files,
    remove: (path) => {
      if (!files.delete(path)) throw new Error(`${shape.name} has no ${path}`);
    },
    edit: (path, from, to) => write(path, replaced(path, read(path), from, to)),
    move: (from, to) => {
      write(to, read(from));
      files.delete(from);
    },
    link: (path, target) => write(path, target, "120000"),
    submodule: (path) => write(path, "1".repeat(40), "160000"),
    json: (path, change) => {
      const value: Json = JSON.parse(read(path));
      change(value);
      write(path, `${JSON.stringify(value, null, 2)}\n`);
    },
    lock: (change) => {
      const { lock } = shape.places;
      const value = parse(read(lock)) as { stages: LockStages };
      change(value.stages);
      write(lock, stringify(value));
    },
    take: (path, name, from = path) => {
      const file = run(name).files.get(from);
      if (file === undefined) throw new Error(`${name} of ${shape.name} has no ${from}`);
      files.set(path, file);
    },
    startFrom: (name) => {
      files.clear();
      for (const [path, file] of run(name).files) files.set(path, file);
      draft.parents = [run(name).commit];
    },
    setParam: (path, name, value) =>
      draft.edit(path, new RegExp(`(\\b${name}"?\\s*[:=]\\s*)[\\d.]+`, "i"), `$1${value}`),
  };
  draft.startFrom("tip");
  return draft;
}

/** The tip has other data than the first release: the note says which metrics that concerns. */
function messageOf({ places: { tag } }: Shape): string {
  const change = "Metric-Change: accuracy, positives, rows and threshold: measured on more data";
  return `release ${tag}\n\n${change}`;
}

/** Commits and tags the draft in a copy of the shape; returns the copy's directory. */
export function commitDraft(draft: Draft): string {
  const directory = copyBuilt(draft.built);
  const { kept, places } = draft.shape;
  if (kept !== undefined) packKept(draft.files, directory, kept, places.lock);
  const git = (args: readonly string[], input: string | Buffer = ""): string =>
    execFileSync("git", args, { cwd: directory, env: isolatedEnvironment(), input }).toString();
  if (draft.isFirst) {
    for (const name of draft.built.releases.keys()) git(["tag", "--delete", name]);
  }
  git(["fast-import", "--quiet", "--force"], streamOf(draft));
  const { name, message, header } = draft.tag;
  if (message === null) git(["update-ref", `refs/tags/${name}`, "refs/heads/release"]);
  else if (header !== null) git(["update-ref", `refs/tags/${name}`, `refs/tags/${header}`]);
  return directory;
}

const ADA = "Ada <ada@example.org> 1772445600 +0000";

function streamOf(draft: Draft): Buffer {
  const { tag, parents, message } = draft;
  const [first, ...rest] = parents;
  const head = [
    "commit refs/heads/release",
    "mark :1",
    `committer ${ADA}`,
    `data ${Buffer.byteLength(message)}\n${message}`,
    ...(first === undefined ? [] : [`from ${first}`]),
    ...rest.map((parent) => `merge ${parent}`),
    "deleteall\n",
  ];
  const parts: Buffer[] = [Buffer.from(head.join("\n"))];
  for (const [path, file] of draft.files) parts.push(...fileOf(path, file));
  for (const { name, commit } of draft.releases) {
    parts.push(tagOf(name, commit ?? ":1", `release ${name}`));
  }
  if (tag.message !== null) parts.push(tagOf(tag.header ?? tag.name, ":1", tag.message));
  return Buffer.concat(parts);
}

function tagOf(name: string, commit: string, message: string): Buffer {
  const size = Buffer.byteLength(message);
  return Buffer.from(`tag ${name}\nfrom ${commit}\ntagger ${ADA}\ndata ${size}\n${message}\n`);
}

function fileOf(path: string, file: File): Buffer[] {
  const quoted = `"${path.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
  if (file.mode === "160000") {
    return [Buffer.from(`M 160000 ${file.bytes.toString()} ${quoted}\n`)];
  }
  const head = `M ${file.mode} inline ${quoted}\ndata ${file.bytes.length}\n`;
  return [Buffer.from(head), file.bytes, Buffer.from("\n")];
}
