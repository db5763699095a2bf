// The entry of the command line.

import { dependencies } from "./dependencies.ts";
import { start } from "./start.ts";

export async function main(): Promise<void> {
  await start(dependencies);
}
