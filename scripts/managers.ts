// `npm run managers:setup`: the hook managers that the tests install beside ours.

import { setUpManagers } from "./managers/install.ts";

try {
  const { lfs } = setUpManagers(process.cwd());
  console.log(
    `hook managers: ready${lfs === null ? ", without git-lfs, which is not to be had here" : ""}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
