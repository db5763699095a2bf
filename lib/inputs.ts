// What a verdict rests on besides the commit, with digests: the same inputs, the same report.

import { createHash } from "node:crypto";
import type { Evidence } from "./evidence.ts";
import type { Gathered } from "./gather.ts";
import type { Report } from "./report.ts";

export type Input = Report["inputs"][number];

/** The answers of `dvc status`, and the release that this one was compared with. */
export function inputsOf({ evidence }: Gathered): readonly Input[] {
  return [...statusInputs(evidence), ...baselineInputs(evidence)];
}

/** By the tag object where there is one: the release as it was, not only its commit. */
function baselineInputs({ baseline }: Evidence): readonly Input[] {
  if (baseline.state !== "present" || baseline.value.nearest === null) return [];
  const { release, commit } = baseline.value.nearest;
  return [{ kind: "baseline", name: release.name, digest: release.oid ?? commit }];
}

function statusInputs(evidence: Evidence): readonly Input[] {
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
