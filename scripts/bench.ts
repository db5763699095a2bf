// `npm run bench`: tagproof beside what users would run instead, as ratios in one run. Never asserted.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeBundle } from "./bench/bundle.ts";
import { writeHistory } from "./bench/history.ts";
import { benchHooks } from "./bench/hooks.ts";
import { writeLargePipeline } from "./bench/large-lock.ts";
import { writeReleases } from "./bench/releases.ts";
import { race, show } from "./bench/measure.ts";
import {
  audited,
  contestant,
  environment,
  found,
  node,
  runIn,
  TAGPROOF,
  top,
  writeQuietPolicy,
} from "./bench/setting.ts";
import type { Report } from "../lib/report.ts";
import { buildExample } from "./example/build.ts";

const ROUNDS = 9;
const STAGES = 5000;
function oneRelease(quiet: string): void {
  const audit = ["audit", "v1.0.0", "--config", quiet];
  const directory = join(top, "small");
  mkdirSync(directory);
  buildExample(
    directory,
    (...args) => runIn(directory, "git", ...args),
    (...args) => runIn(directory, found.dvc, ...args),
  );
  runIn(directory, "git", "tag", "-a", "v1.0.0", "-m", "release");
  const timings = race(
    [
      contestant("dvc status", directory, found.dvc, "status", "--no-updates", "--json"),
      audited("tagproof audit, dvc status aside", directory, quiet),
      node("tagproof audit", directory, TAGPROOF, "audit", "v1.0.0"),
      contestant("gto show", directory, found.gto, "show"),
      node("node -e 0", directory, "-e", "0"),
    ],
    ROUNDS,
  );
  show("One release of a small repository (× dvc status)", timings);
  const json = runIn(directory, process.execPath, TAGPROOF, ...audit, "--format", "json");
  const { stats }: Report = JSON.parse(json);
  console.log(`  git processes of that audit: ${stats.processes}`);
}

const RELEASES = 10_000;
/** Seconds. Four times the tags take gto sixteen times as long: some 20 minutes for all of them. */
const GTO_LIMIT = 120;

/** One pass over a long history: time, and the most memory that the process had. */
function manyReleases(quiet: string): void {
  for (const count of [RELEASES / 4, RELEASES]) {
    const directory = join(top, `releases-${count}`);
    mkdirSync(directory);
    runIn(directory, "git", "init", "--quiet", "--initial-branch=main");
    writeReleases(directory, count, environment);
    const audit = ["audit", "--all", "--config", quiet];
    const timings = race(
      [
        node("tagproof audit --all", directory, TAGPROOF, ...audit),
        { ...contestant("gto show", directory, found.gto, "show"), limit: GTO_LIMIT },
      ],
      2,
    );
    show(`${count.toLocaleString("en-US")} releases (× tagproof audit --all)`, timings);
    const watch = `process.on("exit", () => console.error(process.resourceUsage().maxRSS)); process.argv.splice(1, 1); await import(${JSON.stringify(TAGPROOF)});`;
    const args = ["--input-type=module", "-e", watch, "--", "tagproof", TAGPROOF, ...audit];
    const child = spawnSync(process.execPath, args, { cwd: directory, env: environment });
    const kilobytes = Number(child.stderr.toString().trim().split("\n").at(-1));
    console.log(`  memory of that audit: ${Math.round(kilobytes / 1024)} MB`);
  }
}

const BUNDLE = 30;

function bundle(quiet: string): void {
  const directory = join(top, "bundle");
  mkdirSync(directory);
  writeBundle(
    directory,
    BUNDLE,
    (...args) => runIn(directory, "git", ...args),
    (...args) => runIn(directory, found.dvc, ...args),
  );
  const audit = audited("tagproof audit, dvc status aside", directory, quiet, "v1.1.0");
  const timings = race(
    [
      node("node -e 0", directory, "-e", "0"),
      audit,
      {
        ...audit,
        name: "the same without kept code, as for the first time",
        environment: { ...environment, NODE_DISABLE_COMPILE_CACHE: "1" },
      },
      contestant("dvc status", directory, found.dvc, "status", "--no-updates", "--json"),
    ],
    ROUNDS,
  );
  show(`A bundle of ${BUNDLE} files (× node -e 0)`, timings);
}

const LOCKS = 2000;

/** A stray content that only the oldest of many locks recorded: the whole history is searched. */
function longHistory(quiet: string): void {
  const directory = join(top, "history");
  mkdirSync(directory);
  runIn(directory, "git", "init", "--quiet", "--initial-branch=main");
  const hash = writeHistory({ directory, count: LOCKS, environment });
  runIn(directory, "git", "tag", "-a", "v1.0.0", "-m", "release", "main");
  const audit = audited("tagproof audit, which scans for a stray", directory, quiet);
  const timings = race(
    [
      contestant("git log -S", directory, "git", "log", `-S${hash}`, "main", "--", "dvc.lock"),
      { ...audit, accepted: [1] },
    ],
    3,
  );
  show(`A history of ${LOCKS} locks (× git log -S)`, timings);
}

function largeLock(quiet: string): void {
  const directory = join(top, "large");
  mkdirSync(directory);
  runIn(directory, "git", "init", "--quiet", "--initial-branch=main");
  writeLargePipeline(directory, STAGES);
  runIn(directory, "git", "add", "--all");
  runIn(directory, "git", "commit", "--quiet", "-m", "large");
  runIn(directory, "git", "tag", "-a", "v1.0.0", "-m", "release");
  const load =
    "import sys; from ruamel.yaml import YAML; [YAML(typ='safe').load(open(path)) for path in sys.argv[1:]]";
  const timings = race(
    [
      node("node -e 0", directory, "-e", "0"),
      audited("tagproof audit, dvc status aside", directory, quiet),
      contestant(
        "DVC's YAML loader on the two files",
        directory,
        join(dirname(found.dvc), "python"),
        "-c",
        load,
        "dvc.yaml",
        "dvc.lock",
      ),
    ],
    3,
  );
  show(`A pipeline of ${STAGES} stages (× node -e 0)`, timings);
}

try {
  console.log(
    `node ${process.version}, dvc ${found.version}, ${ROUNDS} rounds, median of whole processes`,
  );
  const quiet = writeQuietPolicy();
  oneRelease(quiet);
  // Before the hooks, whose thousands of refs the disk goes on writing.
  bundle(quiet);
  benchHooks({ top, environment, tagproof: TAGPROOF });
  manyReleases(quiet);
  longHistory(quiet);
  largeLock(quiet);
} finally {
  rmSync(top, { recursive: true, force: true });
}
