// `tagproof install` and `uninstall`: what they ask for and what they print.

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { AuditError } from "../../lib/error.ts";
import { tagproof } from "../helpers/command.ts";

const test = suite("cli/hooks");

const asked: readonly (readonly [readonly string[], readonly string[], boolean])[] = [
  [[], ["pre-push", "pre-tag"], false],
  [["--hooks", "pre-push"], ["pre-push"], false],
  [["--hooks", "pre-tag, pre-push,pre-tag"], ["pre-push", "pre-tag"], false],
  [["--print"], ["pre-push", "pre-tag"], true],
];

for (const command of ["install", "uninstall"]) {
  test(`${command}: hands over hooks and --print`, async () => {
    for (const [words, hooks, dryRun] of asked) {
      const ran = await tagproof([command, ...words]);
      const [options] = ran.hooks;
      deepStrictEqual([options!.hooks, options!.dryRun], [hooks, dryRun], words.join(" "));
      deepStrictEqual([options!.directory, ran.code], ["/somewhere", 0]);
    }
  });

  test(`${command}: prints what was done and what is next`, async () => {
    strictEqual((await tagproof([command])).stdout, "pre-push: wired\nnext:\n  tag as always\n");
  });

  test(`${command}: an unknown hook names the nearest, exit 2`, async () => {
    const { stderr, code, hooks } = await tagproof([command, "--hooks", "prepush"]);
    deepStrictEqual([code, hooks.length], [2, 0]);
    match(stderr, /there is no hook prepush\n {2}Did you mean pre-push\?/);
  });
}

test("--server means pre-receive, in that repository", async () => {
  for (const command of ["install", "uninstall"]) {
    for (const [server, directory] of [
      ["/srv/r.git", "/srv/r.git"],
      ["r.git", "/somewhere/r.git"],
    ] as const) {
      const [options] = (await tagproof([command, "--server", server])).hooks;
      deepStrictEqual([options!.directory, options!.hooks], [directory, ["pre-receive"]]);
    }
  }
});

test("what a person has to wire by hand is no success", async () => {
  const result = { done: [], next: ["husky owns pre-push"], wired: false };
  const ran = await tagproof(["install"], {
    dependencies: { installHooks: () => Promise.resolve(result) },
  });
  deepStrictEqual([ran.code, ran.stdout], [2, "next:\n  husky owns pre-push\n"]);
});

test("a hook that is in the way is told with what to do", async () => {
  const error = new AuditError("hook-exists", ".git/hooks/pre-push is not ours", "Move it.");
  const ran = await tagproof(["install"], {
    dependencies: { installHooks: () => Promise.reject(error) },
  });
  deepStrictEqual([ran.code, ran.stdout], [2, ""]);
  match(ran.stderr, /Move it\./);
});

test.run();
