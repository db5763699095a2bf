// Tables of repositories as users have them: made by the real DVC, committed, tagged, and audited twice.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import type { Context, uvu } from "uvu";
import type { ReleaseReport } from "../../lib/report.ts";
import { auditTag, foundBy } from "./audit.ts";
import { dvcEnvironment, runDvc } from "./dvc.ts";
import { createRepository, repositoryAt, type TestRepository } from "./repository.ts";

export interface Workshop {
  readonly repository: TestRepository;
  /** Runs `dvc` in the project, or below it. */
  readonly dvc: (...args: string[]) => Promise<string>;
  readonly dvcIn: (directory: string, ...args: string[]) => Promise<string>;
}

export interface Layout {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** After `dvc init` and the files, in place of `dvc repro`. */
  readonly prepare?: (workshop: Workshop) => Promise<unknown>;
  /** Arguments of `dvc init`. */
  readonly init?: readonly string[];
  /** The directory of the DVC project. */
  readonly project?: string;
  readonly tag?: string;
  /** `rule key` of the warnings that the reference wants, here and in a clone. */
  readonly warnings?: readonly string[];
  /** The same for notes. */
  readonly notes?: readonly string[];
  /** What the reasons of gaps must hold, one of them each. */
  readonly gaps?: readonly RegExp[];
  /** What a clone has in addition. */
  readonly inClone?: Pick<Layout, "warnings" | "gaps" | "verdict">;
  readonly verdict?: "passed" | "inconclusive";
  /** Arguments of `git clone`. */
  readonly clone?: readonly string[];
}

/** One test a layout. What DVC made and git took may be refused nowhere. */
export function addLayouts(
  test: uvu.Test<Context>,
  layouts: Readonly<Record<string, Layout>>,
): void {
  for (const [name, layout] of Object.entries(layouts)) {
    test(name, async () => {
      const { repository, tag } = await buildLayout(layout);
      hold(layout, await auditTag(repository.directory, tag, dvcEnvironment()), "in place");
      const clone = cloneOf(repository, layout.clone);
      const { warnings = [], gaps = [], inClone = {} } = layout;
      const more = {
        ...layout,
        ...inClone,
        warnings: [...warnings, ...(inClone.warnings ?? [])],
        gaps: [...gaps, ...(inClone.gaps ?? [])],
      };
      hold(more, await auditTag(clone.directory, tag, dvcEnvironment()), "in a clone");
    });
  }
}

export async function buildLayout({
  files = {},
  prepare,
  init = [],
  project = "",
  tag = "v1.0.0",
}: Layout): Promise<{ readonly repository: TestRepository; readonly tag: string }> {
  const repository = createRepository();
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  const root = join(repository.directory, project);
  mkdirSync(root, { recursive: true });
  const dvcIn = async (directory: string, ...args: string[]): Promise<string> =>
    runDvc(join(repository.directory, directory), ...args);
  const dvc = (...args: string[]): Promise<string> => dvcIn(project, ...args);
  await dvc("init", "--quiet", ...init);
  await (prepare === undefined ? dvc("repro") : prepare({ repository, dvc, dvcIn }));
  repository.commit("release");
  repository.git("tag", "-a", tag, "-m", "release");
  return { repository, tag };
}

/** A clone as another machine has it: no cache, no configuration, nothing pulled. */
export function cloneOf(repository: TestRepository, args: readonly string[] = []): TestRepository {
  const directory = join(temporaryDirectory(), "clone");
  repository.git("clone", "--quiet", ...args, `file://${repository.directory}`, directory);
  return repositoryAt(directory);
}

function hold(layout: Layout, report: ReleaseReport, where: string): void {
  const { warnings = [], notes = [], gaps = [], verdict = "passed" } = layout;
  const all = JSON.stringify(report.findings, null, 1);
  assert.deepEqual(foundBy(report), [], `${where}: ${all}`);
  assert.deepEqual(foundBy(report, "warning").toSorted(), warnings.toSorted(), `${where}: ${all}`);
  const said = foundBy(report, "note").filter((note) => !note.startsWith("review/"));
  assert.deepEqual(said.toSorted(), notes.toSorted(), `${where}: ${all}`);
  const reasons = report.notVerified.map(({ reason }) => reason);
  assert.equal(report.verdict, verdict, `${where}: ${reasons.join("\n")}`);
  for (const gap of gaps) assert.match(reasons.join("\n"), gap, where);
  const unresolved = reasons.filter((reason) => /resolved|dvc status/.test(reason));
  const isMeant = (reason: string): boolean => gaps.some((gap) => gap.test(reason));
  assert.deepEqual(
    unresolved.filter((reason) => !isMeant(reason)),
    [],
    where,
  );
}

/** A stage as YAML, for tables: `cmd` and further lines of it. */
export function stage(name: string, cmd: string, ...lines: readonly string[]): string {
  return [
    `  ${name}:`,
    `    cmd: ${JSON.stringify(cmd)}`,
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
}

/** A `dvc.yaml` of such stages, and what else it holds at the top. */
export function pipeline(stages: readonly string[], rest = ""): string {
  return `stages:\n${stages.join("")}${rest}`;
}
