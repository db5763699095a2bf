// The bundle that the pre-receive shim of a server starts, in git's quarantine.

import { parsePreReceive } from "../lib/update.ts";
import { startHook } from "./start.ts";

/** Called by the shim with git's input. */
export async function main(): Promise<boolean> {
  return startHook({ place: "pre-receive", parse: parsePreReceive, remote: "", mayStop: true });
}
