// The bundle that the reference-transaction shim starts: what users know as pre-tag.

import { startHook } from "./start.ts";
import { parseTransaction } from "./transaction.ts";

/** Called by the shim with git's input and with who writes: `person` or `unknown`. */
export async function main(): Promise<boolean> {
  const mayStop = process.argv[2] === "person";
  return startHook({ place: "pre-tag", parse: parseTransaction, remote: "", mayStop });
}
