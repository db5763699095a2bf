// The preset of those who must prove every byte: nothing is let through with a remark.

import type { Preset } from "../raw.ts";

export const strict: Preset = {
  policy: {
    releases: { branches: ["release/*"] },
    restore: { from: "remote" },
    rules: { "tag/signed": "error", "tag/reachable": "error" },
  },
  flags: {
    warningsAreErrors: true,
    notedBlocks: true,
    worstLevel: "error",
    inconclusiveBlocks: true,
  },
};
