// Install and uninstall in real repositories of every shape, with real pushes in between.

import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import { applySteps } from "../../../hooks/install/apply.ts";
import { readBundle } from "../../../hooks/install/bundle.ts";
import { look, type HookGit } from "../../../hooks/install/look.ts";
import { planInstall } from "../../../hooks/install/plan.ts";
import { planUninstall } from "../../../hooks/install/plan-uninstall.ts";
import type { Plan, Step } from "../../../hooks/install/step.ts";
import { AuditError } from "../../../lib/error.ts";
import { openRepository } from "../../../lib/git/open.ts";
import { runGit } from "../../../lib/git/process.ts";
import { isolatedEnvironment } from "../../helpers/repository.ts";
import { shimText, started, write } from "../shells.ts";
import {
  bundleDirectory,
  install,
  places,
  snapshot,
  times,
  uninstall,
  type HookPlace,
} from "./places.ts";

const test = suite("hooks/install/install");

const plain = places["a plain repository"]!;

/** True where git accepted the push. */
function pushes({ repository }: HookPlace, ...refs: string[]): boolean {
  try {
    repository.git("push", "--quiet", "origin", ...refs);
    return true;
  } catch {
    return false;
  }
}

const isHookError = (code: string) => (error: unknown) =>
  error instanceof AuditError && error.code === code;

for (const [name, make] of Object.entries(places)) {
  test(`${name}: uninstall after install leaves the bytes of before`, async () => {
    const place = make();
    const before = snapshot(place.root);
    await install(place);
    ok(existsSync(place.hook), "the hook is where git looks for it");
    ok(snapshot(place.root) !== before);
    await uninstall(place);
    strictEqual(snapshot(place.root), before);
    deepStrictEqual((await uninstall(place)).done, ["No hook of tagproof is installed here."]);
    strictEqual(snapshot(place.root), before);
  });

  test(`${name}: a branch goes, a tag is audited, a refusal stops it`, async () => {
    const place = make();
    await install(place);
    ok(pushes(place, "HEAD:refs/heads/main"));
    strictEqual(started(place.home), null);
    place.repository.git("tag", "-a", "-m", "one", "v1.0.0");
    write(join(place.home, "exit-code"), "1");
    ok(!pushes(place, "v1.0.0"), "refused");
    const tag = place.repository.git("rev-parse", "v1.0.0");
    strictEqual(
      started(place.home)?.input,
      `refs/tags/v1.0.0 ${tag} refs/tags/v1.0.0 ${"0".repeat(tag.length)}\n`,
    );
    strictEqual(started(place.home)?.arguments[0], "origin");
    write(join(place.home, "exit-code"), "0");
    ok(pushes(place, "v1.0.0"), "accepted");
    write(join(place.home, "exit-code"), "1");
    ok(!pushes(place, ":refs/tags/v1.0.0"), "deleting it is refused too");
    place.repository.git("tag", "light");
    ok(pushes(place, "refs/tags/light:refs/heads/x"), "a local tag as a branch");
  });

  test(`${name}: a second install changes nothing`, async () => {
    const place = make();
    const bundle = bundleDirectory();
    await install(place, { bundle });
    const before = times(place.root);
    const { done } = await install(place, { bundle });
    strictEqual(times(place.root), before);
    deepStrictEqual(done, ["The hooks are installed already."]);
  });
}

test("the state of an audit beside the bundle outlives an uninstall", async () => {
  const place = plain();
  await install(place);
  write(join(place.home, "receipts/one.json"), "{}");
  await uninstall(place);
  strictEqual(snapshot(place.home).split("\n").length, 2);
});

test("--print changes nothing and says what it would do", async () => {
  const place = plain();
  const before = snapshot(place.root);
  const { done } = await install(place, { dryRun: true });
  deepStrictEqual(done, [
    "would write .git/hooks/pre-push",
    "would write 7 files into .git/tagproof",
  ]);
  strictEqual(snapshot(place.root), before);
  await install(place);
  const installed = snapshot(place.root);
  await uninstall(place, { dryRun: true });
  strictEqual(snapshot(place.root), installed);
});

test("both hooks of a repository, and either one leaves alone", async () => {
  const place = plain();
  const before = snapshot(place.root);
  const { next } = await install(place, { hooks: ["pre-push", "pre-tag"] });
  ok(next[0]?.startsWith("pre-tag: git now starts"), "says what it costs");
  const tagHook = join(place.hook, "../reference-transaction");
  ok(existsSync(place.hook) && existsSync(tagHook));
  await uninstall(place, { hooks: ["pre-tag"] });
  ok(existsSync(place.hook) && !existsSync(tagHook));
  ok(existsSync(join(place.home, "pre-push.cjs")));
  await uninstall(place, { hooks: ["pre-push", "pre-tag"] });
  strictEqual(snapshot(place.root), before);
});

