// Small pieces of sentences that several rules share.

import type { OriginAnswer, Where } from "../finding.ts";
import { dvcCommand } from "./dvc-command.ts";

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  if (names.length === 0) return "";
  if (names.length === 1) return names[0] ?? "";
  const shown = names.length <= most ? names.slice(0, -1) : names.slice(0, most);
  const last = names.length <= most ? names.at(-1) : `${names.length - most} more`;
  return `${shown.join(", ")} and ${last}`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The first eight digits of a hash, with `.dir` where it is a directory's; other words as they are. */
export function shortHash(hash: string): string {
  if (hash.includes(" ")) return hash;
  const [digits = "", suffix] = hash.split(".");
  return suffix === undefined ? digits.slice(0, 8) : `${digits.slice(0, 8)}.${suffix}`;
}

/** Two hashes, each as short as tells them apart. */
export function shortHashes(left: string, right: string): readonly [left: string, right: string] {
  const short = [shortHash(left), shortHash(right)] as const;
  return short[0] === short[1] ? [left, right] : short;
}

export function at(path: string, line: number | null = null): Where {
  return { path, line, column: null, oid: null };
}

/** `dvc.lock:41`. */
export function place(path: string, line: number | null): string {
  return line === null ? path : `${path}:${line}`;
}

/** What is wrong with a document, as a clause: `it has conflict markers`, `line 3 repeats a key`. */
export function clause(problem: string): string {
  return /^(?:gives|has|holds|is|lists|names|repeats|starts) /.test(problem)
    ? `it ${problem}`
    : problem;
}

/** Where stray bytes came from, as a sentence of its own with a leading space; or nothing. */
export function originSentence(what: string, origin: OriginAnswer | null): string {
  if (origin === null) return "";
  const { origin: found } = origin;
  if (found === null)
    return ` Where it came from is not known: ${origin.unknown ?? "not searched"}.`;
  return ` ${what} of ${found.commit.slice(0, 7)} (${found.date}, "${found.subject}").`;
}

/** `dvc repro train`; of the whole pipeline where no stage is named. */
export function rerun(...stages: readonly string[]): string {
  return dvcCommand("repro", stages);
}

/** Where DVC takes a stage for unchanged, it runs only when it is made to. */
export function rerunAlone(stage: string): string {
  return dvcCommand("repro --force --single-item", [stage]);
}

/** A frozen stage runs again only when it is none. */
export function unfreeze(...stages: readonly string[]): string {
  return `unfreeze it: ${dvcCommand("unfreeze", stages)}`;
}

/** What a frozen stage hides, it shows when it runs again. */
export function rerunFrozen({
  stage,
  lockPath,
}: {
  readonly stage: string;
  readonly lockPath: string;
}): readonly string[] {
  return [unfreeze(stage), `run: ${rerun(stage)}`, `commit ${lockPath}, and tag that commit`];
}

/** The usual repair: run the declared pipeline again, never edit. */
export function reproduce(stages: readonly string[], files: readonly string[]): readonly string[] {
  return [`run: ${dvcCommand("repro", stages, 3)}`, `commit ${listed(files)}, and tag that commit`];
}
