// One good release of the real DVC, and copies of it to which something is done before they are released.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import type { Context, uvu } from "uvu";
import type { ReleaseReport } from "../../lib/report.ts";
import { auditIn } from "./audit.ts";
import { policyFile } from "./judged.ts";
import { buildLayout, type Layout } from "./layout.ts";
import { repositoryAt, type TestRepository } from "./repository.ts";

export type Mutate = (repository: TestRepository) => unknown;

/** Builds the layout before the tests of the suite; gives what does something to a copy of it, tags and audits that. */
export function openMutants(
  test: uvu.Test<Context>,
  layout: Layout,
  tag: string,
): (mutate: Mutate) => Promise<ReleaseReport> {
  let good = "";
  const config = policyFile({ dvc: { status: "off" } });
  test.before(async () => {
    const { repository } = await buildLayout({ ...layout, tag: "base" });
    good = repository.directory;
  });
  return async (mutate) => {
    const directory = join(temporaryDirectory(), "copy");
    cpSync(good, directory, { recursive: true, verbatimSymlinks: true });
    const repository = repositoryAt(directory);
    mutate(repository);
    repository.commit("mutated");
    repository.git("tag", "-a", "-m", "released", tag);
    const { releases } = await auditIn({ directory, config, revisions: [tag] });
    return releases[0]!;
  };
}