const foreign: readonly (readonly [string, string])[] = [
  ["changed by someone", shimText.replace("#!/bin/sh", "#!/bin/bash")],
  ["changed by someone", shimText.replaceAll("\n", "\r\n")],
  ["changed by someone", `${shimText}\n`],
];

for (const [name, content] of foreign) {
  test(`a hook of others is refused and untouched: ${name} (${content.length})`, async () => {
    const place = plain();
    write(place.hook, content, 0o751);
    const before = snapshot(place.root);
    await rejects(install(place), (error: unknown) => {
      ok(isHookError("hook-exists")(error));
      ok((error as AuditError).message.includes(name), (error as AuditError).message);
      return true;
    });
    await uninstall(place);
    strictEqual(snapshot(place.root), before);
  });
}

const managed: readonly (readonly [string, string])[] = [
  ["husky", '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n'],
  ["lefthook", '#!/bin/sh\nif [ "$LEFTHOOK" = "0" ]; then exit 0; fi\n'],
  ["simple-git-hooks", '#!/bin/sh\nif [ "$SKIP_SIMPLE_GIT_HOOKS" = "1" ]; then exit 0; fi\n'],
];

for (const [name, content] of managed) {
  test(`${name} keeps its file, and is told how to start ours`, async () => {
    const place = plain();
    write(place.hook, content, 0o751);
    const before = snapshot(place.root);
    const outcome = await install(place);
    strictEqual(outcome.wired, false);
    ok(outcome.next[0]?.startsWith(`${name} owns pre-push`), outcome.next[0]);
    strictEqual(readFileSync(place.hook, "latin1"), content);
    strictEqual(readFileSync(join(place.home, "pre-push"), "utf8"), shimText);
    strictEqual((await install(place)).wired, false, "said again");
    await uninstall(place);
    strictEqual(snapshot(place.root), before);
  });
}

const preCommit = "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n";

test("pre-commit hands all of the input to its legacy hook: that is ours where it is free", async () => {
  const place = plain();
  write(place.hook, preCommit, 0o755);
  const before = snapshot(place.root);
  const { wired } = await install(place);
  strictEqual(wired, true);
  strictEqual(readFileSync(`${place.hook}.legacy`, "utf8"), shimText);
  await uninstall(place);
  strictEqual(snapshot(place.root), before);
  write(`${place.hook}.legacy`, "#!/bin/sh\n", 0o755);
  const taken = snapshot(place.root);
  const { next } = await install(place);
  ok(next[0]?.startsWith("pre-commit owns pre-push"), next[0]);
  await uninstall(place);
  strictEqual(snapshot(place.root), taken);
});

test("a directory in the hook's place is refused and untouched", async () => {
  const place = plain();
  mkdirSync(place.hook);
  const before = snapshot(place.root);
  await rejects(install(place), isHookError("hook-exists"));
  await uninstall(place);
  strictEqual(snapshot(place.root), before);
});

test("a hooks directory of all repositories is refused, whoever sets it", async () => {
  const place = plain();
  const shared = join(place.root, "shared");
  mkdirSync(shared);
  const global = join(place.root, "gitconfig");
  const cases: readonly (readonly [string, string])[] = [
    ["global", shared],
    ["global", "/dev/null"],
    ["global", join(place.repository.directory, "x")],
    ["local", shared],
    ["local", ""],
  ];
  for (const [scope, path] of cases) {
    writeFileSync(global, scope === "global" ? `[core]\n\thooksPath = ${path}\n` : "");
    if (scope === "local") place.repository.git("config", "core.hooksPath", path);
    const before = snapshot(place.root);
    const env = { GIT_CONFIG_GLOBAL: global };
    await rejects(install(place, { env }), (error: unknown) => {
      ok(isHookError("hook-exists")(error));
      match((error as AuditError).message, new RegExp(`core.hooksPath, ${scope} configuration`));
      match(
        (error as AuditError).hint,
        /git config --local core\.hooksPath .*\/work\/\.git\/hooks/,
      );
      return true;
    });
    await uninstall(place, { env });
    strictEqual(snapshot(place.root), before);
  }
});

test("our own shim in a directory of all repositories is not taken out by one of them", async () => {
  const place = plain();
  const shared = join(place.root, "shared");
  write(join(shared, "pre-push"), shimText, 0o755);
  place.repository.git("config", "core.hooksPath", shared);
  await uninstall(place);
  ok(existsSync(join(shared, "pre-push")));
});

