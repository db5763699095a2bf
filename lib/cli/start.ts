// Connects a command line to this process: its arguments, streams, signals and exit code.

import { run } from "./run.ts";
import type { Dependencies } from "./session.ts";
import { openTerminal } from "./terminal.ts";

/** As shells count them: 128 and the number of the signal. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

function exitOnSignals(): void {
  for (const [signal, code] of Object.entries(signalCodes)) {
    process.once(signal, () => process.exit(code));
  }
}

/** Runs the process's command line. Sets the exit code and lets the streams drain by themselves. */
export async function start(dependencies: Dependencies): Promise<void> {
  exitOnSignals();
  process.exitCode = await run(process.argv.slice(2), openTerminal(), dependencies);
}
