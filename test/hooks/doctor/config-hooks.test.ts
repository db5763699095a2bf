// Hooks of git's configuration, as git 2.54 and newer read it, on any git.

import { deepStrictEqual, match } from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { configHookChecks, configHooksOf } from "../../../hooks/doctor/config-hooks.ts";
import { openRepository } from "../../../lib/git/open.ts";
import { runGit } from "../../../lib/git/process.ts";
import { createRepository, isolatedEnvironment } from "../../helpers/repository.ts";

const test = suite("hooks/doctor/config-hooks");

async function read(...settings: readonly (readonly [key: string, value: string])[]) {
  const { directory, git } = createRepository();
  for (const [key, value] of settings) git("config", "--add", key, value);
  return readIn(directory);
}

async function readIn(directory: string) {
  const repository = await openRepository(directory, isolatedEnvironment());
  try {
    return await configHooksOf((args) => runGit(repository, args));
  } finally {
    await repository.close();
  }
}

test("names and events are read, also several of one hook", async () => {
  deepStrictEqual(await read(), []);
  const hooks = await read(
    ["hook.lint.command", "true"],
    ["hook.lint.event", "pre-commit"],
    ["hook.lint.event", "pre-push"],
    ["hook.a.dot and space.event", "reference-transaction"],
  );
  deepStrictEqual(hooks, [
    { name: "lint", event: "pre-commit" },
    { name: "lint", event: "pre-push" },
    { name: "a.dot and space", event: "reference-transaction" },
  ]);
});

test("an empty event takes back, and what is disabled is none", async () => {
  const hooks = await read(
    ["hook.one.event", "pre-push"],
    ["hook.one.event", ""],
    ["hook.two.event", "pre-push"],
    ["hook.two.enabled", "off"],
    ["hook.three.enabled", "no"],
    ["hook.three.event", "pre-push"],
    ["hook.three.enabled", "yes"],
  );
  deepStrictEqual(hooks, [{ name: "three", event: "pre-push" }]);
});

test("enabled without a value is true, as git takes it, and with an empty one is false", async () => {
  const { directory, git } = createRepository();
  git("config", "hook.bare.event", "pre-push");
  git("config", "hook.empty.event", "pre-push");
  git("config", "hook.empty.enabled", "");
  appendFileSync(join(directory, ".git/config"), '[hook "bare"]\n\tenabled\n');
  deepStrictEqual(await readIn(directory), [{ name: "bare", event: "pre-push" }]);
});

test("only what is for our events is told, by what the git in use does with it", () => {
  const hooks = [
    { name: "lint", event: "pre-push" },
    { name: "format", event: "pre-commit" },
  ];
  const told = (version: string): string[] =>
    configHookChecks(hooks, version, ["pre-push"]).map(({ text }) => text);
  for (const version of ["2.54.0", "2.55.0.windows.1", "3.0.0"])
    match(told(version).join("|"), /^hook\.lint runs before ours on pre-push[^|]*$/, version);
  for (const version of ["2.39.5", "2.53.9"])
    match(told(version).join("|"), /^hook\.lint is for pre-push, and git [^|]* runs none/, version);
});

test.run();