test("a linked worktree may use the hooks of the main one by an absolute path", async () => {
  const place = places["a linked worktree"]!();
  const directory = join(place.root, "work/.githooks");
  place.repository.git("config", "core.hooksPath", directory);
  await install(place);
  ok(existsSync(join(directory, "pre-push")));
});

test("a hooks directory that is a link to elsewhere is refused", async () => {
  const place = plain();
  const hooks = join(place.repository.directory, ".git/hooks");
  rmSync(hooks, { recursive: true });
  mkdirSync(join(place.root, "shared"));
  symlinkSync(join(place.root, "shared"), hooks);
  await rejects(install(place), isHookError("hook-exists"));
});

test("a global relative core.hooksPath is this repository's own", async () => {
  const place = plain();
  const global = join(place.root, "gitconfig");
  writeFileSync(global, "[core]\n\thooksPath = .githooks\n");
  const { next } = await install(place, { env: { GIT_CONFIG_GLOBAL: global } });
  ok(existsSync(join(place.repository.directory, ".githooks/pre-push")));
  ok(next.some((text) => text.includes("in the working tree")));
});

test("a shim that lost its mode or its bundle is mended", async () => {
  const place = plain();
  const bundle = bundleDirectory();
  await install(place, { bundle });
  const whole = snapshot(place.root);
  const damages: readonly (() => void)[] = [
    () => chmodSync(place.hook, 0o644),
    () => rmSync(place.hook),
    () => rmSync(join(place.home, "pre-push.cjs")),
    () => writeFileSync(join(place.home, "chunk-one.cjs"), "x"),
    () => rmSync(join(place.home, "node")),
    () => rmSync(join(place.home, "state.json")),
    () => writeFileSync(join(place.home, "state.json"), "{"),
    () => rmSync(place.home, { recursive: true }),
  ];
  for (const damage of damages) {
    damage();
    ok(snapshot(place.root) !== whole);
    await install(place, { bundle });
    strictEqual(snapshot(place.root), whole);
  }
});

test("an upgrade replaces the bundle and takes the old modules out", async () => {
  const place = plain();
  const before = snapshot(place.root);
  await install(place, { bundle: bundleDirectory(undefined, "one") });
  await install(place, { bundle: bundleDirectory(undefined, "two") });
  ok(!existsSync(join(place.home, "chunk-one.cjs")));
  ok(existsSync(join(place.home, "chunk-two.cjs")));
  await uninstall(place);
  strictEqual(snapshot(place.root), before);
});

test("the shims of older tagproofs are replaced, and the hook of before stays chained", async () => {
  const place = plain();
  const both = { hooks: ["pre-push", "pre-tag"] };
  write(place.hook, "#!/bin/sh\n: before\n", 0o755);
  const before = snapshot(place.root);
  await install(place, both);
  const whole = snapshot(dirname(place.hook));
  const olds = ["pre-push.1", "reference-transaction.1", "reference-transaction.2"];
  const putBack = (name: string): void => {
    const old = readFileSync(`test/golden/shims/${name}.sh`, "utf8");
    write(join(place.hook, "..", name.replace(/\.\d$/, "")), old, 0o755);
  };
  for (const name of olds) {
    putBack(name);
    ok(snapshot(dirname(place.hook)) !== whole);
    await install(place, both);
    strictEqual(snapshot(dirname(place.hook)), whole);
  }
  for (const name of olds) putBack(name);
  await uninstall(place, both);
  strictEqual(snapshot(place.root), before, "and an old one is taken out too");
});

test("a file that was changed after it was installed stays, and is named", async () => {
  const place = plain();
  await install(place);
  writeFileSync(join(place.home, "pre-push.cjs"), "mine");
  const { next } = await uninstall(place);
  ok(next.some((text) => text.includes("pre-push.cjs was changed")));
  strictEqual(readFileSync(join(place.home, "pre-push.cjs"), "utf8"), "mine");
  ok(!existsSync(place.hook));
});

test("a hook that was installed before core.hooksPath moved is taken out too", async () => {
  const place = plain();
  const before = snapshot(place.root);
  await install(place);
  place.repository.git("config", "core.hooksPath", ".githooks");
  await install(place);
  ok(existsSync(join(place.repository.directory, ".githooks/pre-push")));
  await uninstall(place);
  place.repository.git("config", "--unset", "core.hooksPath");
  ok(!existsSync(place.hook));
  strictEqual(snapshot(place.root).split("\n").length, before.split("\n").length);
});

