// The part of the bundle that is loaded when a push holds a tag: the audit, its report, its verdict.

import { exitCodeOf } from "../lib/cli/exit-code.ts";
import { auditUpdates, crashWaivers } from "../config/audit.ts";
import { mayBeRelease } from "../config/may-be-release.ts";
import { plain } from "../lib/reporters/reporter.ts";
import { text } from "../lib/reporters/text.ts";
import { rules } from "../lib/rules/index.ts";
import type { Engine } from "./engine.ts";

export const engine: Engine = {
  auditUpdates,
  render: (report, hints, width) => text.render(report, { rules, paint: plain, width, hints }),
  exitCodeOf,
  mayBeRelease,
  crashWaivers: ({ directory, environment, place }) =>
    crashWaivers({ directory, environment, config: null, hook: { place, started: 0 } }),
};
