// The facts that rules judge. Gathered once (gather.ts), then only read.

import type { Manifest } from "./formats/manifest.ts";
import type { Node } from "./document/node.ts";
import type { KeptOutFacts } from "./dvc/kept-outs.ts";
import type { Pipeline, PointerFacts, Project } from "./dvc/project.ts";
import type { Tree, TreeEntry } from "./git/tree.ts";
import type { Role } from "./policy.ts";
import type { Reading } from "./reading.ts";
import type { Release } from "./release.ts";
import type {
  EarlierTexts,
  ExperimentLink,
  NamedBaseline,
  Refusal,
  ReviewText,
  WrittenSince,
} from "./review-facts.ts";
import type { DvcStatus } from "./dvc/status.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch, as the object says; forgeable, never used for ordering. */
  readonly time: number;
}

export interface Trailer {
  readonly key: string;
  readonly value: string;
}

/** What the ref of a release holds. */
export interface TagFacts {
  readonly annotated: boolean;
  /** The type of the object that the ref holds, and of the one that it peels to. */
  readonly heldType: string;
  readonly targetType: string;
  /** Tag objects on the way to the target: 0 for a lightweight tag, 1 for an annotated one. */
  readonly steps: number;
  /** The `tag` header of the outermost tag object. */
  readonly headerName: string | null;
  readonly tagger: Person | null;
  readonly message: string;
  /** Of the last block of the message only (git-interpret-trailers(1)). */
  readonly trailers: readonly Trailer[];
  readonly signature: "ssh" | "openpgp" | "x509" | null;
  /** Of a lightweight tag, a remote that may hold it annotated: CI fetches a bare commit in its place. */
  readonly remote?: string | null;
}

export interface CommitFacts {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly subject: string;
  readonly message: string;
}

/** The DVC projects in the scope of the release. */
export interface PipelineFacts {
  readonly projects: readonly Project[];
  readonly pipelines: readonly Pipeline[];
  readonly pointers: readonly PointerFacts[];
  /** `dvc.yaml` files that the policy or the scope leaves out: shown, not judged. */
  readonly leftOut: readonly string[];
}

/** The content of a path in the tagged tree, hashed as DVC hashes it. */
export type Content =
  | {
      readonly kind: "file" | "directory";
      /** As the tree spells it: its Unicode normal form may be another than that of the record. */
      readonly path: string;
      /** Null for a file that only its recorded hash tells of. */
      readonly size: number | null;
      /** Of a directory only. */
      readonly fileCount: number | null;
      /** Plain md5, with `.dir` for a directory. */
      readonly md5: string;
      /** Of a file of the bundle; null elsewhere. */
      readonly sha256: string | null;
      /** DVC 2's hash; null where nothing asked for it. */
      readonly legacyMd5: string | null;
      /** md5 with LF turned into CRLF and with CRLF into LF; only computed on a mismatch. */
      readonly crlfMd5: string | null;
      readonly lfMd5: string | null;
      /** Of a directory whose names have several Unicode normal forms: its md5 in each; on a mismatch. */
      readonly normalMd5s: readonly string[];
      /** The files of a directory, path relative to it. */
      readonly listing: ReadonlyMap<string, string> | null;
    }
  | {
      readonly kind: "unverifiable";
      readonly path: string;
      readonly reason: string;
      readonly blocking: boolean;
      /** Bytes, where they are told (a git-LFS pointer does); else null. */
      readonly size: number | null;
      /** Of a directory whose files are not all known, how many there are, where that is. */
      readonly fileCount?: number;
    };

/** Contents of every path of the tree that a lock, a pointer or the bundle names; missing: not in git. */
export type ContentFacts = ReadonlyMap<string, Content>;

/** Parsed documents (params files, metrics, manifests) by path in the tree. */
export type DocumentFacts = ReadonlyMap<string, Reading<Node>>;

export interface BundleFile {
  /** From the root of the repository. */
  readonly path: string;
  /** From the bundle's directory. */
  readonly relative: string;
  readonly role: Role | null;
  /** Of data without a role, deeper in the bundle, the role that its name alone has: `eval/metrics.json` is read as metrics too. */
  readonly nestedRole: Role | null;
  readonly internal: boolean;
  /** Null for a file that DVC keeps: a lock, a pointer file or the `.dir` object of one records it. */
  readonly entry: TreeEntry | null;
  readonly content: Content;
}

export interface BundleFacts {
  readonly path: string;
  readonly configured: boolean;
  readonly files: readonly BundleFile[];
  /** Whose it is: the release itself, or the one of the version that a stage tag assigns. */
  readonly release: Release;
}

/** A file of the bundle that lists others. */
export interface ManifestFile {
  readonly path: string;
  /** From the bundle's directory. */
  readonly relative: string;
  /** True where the policy calls it the manifest, false for a signature, checksum or bill beside it. */
  readonly primary: boolean;
  readonly reading: Reading<Manifest>;
}

export interface ManifestFacts {
  readonly files: readonly ManifestFile[];
  /** Checksums and bills of materials beside them that could not be read, and why: one clause each. */
  readonly unread: readonly string[];
}

export interface RegistryFile {
  readonly path: string;
  readonly document: Reading<Node>;
}

/** What tells consumers where to find a release. */
export interface RegistryFacts {
  /** The files that `registry.files` of the policy names. */
  readonly registries: readonly RegistryFile[];
  /** Such files that could not be read here, and why: one clause each. */
  readonly unread: readonly string[];
  readonly manifests: readonly RegistryFile[];
  /** Pipelines of projects that the scope leaves out, where there is a registry that may name their artifacts. */
  readonly elsewhere: readonly Pipeline[];
  /** The directory of the bundle, where there is one. */
  readonly bundle: string | null;
}

