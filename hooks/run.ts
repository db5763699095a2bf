// One push or one tag, from git's lines to an exit code. Whatever breaks here can stop a tag and nothing else;
// a branch is only stopped by a rule about branches.

import { AuditError } from "../lib/error.ts";
import type { Parsed } from "../lib/reading.ts";
import type { ReleaseReport } from "../lib/report.ts";
import type { RefUpdate } from "../lib/update.ts";
import type { Waiver } from "../lib/waiver.ts";
import { isWatched, readBranches } from "./branches.ts";
import { branchCommand } from "./branch-command.ts";
import type { Engine, HookPlace, LoadEngine } from "./engine.ts";
import { readInput } from "./input.ts";
import { addToLedger, type LedgerEntry } from "./ledger.ts";
import { recall, remember } from "./memory.ts";
import { addRefusals, type RefusalEntry } from "./refusals.ts";
import {
  branchHint,
  branchHintLine,
  DamagedBundle,
  explainError,
  hookWidth,
  waivedLine,
} from "./words.ts";

export interface HookRun {
  readonly place: HookPlace["place"];
  /** Reads the lines that git gives to this hook. */
  readonly parse: (text: string) => Parsed<readonly RefUpdate[]>;
  /** What git writes to the hook. */
  readonly input: AsyncIterable<Uint8Array | string>;
  /** A remote's name, or its URL where it has none; empty where nothing is pushed from here. */
  readonly remote: string;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stderr: { readonly write: (text: string) => unknown };
  /** `<common dir>/tagproof`, where the ledger is. */
  readonly home: string;
  /** False where it is unknown whether a person is at work: then all is said and nothing stopped. */
  readonly mayStop: boolean;
}

/** Judges what a hook is asked about and returns its exit code. Never rejects. */
export async function runHook(run: HookRun, load: LoadEngine): Promise<number> {
  let updates: readonly RefUpdate[] | null = null;
  let text = "";
  try {
    const input = await readInput(run.input);
    text = input.text;
    if (input.error !== null) throw input.error;
    updates = parse(run, text);
    const watched = await watchedIn(run, updates);
    return hasTag(updates) || watched.length > 0
      ? await auditAll(run, { updates, watched }, load)
      : 0;
  } catch (error) {
    const isTag = updates === null ? text.includes(" refs/tags/") : hasTag(updates);
    const stake = { updates: updates ?? [], blocks: isTag && run.mayStop };
    const code = explain(run, error, stake);
    return code !== 0 && (await isCrashWaived(run, error, stake.updates, load)) ? 0 : code;
  }
}

function parse(run: HookRun, text: string): readonly RefUpdate[] {
  const result = run.parse(text);
  if (result.ok) return result.value;
  throw new AuditError(
    "hook-input",
    `git's list of refs cannot be read: ${result.problem.text}`,
    "If another hook or tool starts this one, see that it hands on all of its input.",
  );
}

function hasTag(updates: readonly RefUpdate[]): boolean {
  return updates.some(({ ref }) => ref.startsWith("refs/tags/"));
}

/** The branches that only a release may set, as install wrote them down. */
async function watchedIn(
  { place, home }: HookRun,
  updates: readonly RefUpdate[],
): Promise<readonly RefUpdate[]> {
  if (place === "pre-tag") return [];
  const prefixes = await readBranches(home);
  return updates.filter((update) => isWatched(update, prefixes));
}

interface Pushed {
  readonly updates: readonly RefUpdate[];
  readonly watched: readonly RefUpdate[];
}

async function auditAll(
  run: HookRun,
  { updates, watched }: Pushed,
  load: LoadEngine,
): Promise<number> {
  const engine = await loadEngine(load);
  const place = placeOf(run);
  const memory = await recall(run.home, place, updates);
  const waived: Waiver[] = [];
  const onBranchWaived = (waiver: Waiver): unknown => waived.push(waiver);
  const report = await engine.auditUpdates(updates, { ...place, ...memory, onBranchWaived });
  await remember(run.home, place, updates, { report, memory });
  await addToLedger(run.home, [
    ...report.releases.flatMap((release) => ledgerEntries(run, release)),
    ...waived.flatMap((waiver) => branchEntries(run, updates, waiver)),
  ]);
  const code = engine.exitCodeOf(report);
  if (run.mayStop) await recordRefusals(run, report.releases);
  // A branch that is watched would not go alone: without its tag it has no name.
  const hints =
    code === 0
      ? []
      : hintsOf(
          run,
          updates.filter((update) => !watched.includes(update)),
        );
  if (hasTag(updates) || report.push.length > 0) {
    run.stderr.write(engine.render(report, hints, hookWidth));
  }
  return run.mayStop ? code : 0;
}

