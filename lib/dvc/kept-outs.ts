// What is known of the outs that DVC keeps, and git does not hold.

import type { LocatedEntry } from "./project.ts";

/**
 * What is known of a recorded out that git does not hold. `verified`: its bytes are at hand, in the
 * cache, in a local remote or elsewhere in git, and have the recorded hash. `too-much`: more than is hashed.
 */
export type KeptState = "verified" | "corrupt" | "too-much" | "absent";

/** The recorded outs that git does not hold. */
export interface KeptOutFacts {
  readonly stateOf: (entry: LocatedEntry) => KeptState;
}
