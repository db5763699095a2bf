// A shape: one way to keep releases in a repository, with a good history that real DVC made.

import type { Builder } from "./build.ts";

/** What a mutation may ask of a shape, so that it is made only where it makes sense. */
export type Trait =
  /** There is a bundle. */
  | "bundle"
  /** A locked stage wrote the files of the bundle: an edit of one contradicts the lock. */
  | "staged"
  /** The bundle was put together outside of the pipeline. */
  | "copied"
  /** The model of the bundle is in git. */
  | "model-in-git"
  /** All files of the bundle but the model are in git. */
  | "papers-in-git"
  /** There is a registry file. */
  | "registry"
  /** The lock holds two models, of which one was measured. */
  | "two-models"
  /** DVC keeps the bundle as one directory: whatever is in it, its stage wrote so. */
  | "kept"
  /** Tags are GTO's. */
  | "gto";

/** Paths from the root of the repository. */
export interface Places {
  /** The release that a case makes; the history holds an older one of the same artifact. */
  readonly tag: string;
  readonly pipeline: string;
  readonly lock: string;
  /** The params file of the pipeline: it has `lr`, `epochs` and `threshold`, each once. */
  readonly params: string;
  /** What the pipeline itself writes. */
  readonly model: string;
  readonly metrics: string;
  /** A git-tracked dep of the training stage: its code. */
  readonly code: string;
  /** By what they do. */
  readonly stages: { readonly train: string; readonly evaluate: string };
  readonly artifact: { readonly name: string; readonly path: string } | null;
  readonly bundle: BundlePlaces | null;
  readonly registry: string | null;
}

export interface BundlePlaces {
  readonly path: string;
  readonly model: string;
  readonly metrics: string;
  readonly params: string;
  readonly manifest: string;
  /** A supported file without a part in the numbers. */
  readonly document: string;
}

/** States of the pipeline that every shape's history has, each with its bundle. */
export type RunName =
  /** The one that a case mutates: a good release, not tagged yet. */
  | "tip"
  /** The first release. */
  | "first"
  /** decision.threshold = 0.65, and nothing else changed since `first`. */
  | "other-threshold"
  /** Another learning rate than the tip's: another model. */
  | "other-model"
  /** The learning rate changed, the training was run again, and the evaluation was not. */
  | "half";

export interface Shape {
  readonly name: string;
  readonly traits: readonly Trait[];
  readonly places: Places;
  /** The directory of the bundle, where DVC keeps it as one. */
  readonly kept?: string;
  /** The policy, beside the defaults. */
  readonly policy: Readonly<Record<string, object>>;
  /** Writes the history, and marks each run. */
  readonly build: (builder: Builder) => void;
}

export function has(shape: Shape, ...traits: readonly Trait[]): boolean {
  return traits.every((trait) => shape.traits.includes(trait));
}
