// What the doctor knows besides the installer's facts, and what it says.

/** `error`: a release can slip through or cannot be made; `warning`: less is checked than could be. */
export interface Check {
  readonly level: "ok" | "warning" | "error";
  readonly subject: string;
  readonly text: string;
  /** What to type; null where nothing is wrong. */
  readonly repair: string | null;
}

/** A hook that git's configuration names. */
export interface ConfigHook {
  readonly name: string;
  readonly event: string;
}

/** What the doctor knows besides the installer's facts. */
export interface Surroundings {
  readonly version: string;
  readonly gitVersion: string;
  /** Whether the Node.js that the hooks were installed with can still be run. */
  readonly nodeRuns: boolean;
  /** Path of a DVC; null where none is found. */
  readonly dvc: string | null;
  readonly hasWorktree: boolean;
  readonly followTags: boolean;
  /** Hooks of git's configuration, for any event. */
  readonly configHooks: readonly ConfigHook[];
  /** Other working trees where no hook of ours runs, absolute. */
  readonly unhooked: readonly string[];
  /** What install would write down of `releases.branches`; null where the policy cannot be read. */
  readonly branches: string | null;
  /** Releases that were never audited here; null where the policy cannot be read. */
  readonly unaudited: readonly string[] | null;
  /** What was waived here, one line each. */
  readonly waived: readonly string[];
}
