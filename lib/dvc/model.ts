// What the files of a DVC project say, decoded. Paths are as written; nothing is resolved here.

import type { Node } from "../document/node.ts";

/**
 * How DVC hashed an entry. DVC 2 wrote `md5-dos2unix` for everything inside the project and no
 * `hash:` key; DVC 3 writes `hash: md5`. `other` is any spelling that never matches.
 */
export type HashKind = "md5" | "md5-dos2unix" | "etag" | "checksum" | "other";

/**
 * A recorded content hash, as written: an md5 in upper case matches nothing, and what is no hex at
 * all is `other`. With `.dir` for a directory.
 */
export interface RecordedHash {
  readonly kind: HashKind;
  readonly value: string;
}

/** One file of a directory whose listing is written into the lock (`files:`) or a `.dir` object. */
export interface ListedFile {
  readonly path: string;
  readonly hash: string;
  readonly size: number | null;
}

/** A dep or an out as `dvc.lock` or a pointer file records it. */
export interface LockedEntry {
  readonly path: string;
  readonly line: number;
  /**
   * The hash as written, or null where none is recorded. A missing `hash:` key gives
   * `md5-dos2unix` here; outside the project DVC means plain md5 by it (lib/dvc/locate.ts).
   */
  readonly hash: RecordedHash | null;
  /** True where the `hash:` key is spelled out. */
  readonly hashSpelled: boolean;
  readonly size: number | null;
  readonly fileCount: number | null;
  /** Null too where a file of the listing has no md5, but only a cloud's checksum. */
  readonly files: readonly ListedFile[] | null;
  /** The `cloud:` and `dataset:` blocks, verbatim. */
  readonly cloud: Node | null;
  readonly dataset: Node | null;
}

export interface LockedParam {
  readonly key: string;
  readonly value: Node;
  readonly line: number;
}

/** The recorded values of one params file. */
export interface LockedParams {
  readonly path: string;
  readonly line: number;
  readonly values: readonly LockedParam[];
}

export interface LockedStage {
  readonly name: string;
  readonly line: number;
  readonly command: string | readonly string[];
  readonly commandLine: number;
  readonly deps: readonly LockedEntry[];
  readonly outs: readonly LockedEntry[];
  readonly params: readonly LockedParams[];
}

/** `dvc.lock`. Schema 1.0 is what DVC 1 wrote; DVC 3 refuses it. */
export interface Lock {
  readonly schema: "1.0" | "2.0";
  readonly stages: ReadonlyMap<string, LockedStage>;
  readonly datasets: Node | null;
}

export interface DeclaredOut {
  readonly path: string;
  readonly line: number;
  readonly bucket: "outs" | "metrics" | "plots";
  /** False where DVC leaves the file to git (`cache: false`). */
  readonly cache: boolean;
  readonly persist: boolean;
  readonly push: boolean;
  readonly remote: string | null;
}

/** The params of one file that a stage declares; `keys: null` means that the whole file is tracked. */
export interface DeclaredParams {
  /** Null is the default file: `params.yaml` in the stage's working directory. */
  readonly path: string | null;
  readonly keys: readonly string[] | null;
  readonly line: number;
}

/**
 * A stage of `dvc.yaml` with its templates resolved (lib/dvc/resolve/). `unresolved` says why
 * a template could not be resolved; the fields that hold one are then as written.
 */
export interface DeclaredStage {
  /** `name`, or `group@key` for one made by foreach or matrix. */
  readonly name: string;
  readonly line: number;
  readonly group: string | null;
  readonly command: string | readonly string[];
  readonly workingDirectory: string | null;
  readonly deps: readonly { readonly path: string; readonly line: number }[];
  readonly params: readonly DeclaredParams[];
  readonly outs: readonly DeclaredOut[];
  readonly frozen: boolean;
  readonly alwaysChanged: boolean;
  readonly unresolved: string | null;
  /** What its templates took from the vars: no lock records it by its name. */
  readonly templated: readonly TemplatedValue[];
}

/** A value of the vars that a template put into a stage. */
export interface TemplatedValue {
  /** Dotted; places in lists are numbers. */
  readonly key: string;
  readonly value: Node;
}

/** An `artifacts:` item of `dvc.yaml`. */
export interface DeclaredArtifact {
  readonly name: string;
  readonly path: string;
  readonly type: string | null;
  readonly line: number;
}

/**
 * `dvc.yaml` as it is written: stages still hold their templates, foreach and matrix.
 * `lib/dvc/resolve` turns it, with the params files that it names, into `DeclaredStage`s.
 */
export interface PipelineFile {
  /** Stage name (or group name) to its node: a mapping with `cmd`, or with `foreach` and `do`. */
  readonly stages: readonly StageTemplate[];
  readonly vars: readonly Node[];
  readonly artifacts: readonly DeclaredArtifact[];
  /** Top-level `params:`, `metrics:` and `plots:`: paths that are only shown, never locked. */
  readonly params: readonly string[];
  readonly metrics: readonly string[];
  readonly plots: readonly string[];
  readonly datasets: readonly Node[];
}

/**
 * A stage as it is written: what it declares (`plain`) where it holds no template and makes no group, so
 * that nothing is left to resolve; else its node.
 */
export type StageTemplate = { readonly name: string; readonly line: number } & (
  | { readonly plain: DeclaredStage; readonly node: null }
  | { readonly plain: null; readonly node: Node }
);

/** The `repo:` of a repository import. */
export interface ImportSource {
  readonly url: string;
  readonly rev: string | null;
  readonly revLock: string | null;
}

/** The dep of an import. */
export interface PointerDep extends LockedEntry {
  readonly repo: ImportSource | null;
  readonly db: boolean;
}

/** A `*.dvc` file: tracked data (no deps) or an import (one dep). */
export interface Pointer {
  readonly outs: readonly (LockedEntry & {
    readonly cache: boolean;
    readonly push: boolean;
    readonly remote: string | null;
  })[];
  readonly deps: readonly PointerDep[];
  readonly workingDirectory: string | null;
  readonly frozen: boolean;
  /** The top-level `md5` of an import, and what DVC would compute for it (both sums that it may). */
  readonly checksum: string | null;
  readonly expectedChecksums: readonly string[];
  /** A stage file of DVC 0.x: it has a `cmd`, and DVC 3 refuses it. */
  readonly command: string | null;
}
