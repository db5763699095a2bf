// The preset for a history to clean up: everything is said, nothing is refused.

import type { Preset } from "../raw.ts";

export const adopt: Preset = {
  policy: {},
  flags: {
    warningsAreErrors: false,
    notedBlocks: false,
    worstLevel: "warning",
    inconclusiveBlocks: false,
  },
};
