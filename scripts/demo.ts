// `npm run demo`: a real release that passes, a deceptive one that is refused, its repair, and the push after it.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUpDvc } from "./dvc/install.ts";
import { buildExample, exampleEnvironment } from "./example/build.ts";

const KEEP = process.argv.includes("--keep");
const TAGPROOF = join(process.cwd(), "dist/bundle/tagproof.cjs");

interface Demo {
  readonly top: string;
  readonly repository: string;
  readonly environment: NodeJS.ProcessEnv;
}

function say(text: string): void {
  console.log(`\n# ${text}`);
}

/** Runs a command; its output is shown when it is part of the story. */
function run(demo: Demo, shown: boolean, command: string, ...args: string[]): string {
  if (shown) console.log(`$ ${[command, ...args].map(quote).join(" ")}`);
  const isOurs = command === "tagproof";
  const child = spawnSync(
    isOurs ? process.execPath : command,
    isOurs ? [TAGPROOF, ...args] : args,
    {
      cwd: demo.repository,
      env: demo.environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", shown ? "inherit" : "pipe"],
    },
  );
  if (shown && child.stdout.trim() !== "") console.log(child.stdout.trimEnd());
  if (child.error !== undefined) throw child.error;
  lastStatus = child.status ?? 1;
  return child.stdout;
}

let lastStatus = 0;

function must(demo: Demo, shown: boolean, command: string, ...args: string[]): void {
  run(demo, shown, command, ...args);
  if (lastStatus !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${lastStatus}`);
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`;
}

function prepare(): Demo {
  const found = setUpDvc(process.cwd());
  const top = mkdtempSync(join(tmpdir(), "tagproof-demo-"));
  const repository = join(top, "repository");
  const home = join(top, "home");
  mkdirSync(repository);
  mkdirSync(home);
  const { NODE_OPTIONS: _options, NODE_EXTRA_CA_CERTS: _certificates, ...inherited } = process.env;
  const environment: NodeJS.ProcessEnv = {
    ...withoutGit(inherited),
    ...exampleEnvironment(found.dvc, home),
    DVC_GLOBAL_CONFIG_DIR: join(home, "global"),
    DVC_SYSTEM_CONFIG_DIR: join(home, "system"),
  };
  return { top, repository, environment };
}

/** The demo may itself run below a hook, whose repository must not be touched. */
function withoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith("GIT_")),
  );
}

function setThreshold(demo: Demo, file: string, from: string, to: string): void {
  const path = join(demo.repository, file);
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace(`threshold: ${from}`, `threshold: ${to}`));
}

function goodRelease(demo: Demo): void {
  say(
    "A real DVC repository with a pipeline, a bundle in publish/v1 and a remote. Install the hooks:",
  );
  must(demo, true, "tagproof", "install", "--hooks", "pre-push");
  say("Release v1.0.0: everything was produced by the committed dvc.lock, so the push passes.");
  must(demo, true, "git", "tag", "-a", "v1.0.0", "-m", "first release");
  must(demo, true, "git", "push", "--quiet", "origin", "main", "v1.0.0");
}

function deceptiveRelease(demo: Demo): void {
  say("Somebody tries a threshold of 0.65, and commits what dvc repro wrote.");
  setThreshold(demo, "params.yaml", "0.5", "0.65");
  must(demo, false, "dvc", "repro", "--quiet");
  must(demo, true, "git", "commit", "--quiet", "--all", "-m", "threshold 0.65");
  say(
    "For the release the params go back to 0.5, in both files. The metrics are not measured again.",
  );
  setThreshold(demo, "params.yaml", "0.65", "0.5");
  setThreshold(demo, "publish/v1/params.yaml", "0.65", "0.5");
  must(demo, true, "git", "commit", "--quiet", "--all", "-m", "promote threshold 0.5");
  must(demo, true, "git", "tag", "-a", "v1.1.0", "-m", "better threshold");
  say("The folder is tidy, the metrics have numbers. The push is refused:");
  run(demo, true, "git", "push", "origin", "main", "v1.1.0");
  if (lastStatus === 0) throw new Error("the deceptive release was not refused");
}

function repair(demo: Demo): void {
  say("The repair regenerates and edits no number: run the pipeline, commit, tag that commit.");
  must(demo, true, "git", "tag", "-d", "v1.1.0");
  must(demo, true, "dvc", "repro", "--quiet");
  must(demo, true, "git", "commit", "--quiet", "--all", "-m", "measure threshold 0.5 again");
  must(
    demo,
    true,
    "git",
    "tag",
    "-a",
    "v1.1.0",
    "-m",
    "threshold 0.5",
    "-m",
    "The refused v1.1.0 had the metrics of threshold 0.65: they are regenerated for 0.5.",
  );
  must(demo, true, "git", "push", "--quiet", "origin", "main", "v1.1.0");
  say("It passes. The same audit by hand, for any release from any checkout:");
  must(demo, true, "tagproof", "audit", "v1.1.0");
}

const demo = prepare();
try {
  buildExample(
    demo.repository,
    (...args) => run(demo, false, "git", ...args),
    (...args) => run(demo, false, "dvc", ...args),
  );
  must(demo, false, "git", "init", "--quiet", "--bare", join(demo.top, "origin.git"));
  must(demo, false, "git", "remote", "add", "origin", join(demo.top, "origin.git"));
  must(demo, false, "git", "push", "--quiet", "--set-upstream", "origin", "main");
  goodRelease(demo);
  deceptiveRelease(demo);
  repair(demo);
} finally {
  if (KEEP) say(`The repository is kept: ${demo.repository}`);
  else rmSync(demo.top, { recursive: true, force: true });
}
