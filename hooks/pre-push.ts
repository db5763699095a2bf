// The bundle that the pre-push shim starts.

import { parsePrePush } from "../lib/update.ts";
import { startHook } from "./start.ts";

/** Called by the shim with git's input and arguments: the remote's name, or its URL without one. */
export async function main(): Promise<boolean> {
  const [remote = ""] = process.argv.slice(2);
  return startHook({ place: "pre-push", parse: parsePrePush, remote, mayStop: true });
}
