// The DVC projects of a tree, joined: each stage with what is declared, what is locked, and where.

import type {
  DeclaredStage,
  LockedEntry,
  LockedParams,
  LockedStage,
  Lock,
  PipelineFile,
  Pointer,
} from "./model.ts";
import type { Reading } from "../reading.ts";

/** Where a recorded path lies: in the audited tree, or outside of what git can show. */
export type Location =
  | { readonly kind: "inside"; readonly path: string }
  | {
      readonly kind: "external";
      readonly why: "url" | "absolute" | "outside-repository" | "dataset";
      readonly text: string;
    };

/** A recorded dep or out, its path resolved, its hash kind as DVC means it at that place. */
export interface LocatedEntry extends LockedEntry {
  readonly at: Location;
  /** False above the DVC root or outside: there a missing `hash:` key means plain md5. */
  readonly insideProject: boolean;
  /** The project that records it. */
  readonly projectRoot: string;
}

export interface LocatedParams extends LockedParams {
  readonly at: Location;
}

/** One stage of a pipeline: declared, locked, or both. */
export interface Stage {
  /** How DVC calls it: the name in the root `dvc.yaml`, else `dir/dvc.yaml:name`. */
  readonly address: string;
  readonly name: string;
  readonly pipelinePath: string;
  readonly lockPath: string;
  /** Directory of `dvc.yaml` joined with `wdir`; the base of every recorded path. */
  readonly directory: string;
  readonly declared: DeclaredStage | null;
  readonly locked: LockedStage | null;
  readonly deps: readonly LocatedEntry[];
  readonly outs: readonly LocatedEntry[];
  readonly params: readonly LocatedParams[];
}

/** A `dvc.yaml` and its lock. */
export interface Pipeline {
  readonly path: string;
  readonly lockPath: string;
  /** `""` is the root of the repository. */
  readonly directory: string;
  readonly projectRoot: string;
  readonly file: Reading<PipelineFile>;
  readonly lock: Reading<Lock>;
  /** The declared stages, resolved; unreadable where `dvc.yaml` is. */
  readonly declared: Reading<readonly DeclaredStage[]>;
  readonly stages: readonly Stage[];
}

export interface PointerFacts {
  readonly path: string;
  readonly directory: string;
  readonly projectRoot: string;
  readonly pointer: Reading<Pointer>;
  readonly outs: readonly LocatedEntry[];
  readonly deps: readonly LocatedEntry[];
}

export interface Project {
  /** Directory that holds `.dvc/`; `""` is the root of the repository. */
  readonly root: string;
  /** False where `.dvc/config` is not in the commit. */
  readonly configured: boolean;
  /** `core.no_scm`: DVC does not look at git here. */
  readonly withoutGit: boolean;
}
