// The waivers of a push: of git's command scope only, so that none outlives the command it is typed for.

import { AuditError } from "../lib/error.ts";
import { readConfig } from "../lib/git/config.ts";
import type { Repository } from "../lib/git/open.ts";
import { runGit } from "../lib/git/process.ts";
import { nearestOf } from "../lib/nearest.ts";
import { rules } from "../lib/rules/index.ts";
import { parseWaiver, waiverForm, type Waiver } from "../lib/waiver.ts";

const KEY = "tagproof.waive";

export interface Waivers {
  readonly waivers: readonly Waiver[];
  /** Says that one in a configuration file does not count. */
  readonly notices: readonly string[];
}

/**
 * `git -c tagproof.waive='v1.2.0 review/linked: agreed in #41' push`.
 * @throws AuditError `config-invalid` for one that is not understood: it was meant to do something
 */
export async function readWaivers(repository: Repository): Promise<Waivers> {
  const entries = (await readConfig(repository)).filter(({ key }) => key === KEY);
  const given = entries.filter(({ scope }) => scope === "command");
  const notices = entries
    .filter(({ scope }) => scope !== "command")
    .map(({ scope }) => `${KEY} of the ${scope} configuration is ignored: only git -c counts`);
  if (given.length === 0) return { waivers: [], notices };
  const by = await whoIs(repository);
  return { waivers: given.map(({ value }) => ({ ...checked(value ?? ""), by })), notices };
}

function checked(text: string): Omit<Waiver, "by"> {
  const waiver = parseWaiver(text);
  if (!waiver.ok) throw invalid(waiver.problem.text, `Write it as ${waiverForm}.`);
  const known: readonly string[] = ["inconclusive", "crash", ...rules.map(({ id }) => id)];
  const { rule } = waiver.value;
  if (known.includes(rule)) return waiver.value;
  const meant = nearestOf(rule, known);
  throw invalid(
    `there is no rule ${rule}`,
    meant === null ? "tagproof explain lists the rules." : `Did you mean ${meant}?`,
  );
}

function invalid(text: string, hint: string): AuditError {
  return new AuditError("config-invalid", `git -c ${KEY}: ${text}`, hint);
}

/** `Name <mail> 1700000000 +0000`, without the time (git-var(1)); who commits may be set for one command. */
async function whoIs(repository: Repository): Promise<string> {
  const names = ["GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];
  const identity = Object.entries(repository.callerEnvironment).filter(([name]) =>
    names.includes(name),
  );
  const environment = { ...repository.environment, ...Object.fromEntries(identity) };
  const { code, stdout } = await runGit({ ...repository, environment }, [
    "var",
    "GIT_COMMITTER_IDENT",
  ]);
  return code === 0 ? stdout.trim().replace(/ \d+ [+-]\d{4}$/, "") : "unknown";
}
