// One push or one tag, from git's lines to an exit code. Whatever breaks here can stop a tag and nothing else;
// a branch is only stopped by a rule about branches.

import { AuditError } from "../lib/error.ts";
import type { RefUpdate } from "../lib/update.ts";
import type { Waiver } from "../lib/waiver.ts";
import { isWatched, readBranches } from "./branches.ts";
import { branchCommand } from "./branch-command.ts";
import { isCrashWaived } from "./crash-waiver.ts";
import type { Engine, LoadEngine } from "./engine.ts";
import { placeOf, type HookRun } from "./hook-run.ts";
import { readInput } from "./input.ts";
import { addToLedger } from "./ledger.ts";
import { recall, remember } from "./memory.ts";
import { branchEntries, ledgerEntries, recordRefusals } from "./record.ts";
import {
  branchHint,
  branchHintLine,
  DamagedBundle,
  explainError,
  hookWidth,
  notStoppedLine,
} from "./words.ts";

const TAGS = "refs/tags/";

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
    const isTag =
      updates === null ? text.includes(" refs/tags/") : await mayHaveRelease(updates, error, load);
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

/** Nobody knows the policy's names where it is broken: a tag that cannot be a release by any goes through. */
async function mayHaveRelease(
  updates: readonly RefUpdate[],
  error: unknown,
  load: LoadEngine,
): Promise<boolean> {
  if (!hasTag(updates) || !isOfPolicy(error)) return hasTag(updates);
  try {
    const { mayBeRelease } = await load();
    return updates.some(({ ref }) => ref.startsWith(TAGS) && mayBeRelease(ref.slice(TAGS.length)));
  } catch {
    return true;
  }
}

function isOfPolicy(error: unknown): boolean {
  return error instanceof AuditError && error.code.startsWith("config-");
}

function hasTag(updates: readonly RefUpdate[]): boolean {
  return updates.some(({ ref }) => ref.startsWith(TAGS));
}

/** The branches that only a release may set, as install wrote them down. */
async function watchedIn(
  { place, home }: HookRun,
  updates: readonly RefUpdate[],
): Promise<readonly RefUpdate[]> {
  if (place === "pre-tag") return [];
  const prefixes = readBranches(home);
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
  const memory = recall(run.home, place, updates);
  const waived: Waiver[] = [];
  const onBranchWaived = (waiver: Waiver): unknown => waived.push(waiver);
  const report = await engine.auditUpdates(updates, { ...place, ...memory, onBranchWaived });
  const code = engine.exitCodeOf(report);
  await remember(run.home, place, updates, { report, memory, goes: code === 0 });
  await addToLedger(run.home, [
    ...report.releases.flatMap((release) => ledgerEntries(run, release)),
    ...waived.flatMap((waiver) => branchEntries(run, updates, waiver)),
  ]);
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
  if (!blocks) {
    if (run.mayStop && hasTag(updates)) run.stderr.write(notStoppedLine());
    return 0;
  }
  const command = branchCommandOf(run, updates);
  if (command !== null) run.stderr.write(branchHintLine(command));
  return exitCode;
}
