// The default preset: every rule at its own level.

import type { Preset } from "../raw.ts";

export const recommended: Preset = {
  policy: {},
  flags: {
    warningsAreErrors: false,
    notedBlocks: false,
    worstLevel: "error",
    inconclusiveBlocks: true,
  },
};
