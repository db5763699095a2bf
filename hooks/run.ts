// One push or one tag, from git's lines to an exit code. Whatever breaks here can stop a tag and nothing else.

import { AuditError } from "../lib/error.ts";
import type { Parsed } from "../lib/reading.ts";
import type { RefUpdate } from "../lib/update.ts";
import { branchCommand } from "./branch-command.ts";
import type { Engine, HookPlace, LoadEngine } from "./engine.ts";
import { readInput } from "./input.ts";
import { branchHint, branchHintLine, DamagedBundle, explainError, hookWidth } from "./words.ts";

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
    return hasTag(updates) ? await auditTags(run, updates, load) : 0;
  } catch (error) {
    const isTag = updates === null ? text.includes(" refs/tags/") : hasTag(updates);
    return explain(run, error, { updates: updates ?? [], blocks: isTag && run.mayStop });
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

async function auditTags(
  run: HookRun,
  updates: readonly RefUpdate[],
  load: LoadEngine,
): Promise<number> {
  const engine = await loadEngine(load);
  const { directory, environment, place } = run;
  const remote = run.remote === "" ? null : run.remote;
  const report = await engine.auditUpdates(updates, { directory, environment, remote, place });
  const code = engine.exitCodeOf(report);
  const hints = code === 0 ? [] : hintsOf(run, updates);
  run.stderr.write(engine.render(report, hints, hookWidth));
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
  if (!blocks) return 0;
  const command = branchCommandOf(run, updates);
  if (command !== null) run.stderr.write(branchHintLine(command));
  return exitCode;
}
