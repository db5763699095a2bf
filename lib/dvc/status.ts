// `dvc status --no-updates --json`: its JSON as data.

/** What DVC says of one stage or pointer file, paths from the root of the repository. */
export interface StageStatus {
  readonly address: string;
  /** `modified`, `deleted`, `new`, …; params files hold a map of keys. */
  readonly changes: readonly StatusChange[];
  readonly alwaysChanged: boolean;
  readonly changedCommand: boolean;
  readonly changedChecksum: boolean;
}

export interface StatusChange {
  readonly side: "dep" | "out" | "param";
  readonly path: string;
  /** Only of a param. */
  readonly key: string | null;
  readonly state: string;
}

export interface DvcStatus {
  readonly version: string | null;
  readonly stages: readonly StageStatus[];
}
