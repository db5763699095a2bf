// The real DVC in tests, isolated from the configuration of the machine. A test file that imports
// this is slow, and `npm run check` leaves it to `npm test`.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { findTestDvc } from "../../scripts/dvc/find.ts";
import type { TestDvc } from "../../scripts/dvc/find.ts";
import { withLock } from "../../scripts/dvc/lock.ts";
import { buildExample } from "../../scripts/example/build.ts";
import { openDvcSession, type DvcSession } from "./dvc-session.ts";
import { isolatedEnvironment, repositoryAt } from "./repository.ts";
import type { TestRepository } from "./repository.ts";

let found: TestDvc | null = null;
let home: string | null = null;

/** The programs that `npm run dvc:setup` found or made. */
function testDvc(): TestDvc {
  found ??= findTestDvc(process.cwd());
  if (found === null) throw new Error("there is no DVC to test with: npm run dvc:setup");
  return found;
}

/** The full path of `dvc`. */
export function dvcCommand(): string {
  return testDvc().dvc;
}

/** The date of isolatedEnvironment, in a form that dulwich, and with it GTO, can read. */
const DATE = "Mon, 02 Mar 2026 10:00:00 +0000";

/** Git's isolation and DVC's: home, site cache and both configurations are of this process. */
export function dvcEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  home ??= temporaryDirectory({ prefix: "dvc-home-" });
  const environment = isolatedEnvironment();
  return {
    ...environment,
    PATH: `${dirname(dvcCommand())}:${environment["PATH"] ?? ""}`,
    HOME: home,
    DVC_SITE_CACHE_DIR: join(home, "site-cache"),
    DVC_GLOBAL_CONFIG_DIR: join(home, "global"),
    DVC_SYSTEM_CONFIG_DIR: join(home, "system"),
    DVC_NO_ANALYTICS: "1",
    GIT_AUTHOR_DATE: DATE,
    GIT_COMMITTER_DATE: DATE,
    ...extra,
  };
}

let session: DvcSession | null = null;

/** Runs `dvc` and returns its standard output without the last newline; throws when it fails. */
export function runDvc(directory: string, ...args: string[]): string {
  session ??= openDvcSession(interpreterOf(dvcCommand()), dvcEnvironment());
  const { code, stdout, stderr } = session(directory, args);
  if (code !== 0) throw new Error(`dvc ${args.join(" ")} failed (${code}):\n${stderr}${stdout}`);
  return stdout.replace(/\n$/, "");
}

/** The Python that has DVC: the first line of its command names it. */
function interpreterOf(command: string): string {
  const [line = ""] = readFileSync(command, "utf8").split("\n", 1);
  if (!line.startsWith("#!/")) throw new Error(`${command} does not say which Python runs it`);
  return line.slice(2).trim();
}

/** The same for `gto`: `runGto(directory, "register", "default-risk")` makes a tag. */
export function runGto(directory: string, ...args: string[]): string {
  return execFileSync(testDvc().gto, args, {
    cwd: directory,
    env: dvcEnvironment(),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
  }).replace(/\n$/, "");
}

export interface PipelineRepository extends TestRepository {
  readonly dvc: (...args: string[]) => string;
  /** The directory of the DVC remote `storage`, which holds all that is cached. */
  readonly storage: string;
}

/**
 * A repository of its own with the example (scripts/example): `dvc repro` done and committed,
 * everything pushed to its DVC remote, no tag yet. Built once a run, then copied.
 */
export function createPipelineRepository(): PipelineRepository {
  const directory = join(temporaryDirectory({ prefix: "pipeline-" }), "pipeline");
  cpSync(builtPipeline(), directory, { recursive: true, preserveTimestamps: true });
  const repository = pipelineAt(directory);
  repository.git("update-index", "-q", "--refresh");
  return repository;
}

function pipelineAt(directory: string): PipelineRepository {
  const place = join(directory, "repository");
  return {
    ...repositoryAt(place, { PATH: dvcEnvironment()["PATH"] }),
    dvc: (...args) => runDvc(place, ...args),
    storage: join(directory, "storage"),
  };
}

/** The copy that all files of a run share; without the runner, this process's own. */
function builtPipeline(): string {
  const shared = process.env["TAGPROOF_TEST_SHARED"] ?? ownShared();
  const built = join(shared, "built-pipeline");
  if (existsSync(built)) return built;
  return withLock(`${built}.lock`, 120, () => {
    if (existsSync(built)) return built;
    const unfinished = `${built}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    const { directory, git, dvc } = pipelineAt(unfinished);
    mkdirSync(directory, { recursive: true });
    buildExample(directory, git, dvc);
    renameSync(unfinished, built);
    return built;
  });
}

let own: string | null = null;

function ownShared(): string {
  own ??= temporaryDirectory({ prefix: "dvc-shared-" });
  return own;
}
