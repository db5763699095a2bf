// One random repository: recorded by DVC, audited as it is, then changed step by step under both.

import { auditFiles, judgeFiles } from "./audit-case.ts";
import { compareStatus } from "./compare-status.ts";
import { isFrozen } from "./compared.ts";
import { conflicting } from "./decisions.ts";
import type { RepositoryCase } from "./generate-repository.ts";
import type { Lane } from "./lane.ts";
import { mutate } from "./mutate.ts";
import { findingsOf, isRefused } from "./our-findings.ts";
import { nothing, type Outcome } from "./outcome.ts";
import type { Chance } from "./random.ts";
import { bytesOf, type FileContent, type Files } from "./store.ts";
import { isSilent, type RawStatus } from "./their-status.ts";

interface Recorded {
  readonly error?: string;
  readonly files?: Files;
  readonly status?: RawStatus;
}

const MOST_STEPS = 4;

export async function compareRepository(
  lane: Lane,
  chance: Chance,
  given: RepositoryCase,
): Promise<Outcome> {
  const recorded: Recorded = JSON.parse(await lane.ask({ kind: "record", ...given }));
  const { files, status } = recorded;
  if (files === undefined || status === undefined) {
    return { ...nothing, disagreements: [`DVC cannot record it: ${recorded.error}`] };
  }
  const clean = { ...files, ".dvc/config": "[core]\n    no_scm = True\n" };
  const fresh = await compareFresh(lane, clean, status);
  if (fresh.length > 0) return { disagreements: fresh, compared: 1, declined: 0 };
  return changeStepwise(lane, chance, clean);
}

/** What DVC has just recorded passes, and nothing is found about its record. */
async function compareFresh(
  lane: Lane,
  files: Files,
  status: RawStatus,
): Promise<readonly string[]> {
  if (!Object.values(status).every(isSilent))
    return [`DVC is not clean: ${JSON.stringify(status)}`];
  const report = await auditFiles(lane, files);
  const told = report.findings.filter(({ level }) => level !== "note");
  if (report.verdict === "passed" && told.length === 0) return [];
  const texts = [
    ...told.map(({ rule, text }) => `${rule}: ${text}`),
    ...report.notVerified.map(({ reason }) => reason),
  ];
  return [`refused, though fresh: ${report.verdict}\n  ${texts.join("\n  ")}\n${printed(files)}`];
}

async function changeStepwise(lane: Lane, chance: Chance, clean: Files): Promise<Outcome> {
  let files = clean;
  let compared = 1;
  const names: string[] = [];
  for (let steps = 1 + chance.below(MOST_STEPS); steps > 0; steps -= 1) {
    const mutation = mutate(chance, textsOf(files));
    if (mutation === null) break;
    names.push(mutation.name);
    files = changed(files, mutation.edits);
    const theirs: Recorded = JSON.parse(await lane.ask({ kind: "status", edits: mutation.edits }));
    const found = await compareChanged(lane, files, theirs);
    compared += 1;
    if (found.length > 0) {
      const disagreements = [
        `after: ${names.join(", ")}`,
        ...found,
        JSON.stringify(theirs),
        printed(files),
      ];
      return { disagreements, compared, declined: 0 };
    }
  }
  return { disagreements: [], compared, declined: 0 };
}

async function compareChanged(
  lane: Lane,
  files: Files,
  { error, status }: Recorded,
): Promise<readonly string[]> {
  const { judgements, pipelines } = await judgeFiles(lane, files);
  const findings = findingsOf(judgements);
  if (status === undefined) {
    return isRefused(judgements) ? [] : [`DVC fails, we find nothing: ${error}`];
  }
  const stages = pipelines?.pipelines.flatMap((pipeline) => pipeline.stages) ?? [];
  const unread = findings.filter(
    ({ what }) =>
      what === "lock/readable malformed" ||
      (what.startsWith("lock/params-match ") && what.endsWith("Malformed")),
  );
  if (unread.length > 0) {
    // The written list has this: `unreadParams`.
    const frozen = new Set(stages.filter(isFrozen).map(({ address }) => address));
    const alone = unread.filter(
      ({ text, stage }) => !conflicting(text) && !(stage !== null && frozen.has(stage)),
    );
    return alone.map(({ text }) => `we refuse a file, DVC does not: ${text}`);
  }
  if (pipelines === null) return [];
  const paths = Object.keys(files);
  const isTracked = (path: string): boolean =>
    paths.some((file) => file === path || file.startsWith(`${path}/`));
  return compareStatus({ stages, findings, status, isTracked });
}

function textsOf(files: Files): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(files).map(([path, content]) => [path, bytesOf(content).toString("latin1")]),
  );
}

function changed(files: Files, edits: Readonly<Record<string, FileContent | null>>): Files {
  const next: Record<string, FileContent> = { ...files };
  for (const [path, content] of Object.entries(edits)) {
    if (content === null) delete next[path];
    else next[path] = content;
  }
  return next;
}

function printed(files: Files): string {
  return Object.entries(files)
    .map(([path, content]) => `--- ${path}\n${bytesOf(content).toString().slice(0, 3000)}`)
    .join("\n");
}
