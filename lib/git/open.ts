// Opening a repository: one `git rev-parse`, and a reader that starts when it is first asked.

import { readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { orNull } from "../at-hand.ts";
import { openReader, type ObjectReader } from "./batch.ts";
import { openingEnvironment, repositoryEnvironment } from "./environment.ts";
import { exitFailure, notARepository, openFailure, startFailure, tooOld } from "./failure.ts";
import { runGit, type GitContext, type GitEnd, type GitStatistics } from "./process.ts";

/** An open repository. Everything that reads it takes this; `close` ends its reader. */
export interface Repository extends GitContext {
  /** Absolute: `…/.git`, or `…/.git/worktrees/<name>` in a linked worktree. */
  readonly gitDirectory: string;
  /** Absolute; the same for all worktrees. */
  readonly commonDirectory: string;
  /** Absolute root of what is checked out; null in a bare repository or inside of `.git`. */
  readonly worktree: string | null;
  readonly bare: boolean;
  readonly shallow: boolean;
  /** True for a partial clone: a missing object may be at the remote, and is not fetched. */
  readonly promisor: boolean;
  readonly objectFormat: "sha1" | "sha256";
  /** The environment that the caller gave, for what needs command-scope configuration. */
  readonly callerEnvironment: NodeJS.ProcessEnv;
  readonly statistics: GitStatistics;
  readonly reader: ObjectReader;
  readonly close: () => Promise<void>;
}

/**
 * Opens the repository that git finds from `directory` in the caller's environment. Throws
 * `AuditError`: `git-missing`, `not-a-repository`, `git-too-old`, or `git-failed`.
 */
export async function openRepository(
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<Repository> {
  // At once: git starts in the same turn, and answers while the caller loads what is to come.
  const here = orNull(() => realpathSync.native(directory));
  if (here === null) throw notARepository(directory);
  const statistics: GitStatistics = { processes: 0, objects: 0, bytes: 0 };
  const opening = { environment: openingEnvironment(environment), directory: here, statistics };
  const end = await runGit(opening, ["rev-parse", ...QUESTIONS]);
  const place = end.code === 0 ? parsePlace(end.stdout, here) : null;
  if (place === null) throw await explain(opening, end);
  const context: GitContext = {
    environment: repositoryEnvironment(environment, place, place.commonDirectory),
    directory: place.worktree ?? place.gitDirectory,
    statistics,
  };
  const reader = openReader(context);
  return {
    ...context,
    ...place,
    promisor: hasPromisorPack(place.commonDirectory),
    callerEnvironment: environment,
    reader,
    close: reader.close,
  };
}

/**
 * `--show-cdup` comes last: it alone may print no line (no work tree), and unlike `--show-toplevel`
 * it does not fail there. It is relative in a work tree, absolute when called from outside of it.
 */
const QUESTIONS = [
  "--is-bare-repository",
  "--is-shallow-repository",
  "--show-object-format",
  "--git-common-dir",
  "--absolute-git-dir",
  "--show-cdup",
];

type Place = Pick<
  Repository,
  "gitDirectory" | "commonDirectory" | "worktree" | "bare" | "shallow" | "objectFormat"
>;

function parsePlace(stdout: string, here: string): Place | null {
  const lines = stdout.split("\n");
  const [bare, shallow, format, common, gitDirectory, up] = lines.slice(0, -1);
  if (lines.length > QUESTIONS.length + 1 || common === undefined) return null;
  if (gitDirectory === undefined || (format !== "sha1" && format !== "sha256")) return null;
  return {
    gitDirectory,
    commonDirectory: resolve(here, common),
    worktree: up === undefined ? null : resolve(here, up),
    bare: bare === "true",
    shallow: shallow === "true",
    objectFormat: format,
  };
}

/** A pack that came from a promisor is marked by a file beside it (gitformat: partial-clone). */
function hasPromisorPack(commonDirectory: string): boolean {
  const names = orNull(() => readdirSync(join(commonDirectory, "objects", "pack"))) ?? [];
  return names.some((name) => name.endsWith(".promisor"));
}

/** Why the repository was not opened. Only an answer that git 2.30 would not give asks its version. */
async function explain(opening: GitContext, end: GitEnd): Promise<Error> {
  if (end.startError !== null) return startFailure(end.startError);
  const known = openFailure(opening.directory, end.stderr);
  if (known !== null) return known;
  const { stdout } = await runGit(opening, ["--version"]);
  const [version, major, minor] = /(\d+)\.(\d+)[.\w]*/.exec(stdout) ?? [];
  const isOld = Number(major) < 2 || (Number(major) === 2 && Number(minor) < 30);
  if (version !== undefined && isOld) return tooOld(version);
  return exitFailure("git rev-parse --absolute-git-dir --show-cdup", end.code, end.stderr);
}
