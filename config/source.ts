// What the policy is read from, where that is a repository.

/** The git side of loading a policy: the few questions that it asks (answered by lib/git). */
export interface PolicySource {
  /** `tagproof.policy` of the git configuration: `<rev>:<path>`, or null. */
  readonly configured: () => Promise<string | null>;
  /** The bytes of a file at a revision, or null where either does not exist. */
  readonly readAt: (rev: string, path: string) => Promise<Uint8Array | null>;
  /** The default branch as a revision (`refs/remotes/<remote>/HEAD`, or HEAD of a bare repository), or null. */
  readonly defaultBranch: () => Promise<string | null>;
  /** Absolute path of the working tree's root; null where there is none, or where it must not count. */
  readonly worktree: string | null;
}
