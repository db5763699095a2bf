// The part of the bundle that is loaded when a push holds a tag: the audit, its report, its verdict.

import { exitCodeOf } from "../lib/cli/exit-code.ts";
import { plain } from "../lib/reporters/reporter.ts";
import { text } from "../lib/reporters/text.ts";
import type { Engine } from "./engine.ts";

export const engine: Engine = {
  auditUpdates: () => Promise.reject(new Error("auditUpdates is not part of this build")),
  render: (report, hints, width) => text.render(report, { rules: [], paint: plain, width, hints }),
  exitCodeOf,
};
