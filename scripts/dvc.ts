// `npm run dvc:setup`: the tests need a real DVC; this finds one or makes one in `.venv`.

import { setUpDvc } from "./dvc/install.ts";

try {
  const found = setUpDvc(process.cwd());
  console.log(`dvc ${found.version} (${found.from === "venv" ? ".venv" : found.dvc})`);
} catch (error) {
  console.error(`dvc:setup: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
