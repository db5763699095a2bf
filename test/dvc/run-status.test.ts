import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";

import { runDvcStatus, type StatusRun } from "../../lib/dvc/run-status.ts";
import type { StageStatus } from "../../lib/dvc/status.ts";
import { createPipelineRepository, dvcCommand, dvcEnvironment, runDvc } from "../helpers/dvc.ts";
import { createRepository, type TestRepository } from "../helpers/repository.ts";

const test = suite("dvc/run-status");

async function ask(
  directory: string,
  rest: Partial<StatusRun> = {},
): Promise<readonly StageStatus[] | string> {
  const reading = await runDvcStatus({
    dvc: dvcCommand(),
    directory,
    root: "",
    timeout: 60_000,
    environment: dvcEnvironment(),
    ...rest,
  });
  if (reading.state === "present") return reading.value.stages;
  ok(reading.state === "unreadable");
  equal(reading.problem.cause, "unsupported");
  return reading.problem.text;
}

/** Paths with their states, one line each. */
function told(stages: readonly StageStatus[] | string): string[] {
  if (typeof stages === "string") return [stages];
  const lines = stages.flatMap(({ address, changes }) =>
    changes.map(({ side, path, key, state }) =>
      [address, side, path, key, state].filter((part) => part !== null).join(" "),
    ),
  );
  return lines.toSorted();
}

test("a clean pipeline has nothing to tell, a changed one has", async () => {
  const repository = createPipelineRepository();
  deepEqual(await ask(repository.directory), []);
  repository.write("params.yaml", repository.read("params.yaml").replace(/\d/, "9"));
  const stages = await ask(repository.directory);
  ok(
    told(stages).some((line) => / param params\.yaml \S+ modified$/.test(line)),
    JSON.stringify(stages),
  );
});

/** A project in `p`, whose stages were never run, with deps above it and a pipeline below it. */
function subproject(): TestRepository {
  const repository = createRepository();
  repository.write("p/data", "1\n");
  repository.write("README", "text\n");
  mkdirSync(join(repository.directory, "p/sub"), { recursive: true });
  runDvc(join(repository.directory, "p"), "init", "--subdir", "--quiet");
  repository.write("p/dvc.yaml", "stages:\n  s: {cmd: x, deps: [data, ../README]}\n");
  repository.write("p/sub/dvc.yaml", "stages:\n  t: {cmd: x, deps: [../data, ../../README]}\n");
  return repository;
}

const OF_SUBPROJECT = [
  "p/dvc.yaml:s dep README modified",
  "p/dvc.yaml:s dep p/data modified",
  "p/sub/dvc.yaml:t dep README modified",
  "p/sub/dvc.yaml:t dep p/data modified",
];

test("a project below the root tells paths from the root, above the project too", async () => {
  const { directory } = subproject();
  deepEqual(told(await ask(directory, { root: "p" })), OF_SUBPROJECT);
  const link = join(temporaryDirectory(), "link");
  symlinkSync(directory, link);
  deepEqual(told(await ask(link, { root: "p" })), OF_SUBPROJECT);
});

