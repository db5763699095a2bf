// What a verdict rests on besides the commit, with digests: the same inputs, the same report.

import { createHash } from "node:crypto";
import type { Gathered } from "./gather.ts";
import type { Report } from "./report.ts";

export type Input = Report["inputs"][number];

/** The answers of `dvc status`. */
export function inputsOf({ evidence }: Gathered): readonly Input[] {
  if (evidence.workspace.state !== "present") return [];
  return evidence.workspace.value.statuses.flatMap(({ root, status }) =>
    status.state === "present"
      ? [
          {
            kind: "dvc-status",
            name: root === "" ? "." : root,
            digest: digestOf(status.value.stages),
          },
        ]
      : [],
  );
}

function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(value)).digest("hex")}`;
}