test("a narrow umask does not make the hook unusable, nor a wide one", async () => {
  for (const mask of [0o077, 0o000]) {
    const place = plain();
    const old = process.umask(mask);
    try {
      await install(place);
    } finally {
      process.umask(old);
    }
    strictEqual(lstatSync(place.hook).mode & 0o777, 0o755);
  }
});

test("what cannot be written is an error with its path, and no half state", async () => {
  const place = plain();
  writeFileSync(place.home, "a file in the way");
  await rejects(install(place), isHookError("hook-unwritable"));
  ok(!existsSync(place.hook));
});

test("installs at the same time end in one whole state", async () => {
  const place = plain();
  const bundle = bundleDirectory();
  await install(place, { bundle });
  const whole = snapshot(place.root);
  await uninstall(place);
  await Promise.all([1, 2, 3, 4].map(() => install(place, { bundle })));
  strictEqual(snapshot(place.root), whole);
});

test("DVC and git-lfs are named where their own hook could not be installed after", async () => {
  const place = plain();
  mkdirSync(join(place.repository.directory, ".dvc"));
  place.repository.write(".gitattributes", "*.bin filter=lfs diff=lfs\n");
  const { next } = await install(place);
  ok(next.some((text) => text.startsWith("dvc install")));
  ok(next.some((text) => text.startsWith("git lfs install")));
  strictEqual((await install(place)).next.length, 0, "said once");
});

/** The steps of an install or an uninstall, for a list that is cut. */
async function stepsOf(place: HookPlace, bundle: string | null): Promise<readonly Step[]> {
  const repository = await openRepository(place.repository.directory, isolatedEnvironment());
  const git: HookGit = (args) => runGit(repository, args);
  const wanted = bundle === null ? null : await readBundle(bundle, ["pre-push"]);
  const facts = await look(repository, git, ["pre-push"], [...(wanted?.modules.keys() ?? [])]);
  await repository.close();
  const plan: Plan =
    wanted === null
      ? planUninstall(facts, ["pre-push"])
      : planInstall(facts, { version: "0.1.0", node: process.execPath, branches: [], ...wanted });
  ok(plan.kind === "steps");
  return plan.steps;
}

const first = bundleDirectory(undefined, "one");
const second = bundleDirectory(undefined, "two");

/** Where there is a hook, it works: a tag is audited and the audit's word is git's. */
function isWorking(place: HookPlace, tag: string): void {
  ok(pushes(place, `HEAD:refs/heads/${tag}`), "a branch goes");
  if (!existsSync(place.hook)) return;
  rmSync(join(place.home, "started.json"), { force: true });
  ok(pushes(place, `HEAD:refs/tags/${tag}`), "a tag is accepted");
  ok(started(place.home) !== null, "by the audit");
  rmSync(join(place.home, "started.json"), { force: true });
}

/** A repository as it is before the kill, its hooks directory before that, and what is to be done. */
async function prepare(from: string | null, to: string | null) {
  const place = plain();
  const before = snapshot(dirname(place.hook));
  if (from !== null) await install(place, { bundle: from });
  return { place, before, steps: await stepsOf(place, to) };
}

const kills: readonly (readonly [string, string | null, string | null])[] = [
  ["a first install", null, first],
  ["an upgrade", first, second],
  ["an uninstall", first, null],
];

for (const [name, from, to] of kills) {
  test(`${name} that is killed after any step leaves what works, can be finished, and can be undone`, async () => {
    const total = (await prepare(from, to)).steps.length;
    ok(total >= 3, "there is something to cut");
    for (let cut = 0; cut <= total; cut += 1) {
      const { place, before, steps } = await prepare(from, to);
      await applySteps(steps.slice(0, cut));
      isWorking(place, `cut-${cut}`);
      if (to === null) await uninstall(place);
      else {
        await install(place, { bundle: to });
        isWorking(place, `whole-${cut}`);
        deepStrictEqual(await stepsOf(place, to), [], "nothing is left to do");
        await uninstall(place);
      }
      ok(!existsSync(place.home), `${cut}: ${existsSync(place.home) ? snapshot(place.home) : ""}`);
      strictEqual(snapshot(dirname(place.hook)), before);
    }
  });
}

test("what a killed write left behind goes with the uninstall", async () => {
  const place = plain();
  const before = snapshot(place.root);
  await install(place);
  write(join(place.home, ".tagproof-0a1b-2c.tmp"), "half");
  write(join(place.hook, "../.tagproof-0a1b-2c.tmp"), "half");
  await uninstall(place);
  strictEqual(snapshot(place.root), before);
});

test.run();
