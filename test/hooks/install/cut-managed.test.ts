// An install or an uninstall that is killed after any step where husky owns the hooks: the team's hook goes
// on, what was begun can be finished, and all of it be undone.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { applySteps } from "../../../hooks/install/apply.ts";
import { readBundle } from "../../../hooks/install/bundle.ts";
import type { HookEvent } from "../../../hooks/install/events.ts";
import { look, type HookGit } from "../../../hooks/install/look.ts";
import { planInstall } from "../../../hooks/install/plan.ts";
import { planUninstall } from "../../../hooks/install/plan-uninstall.ts";
import type { Step } from "../../../hooks/install/step.ts";
import { openRepository } from "../../../lib/git/open.ts";
import { runGit } from "../../../lib/git/process.ts";
import { isolatedEnvironment } from "../../helpers/repository.ts";
import { started, write } from "../shells.ts";
import { bundleDirectory, places, snapshot, type HookPlace } from "./places.ts";

const test = suite("hooks/install/cut-managed");

const events: readonly HookEvent[] = ["pre-push"];
const bundle = bundleDirectory();

/** What husky 9 generates runs `.husky/<hook>` by `sh -e`. */
function huskyPlace(): HookPlace {
  const place = places["a relative core.hooksPath"]!();
  const { repository } = place;
  const directory = join(repository.directory, ".husky");
  repository.git("config", "core.hooksPath", ".husky/_");
  write(join(directory, "_/pre-push"), '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n', 0o755);
  const run = 's=".husky/$(basename "$0")"\nif [ ! -f "$s" ]; then exit 0; fi\nsh -e "$s" "$@"\n';
  write(join(directory, "_/h"), run, 0o755);
  write(join(directory, "pre-push"), "cat >../seen\n");
  return place;
}

async function stepsOf({ repository }: HookPlace, action: string): Promise<readonly Step[]> {
  const opened = await openRepository(repository.directory, isolatedEnvironment());
  const git: HookGit = (args) => runGit(opened, args);
  const wanted = await readBundle(bundle, events);
  const facts = await look(opened, git, events, [...wanted.modules.keys()]);
  await opened.close();
  const more = { version: "0.1.0", node: process.execPath, branches: [], write: true };
  const plan =
    action === "install"
      ? planInstall(facts, { ...wanted, ...more })
      : planUninstall(facts, events, true);
  ok(plan.kind === "steps");
  return plan.steps;
}

async function carryOut(place: HookPlace, action: string): Promise<void> {
  await applySteps(await stepsOf(place, action));
}

/** A branch and a tag go, and the team's hook is given both; true where ours audited the tag. */
function isAudited({ root, home, repository }: HookPlace, name: string): boolean {
  rmSync(join(home, "started.json"), { force: true });
  for (const ref of [`refs/heads/${name}`, `refs/tags/${name}`]) {
    rmSync(join(root, "seen"), { force: true });
    const { status, stderr } = spawnSync("git", ["push", "--quiet", "origin", `HEAD:${ref}`], {
      cwd: repository.directory,
      env: isolatedEnvironment(),
      encoding: "utf8",
    });
    strictEqual(status, 0, `${name}: ${stderr}`);
    ok(existsSync(join(root, "seen")), `${name}: the team's hook was started`);
  }
  const audited = started(home) !== null;
  rmSync(join(home, "started.json"), { force: true });
  return audited;
}

for (const action of ["install", "uninstall"]) {
  test(`husky: an ${action} that is cut after any step`, async () => {
    const made = huskyPlace();
    if (action === "uninstall") await carryOut(made, "install");
    const total = (await stepsOf(made, action)).length;
    ok(total >= 3, "there is something to cut");
    for (let cut = 0; cut <= total; cut += 1) {
      const place = huskyPlace();
      const husky = join(place.repository.directory, ".husky");
      const before = snapshot(husky);
      if (action === "uninstall") await carryOut(place, "install");
      await applySteps((await stepsOf(place, action)).slice(0, cut));
      isAudited(place, `cut-${cut}`);
      await carryOut(place, "install");
      deepStrictEqual(await stepsOf(place, "install"), [], "nothing is left to do");
      ok(isAudited(place, `whole-${cut}`), `${cut}: ours is started`);
      await carryOut(place, "uninstall");
      strictEqual(snapshot(husky), before, `${cut}`);
      ok(!existsSync(place.home), `${cut}: nothing of ours is left`);
    }
  });
}

test.run();