function placeOf({ directory, environment, place, remote }: HookRun): HookPlace {
  return { directory, environment, place, remote: remote === "" ? null : remote };
}

type Accepted = Pick<ReleaseReport, "name" | "oid" | "waived">;

function ledgerEntries(run: HookRun, { name, oid, waived }: Accepted): LedgerEntry[] {
  const { place, remote } = placeOf(run);
  const time = new Date().toISOString();
  return waived.map((waiver) => ({ time, place, remote, tag: name, oid, ...waiver }));
}

/** What a release under the same name has to answer for later. It is refused, recorded or not. */
async function recordRefusals(run: HookRun, releases: readonly ReleaseReport[]): Promise<void> {
  const { place, remote } = placeOf(run);
  const time = new Date().toISOString();
  const entries = releases.flatMap(({ name, oid, commit, verdict, findings }): RefusalEntry[] => {
    if (verdict !== "failed") return [];
    const errors = findings.filter(({ level }) => level === "error");
    const refused = [...new Set<string>(errors.map(({ rule }) => rule))];
    return [{ time, place, remote, tag: name, oid, commit, refused }];
  });
  await addRefusals(run.home, entries);
}

/** What was waived for a branch: it stands where a tag would. */
function branchEntries(
  run: HookRun,
  updates: readonly RefUpdate[],
  { tag: name, rule, reason, by }: Waiver,
): LedgerEntry[] {
  const oid = updates.find(({ ref }) => ref === `refs/heads/${name}`)?.newOid ?? null;
  return ledgerEntries(run, { name, oid, waived: [{ rule, reason, by }] });
}

/** Every tag of the push needs a waiver of its own, and each is told and recorded. */
async function isCrashWaived(
  run: HookRun,
  error: unknown,
  updates: readonly RefUpdate[],
  load: LoadEngine,
): Promise<boolean> {
  if (error instanceof AuditError || error instanceof DamagedBundle) return false;
  try {
    const waivers = await (await load()).crashWaivers(placeOf(run));
    const tags = updates.filter(({ ref }) => ref.startsWith("refs/tags/"));
    const accepted = tags.flatMap(({ ref, newOid }): Accepted[] => {
      const name = ref.slice("refs/tags/".length);
      const waiver = waivers.find(({ tag }) => tag === name);
      if (waiver === undefined) return [];
      const { rule, reason, by } = waiver;
      return [{ name, oid: newOid, waived: [{ rule, reason, by }] }];
    });
    if (tags.length === 0 || accepted.length < tags.length) return false;
    await addToLedger(
      run.home,
      accepted.flatMap((each) => ledgerEntries(run, each)),
    );
    for (const { name, waived } of accepted)
      run.stderr.write(waivedLine(name, waived[0]?.reason ?? ""));
    return true;
  } catch {
    return false;
  }
}

function hintsOf(run: HookRun, updates: readonly RefUpdate[]): readonly string[] {
  if (!run.mayStop) return ["Not stopped: it is unknown who writes this tag. The push will be."];
  const command = branchCommandOf(run, updates);
  return command === null ? [] : [branchHint(command)];
}

function branchCommandOf({ place, remote }: HookRun, updates: readonly RefUpdate[]): string | null {
  return place === "pre-push" ? branchCommand(updates, remote) : null;
}

async function loadEngine(load: LoadEngine): Promise<Engine> {
  try {
    return await load();
  } catch (error) {
    throw isLoadFailure(error) ? new DamagedBundle("", { cause: error }) : error;
  }
}

function isLoadFailure(error: unknown): boolean {
  const codes: readonly unknown[] = ["ERR_MODULE_NOT_FOUND", "ENOENT", "EACCES"];
  if (error instanceof SyntaxError) return true;
  return error instanceof Error && "code" in error && codes.includes(error.code);
}

interface Stake {
  readonly updates: readonly RefUpdate[];
  readonly blocks: boolean;
}

function explain(run: HookRun, error: unknown, { updates, blocks }: Stake): number {
  const { text, exitCode } = explainError(error, run.environment);
  run.stderr.write(text);
  if (!blocks) return 0;
  const command = branchCommandOf(run, updates);
  if (command !== null) run.stderr.write(branchHintLine(command));
  return exitCode;
}