/** What is checked out, where that is the audited commit. */
export interface WorkspaceFacts {
  /** What `dvc status --no-updates --json` said, per project root. */
  readonly statuses: readonly { readonly root: string; readonly status: Reading<DvcStatus> }[];
  /** Paths that differ between the working tree and the commit, as git sees them. */
  readonly changed: ReadonlySet<string>;
  /** Whether the commit holds the path, as a file or as a directory. */
  readonly tracked: (path: string) => boolean;
}

/** How the baseline's commit stands to the audited one. */
export type Kinship = "ancestor" | "same-commit" | "merge-base" | "unrelated";

/** A release and the commit that it names. */
export interface Released {
  readonly release: Release;
  readonly commit: string;
}

/** The release that the audited one is compared with (lib/history/baseline.ts says which that is). */
export interface Baseline extends Released {
  readonly kinship: Kinship;
  /** What it held, read as the audited release is. */
  readonly evidence: Pick<
    Evidence,
    "tree" | "pipelines" | "contents" | "documents" | "bundle" | "manifest"
  >;
}

export interface BaselineFacts {
  /** The audited commit. */
  readonly commit: string;
  /** Null: no earlier release of this artifact is in the repository. */
  readonly nearest: Baseline | null;
  /** Of a final that follows a candidate: the final before both; null of all others, and without one. */
  readonly final: Available<Baseline | null>;
  /** Every other release of the artifact, in the order of their names. */
  readonly others: readonly Released[];
  /** Those of the others that name the audited commit. */
  readonly beside: readonly Released[];
}

/** Where a list of allowed signers came from, and which it was: an input of the verdict. */
export interface SignersSource {
  readonly name: string;
  /** `sha256:<hex>`. */
  readonly digest: string;
}

/** What git says of the signature of the tag object. */
export type SignatureFacts = {
  /** Null where the policy names none, or they could not be read. */
  readonly signers: SignersSource | null;
} & (
  | { readonly kind: "none" }
  | { readonly kind: "good"; readonly signer: string }
  /** Of this object it is no signature at all. */
  | { readonly kind: "bad" }
  /** A true signature of somebody whom the policy does not allow, or not any more. */
  | { readonly kind: "not-allowed"; readonly key: string; readonly why: string }
  /** It could not be checked here. */
  | { readonly kind: "unchecked"; readonly why: string }
);

/** Whether the commit is on a branch that releases come from. */
export interface BranchFacts {
  readonly commit: string;
  /** What the policy names, or the default branch. */
  readonly wanted: readonly string[];
  /** The first of them that has the commit, by its full name; null where none has. */
  readonly on: string | null;
}

/** What links a release to what was released before, and what was written about it. */
export interface ReviewFacts {
  readonly texts: readonly ReviewText[];
  /** Texts that could not be read, with the reason. */
  readonly unread: readonly string[];
  readonly earlier: EarlierTexts;
  /** What was written since the final before, of a final that follows a candidate; else null. */
  readonly sinceFinal: WrittenSince | null;
  readonly trailers: readonly Trailer[];
  readonly baselines: readonly NamedBaseline[];
  /** Looked for only where the history does not link the release. */
  readonly experiments: readonly ExperimentLink[];
  /** Named by `Experiment:` trailers, and not in this repository. */
  readonly unknownExperiments: readonly string[];
  readonly refusals: readonly Refusal[];
  /** Null where the release has none. */
  readonly bundle: BundleFacts | null;
  /** Whether a release or commit that is not here may be elsewhere. */
  readonly partial: boolean;
}

/** A branch of `releases.branches` that a push sets. A fact of the push, never of a release. */
export interface PushFacts {
  /** Short name at the receiver. */
  readonly branch: string;
  /** What the branch would be after the push. */
  readonly commit: string;
  /**
   * The release tags that name the commit: in the same push, at the receiver, or only known to be
   * here, in the repository that pushes.
   */
  readonly names: readonly { readonly tag: string; readonly in: "push" | "receiver" | "here" }[];
}

/** What the gatherer can be asked for; a rule names what it needs. */
export interface Facts {
  readonly tag: TagFacts;
  readonly tree: Tree;
  readonly pipelines: PipelineFacts;
  readonly contents: ContentFacts;
  /** Directories that stages read and that hold what others wrote: the files of git, and the recorded ones. */
  readonly filledDirectories: ContentFacts;
  readonly keptOuts: KeptOutFacts;
  readonly documents: DocumentFacts;
  readonly bundle: BundleFacts;
  readonly manifest: ManifestFacts;
  readonly registry: RegistryFacts;
  readonly workspace: WorkspaceFacts;
  readonly baseline: BaselineFacts;
  readonly signature: SignatureFacts;
  readonly branches: BranchFacts;
  readonly review: ReviewFacts;
  readonly push: PushFacts;
}

export type Need = keyof Facts;

/** A fact, or why there is none. `not-applicable` is an answer; `unavailable` is a gap. */
export type Available<Fact> =
  | { readonly state: "present"; readonly value: Fact }
  | { readonly state: "not-applicable"; readonly reason: string }
  | { readonly state: "unavailable"; readonly reason: string; readonly blocking: boolean };

export type Evidence = { readonly [N in Need]: Available<Facts[N]> };
