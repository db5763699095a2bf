// One push, from git's lines to an exit code. Whatever breaks here can stop a tag and nothing else.

import { AuditError } from "../lib/error.ts";
import { parsePrePush, type RefUpdate } from "../lib/update.ts";
import { branchCommand } from "./branch-command.ts";
import type { Engine, LoadEngine } from "./engine.ts";
import { readInput } from "./input.ts";
import { branchHint, branchHintLine, DamagedBundle, explainError, hookWidth } from "./words.ts";

export interface PrePush {
  /** What git writes to the hook. */
  readonly input: AsyncIterable<Uint8Array | string>;
  /** The hook's first argument: a remote's name, or its URL where it has none. */
  readonly remote: string;
  readonly url: string;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stderr: { readonly write: (text: string) => unknown };
}

/** Judges a push and returns the exit code of the hook. Never rejects. */
export async function runPrePush(push: PrePush, load: LoadEngine): Promise<number> {
  let updates: readonly RefUpdate[] | null = null;
  let text = "";
  try {
    const input = await readInput(push.input);
    text = input.text;
    if (input.error !== null) throw input.error;
    updates = parse(text);
    return hasTag(updates) ? await auditPush(push, updates, load) : 0;
  } catch (error) {
    const blocks = updates === null ? text.includes(" refs/tags/") : hasTag(updates);
    return explain(push, error, { updates: updates ?? [], blocks });
  }
}

function parse(text: string): readonly RefUpdate[] {
  const result = parsePrePush(text);
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

async function auditPush(
  push: PrePush,
  updates: readonly RefUpdate[],
  load: LoadEngine,
): Promise<number> {
  const engine = await loadEngine(load);
  const { directory, environment } = push;
  const report = await engine.auditUpdates(updates, {
    directory,
    environment,
    remote: push.remote === "" ? null : push.remote,
    place: "pre-push",
  });
  const code = engine.exitCodeOf(report);
  const command = code === 0 ? null : branchCommand(updates, push.remote);
  const hints = command === null ? [] : [branchHint(command)];
  push.stderr.write(engine.render(report, hints, hookWidth));
  return code;
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

function explain(push: PrePush, error: unknown, { updates, blocks }: Stake): number {
  const { text, exitCode } = explainError(error, push.environment);
  push.stderr.write(text);
  if (!blocks) return 0;
  const command = branchCommand(updates, push.remote);
  if (command !== null) push.stderr.write(branchHintLine(command));
  return exitCode;
}
