// A release that is pushed together with a branch: what pre-push says of both.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { auditUpdates } from "../../config/audit.ts";
import type { Report } from "../../lib/report.ts";
import type { RefUpdate } from "../../lib/update.ts";
import { rememberSentences } from "../helpers/example.ts";
import { isolatedEnvironment, repositoryAt } from "../helpers/repository.ts";
import { assertValidReport } from "../helpers/schema.ts";

export interface Pushed {
  readonly branch: string;
  /** Null: the release's own. */
  readonly commit: string | null;
}

interface Pushing extends Pushed {
  readonly directory: string;
  readonly policy: object;
  readonly tag: string;
}

/** Tag and branch are new to the receiver. */
export async function auditPush(pushing: Pushing): Promise<Report> {
  const { directory, policy, tag, branch, commit } = pushing;
  writeFileSync(join(directory, ".tagproofrc.json"), JSON.stringify(policy));
  const { git } = repositoryAt(directory);
  const updates = [
    created(`refs/heads/${branch}`, commit ?? git("rev-parse", `${tag}^{commit}`)),
    created(`refs/tags/${tag}`, git("rev-parse", `refs/tags/${tag}`)),
  ];
  const environment = isolatedEnvironment();
  const place = "pre-push";
  const report = await auditUpdates(updates, { directory, environment, remote: "origin", place });
  assertValidReport(report);
  rememberSentences(report);
  return report;
}

function created(ref: string, newOid: string): RefUpdate {
  return { ref, localRef: ref, newOid, oldOid: null, kind: "create" };
}
