// One start of a hook: what it was given, and from where.

import type { Parsed } from "../lib/reading.ts";
import type { RefUpdate } from "../lib/update.ts";
import type { HookPlace } from "./engine.ts";

export interface HookRun {
  readonly place: HookPlace["place"];
  /** Reads the lines that git gives to this hook. */
  readonly parse: (text: string) => Parsed<readonly RefUpdate[]>;
  /** What git writes to the hook. */
  readonly input: AsyncIterable<Uint8Array | string>;
  /** A remote's name, or its URL where it has none; empty where nothing is pushed from here. */
  readonly remote: string;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stderr: { readonly write: (text: string) => unknown };
  /** `<common dir>/tagproof`, where the ledger is. */
  readonly home: string;
  /** False where it is unknown whether a person is at work: then all is said and nothing stopped. */
  readonly mayStop: boolean;
}

/** The same, as far as the engine needs to know. */
export function placeOf({ directory, environment, place, remote }: HookRun): HookPlace {
  return { directory, environment, place, remote: remote === "" ? null : remote };
}