test("what DVC refuses is unreadable, with its reason", async () => {
  const repository = subproject();
  match(told(await ask(repository.directory)).join(), /^you are not inside of a DVC repository/);
  repository.write("p/dvc.yaml", "stages: {\n");
  match(told(await ask(repository.directory, { root: "p" })).join(), /dvc\.yaml' is invalid$/);
});

test("a program or a project that is not there is unreadable", async () => {
  const directory = temporaryDirectory();
  match(told(await ask(directory, { dvc: join(directory, "dvc") })).join(), /ENOENT/);
  ok(told(await ask(directory, { root: "nowhere" })).join().length > 0);
});

/** For what a real DVC does not do at will. */
function fakeDvc(script: string): { readonly dvc: string; readonly directory: string } {
  const directory = realpathSync(temporaryDirectory());
  const dvc = join(directory, "dvc");
  writeFileSync(dvc, `#!/bin/sh\n${script}\n`);
  chmodSync(dvc, 0o755);
  return { dvc, directory };
}

test("passes on no more than DVC needs, and asks as it has to", async () => {
  const { dvc, directory } = fakeDvc(
    'env > environment; echo "$*" > arguments; pwd > place; echo {}',
  );
  mkdirSync(join(directory, "p"));
  const environment = {
    PATH: process.env["PATH"],
    HOME: "/home",
    LC_ALL: "C",
    DVC_SITE_CACHE_DIR: "/site",
    XDG_CACHE_HOME: "/cache",
    VIRTUAL_ENV: "/venv",
    GIT_DIR: "/elsewhere",
    GIT_INDEX_FILE: "/index",
    PYTHONPATH: "/evil",
    SECRET_TOKEN: "x",
  };
  deepEqual(await ask(directory, { dvc, environment, root: "p" }), []);
  const place = join(directory, "p");
  equal(readFileSync(join(place, "arguments"), "utf8"), "status --no-updates --json\n");
  equal(readFileSync(join(place, "place"), "utf8"), `${place}\n`);
  const names = readFileSync(join(place, "environment"), "utf8")
    .split("\n")
    .map((line) => line.split("=")[0] ?? "");
  for (const name of ["HOME", "LC_ALL", "DVC_SITE_CACHE_DIR", "XDG_CACHE_HOME", "VIRTUAL_ENV"]) {
    ok(names.includes(name), name);
  }
  ok(names.includes("DVC_NO_ANALYTICS"));
  deepEqual(
    names.filter((name) => /^GIT_|PYTHONPATH|SECRET/.test(name)),
    [],
  );
});

test("the JSON counts, not the exit code", async () => {
  const clean = fakeDvc("echo {}; exit 1");
  deepEqual(await ask(clean.directory, { dvc: clean.dvc }), []);
  const silent = fakeDvc("echo 'ERROR: bad news.' >&2; exit 0");
  equal(await ask(silent.directory, { dvc: silent.dvc }), "bad news");
  const mute = fakeDvc("exit 3");
  equal(await ask(mute.directory, { dvc: mute.dvc }), "dvc status printed no JSON");
  const killed = fakeDvc("echo {}; kill -9 $$");
  equal(await ask(killed.directory, { dvc: killed.dvc }), "it was ended by SIGKILL");
});

/** A process that has ended, or that only waits to be collected. */
async function isGone(file: string): Promise<boolean> {
  const pid = readFileSync(file, "utf8").trim();
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const stat = `/proc/${pid}/stat`;
    if (!existsSync(stat) || /\) [ZX]/.test(readFileSync(stat, "utf8"))) return true;
    await sleep(20);
  }
  return false;
}

const HANGING = "echo $$ > first; sh -c 'echo $$ > second; sleep 300' & sleep 300";

test("a DVC that is too slow goes with all that it started", async () => {
  const { dvc, directory } = fakeDvc(HANGING);
  equal(await ask(directory, { dvc, timeout: 1500 }), "no answer within 1.5 s");
  ok(await isGone(join(directory, "first")));
  ok(await isGone(join(directory, "second")));
});

test("whoever asks can stop it, before and after it starts", async () => {
  const { dvc, directory } = fakeDvc(HANGING);
  const controller = new AbortController();
  const asked = ask(directory, { dvc, signal: controller.signal });
  while (!existsSync(join(directory, "second"))) await sleep(20);
  controller.abort();
  equal(await asked, "it was stopped");
  ok(await isGone(join(directory, "second")));
  equal(await ask(directory, { dvc, signal: AbortSignal.abort() }), "it was stopped");
});

test("a grandchild that left the group does not hold the answer back", async () => {
  const { dvc, directory } = fakeDvc("setsid sh -c 'echo $$ > second; exec sleep 300' & wait");
  equal(await ask(directory, { dvc, timeout: 1500 }), "no answer within 1.5 s");
  process.kill(Number(readFileSync(join(directory, "second"), "utf8")), "SIGKILL");
});

test.run();
