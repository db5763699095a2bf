// The shims and a push that sets branches only: when they start the audit, and that only its refusal stops.

import { readFileSync } from "node:fs";
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { suite } from "uvu";
import { createRepository } from "../../helpers/repository.ts";
import {
  launchText,
  launchWithoutNode,
  line,
  oid,
  pathOf,
  recordingBundle,
  runShim,
  shells,
  started,
  write,
  zero,
} from "../../hooks/shells.ts";

const test = suite("end-to-end/hooks/branch-shim");

const events = {
  "pre-push": (ref: string) => line("refs/heads/main", ref),
  "pre-receive": (ref: string) => `${zero} ${oid} ${ref}\n`,
} as const;
type Event = keyof typeof events;

interface Place {
  readonly cwd: string;
  readonly home: string;
  readonly hook: string;
}

/** As `tagproof install` leaves it: where hooks are below the git directory, and where they are not. */
function place(event: Event, branches: string | null, hooks = ".git/hooks"): Place {
  const { directory } = createRepository();
  const hook = join(hooks, event);
  write(
    join(directory, hook),
    readFileSync(join(process.cwd(), `hooks/${event}.sh`), "utf8"),
    0o755,
  );
  const home = join(directory, ".git/tagproof");
  write(join(home, "launch.sh"), launchText);
  write(join(home, `${event}.cjs`), recordingBundle);
  if (branches !== null) write(join(home, "branches"), branches);
  return { cwd: directory, home, hook };
}

const RECORDED = "release/\nmain\nodd$(id)`id`'\"#;&\n";

const watched: readonly string[] = [
  "refs/heads/release/1",
  "refs/heads/main",
  "refs/heads/mainline",
  "refs/heads/odd$(id)`id`'\"#;&x",
];
const passedBy: readonly string[] = [
  "refs/heads/released",
  "refs/heads/x/release/1",
  "refs/remotes/refs/heads/main",
  "refs/heads/odd",
  "refs/notes/commits",
];

for (const shell of shells) {
  for (const event of ["pre-push", "pre-receive"] as const) {
    const inputOf = events[event];
    const run = ({ cwd, hook }: Place, input: string, env: NodeJS.ProcessEnv = {}) =>
      runShim({ shell, cwd, input, shim: hook, env });

    test(`${shell.name}: ${event} starts the audit for a branch that is watched`, () => {
      for (const ref of watched) {
        const here = place(event, RECORDED);
        const input = inputOf("refs/heads/other") + inputOf(ref);
        const { status, stderr, stdout } = run(here, input);
        deepStrictEqual([status, stdout, stderr], [0, "", ""], ref);
        strictEqual(started(here.home)?.input, input, ref);
      }
    });

    test(`${shell.name}: ${event} does not for another one, or where nothing is written down`, () => {
      const here = place(event, RECORDED);
      for (const ref of passedBy) {
        strictEqual(run(here, inputOf(ref)).status, 0, ref);
        strictEqual(started(here.home), null, ref);
      }
      for (const branches of [null, ""]) {
        const bare = place(event, branches);
        strictEqual(run(bare, inputOf("refs/heads/main")).status, 0);
        strictEqual(started(bare.home), null);
      }
    });

    test(`${shell.name}: ${event} finds what is written down from wherever the hooks are`, () => {
      const here = place(event, RECORDED, ".githooks/deep");
      strictEqual(run(here, inputOf("refs/heads/main")).status, 0);
      strictEqual(started(here.home)?.input, inputOf("refs/heads/main"));
      const linked = place(event, RECORDED, "else where");
      write(join(linked.cwd, ".git/worktrees/one/commondir"), "../..\n");
      const env = { GIT_DIR: join(linked.cwd, ".git/worktrees/one"), GIT_WORK_TREE: linked.cwd };
      run(linked, inputOf("refs/heads/main"), env);
      strictEqual(run({ ...linked, cwd: linked.cwd }, inputOf("refs/heads/x"), env).status, 0);
    });

    test(`${shell.name}: ${event} stops a branch by a refusal, and by nothing that breaks`, () => {
      const here = place(event, RECORDED);
      for (const [code, wanted] of [
        [1, 1],
        [2, 0],
        [3, 0],
        [70, 0],
        [137, 0],
      ] as const) {
        write(join(here.home, "exit-code"), String(code));
        strictEqual(run(here, inputOf("refs/heads/main")).status, wanted, String(code));
      }
      for (const bundle of ["", "throw new Error();", recordingBundle.slice(0, -10)]) {
        const damaged = place(event, RECORDED);
        write(join(damaged.home, `${event}.cjs`), bundle);
        const { status, stderr } = run(damaged, inputOf("refs/heads/main"));
        deepStrictEqual([status, stderr], [0, ""]);
      }
      const nodeless = place(event, RECORDED);
      write(join(nodeless.home, "launch.sh"), launchWithoutNode);
      const env = { PATH: pathOf("git", "cat", "sh") };
      strictEqual(run(nodeless, inputOf("refs/heads/main"), env).status, 0);
    });

    test(`${shell.name}: ${event} hands a branch on to the hook of before, or stops before it`, () => {
      const here = place(event, RECORDED);
      const before = `${join(here.cwd, here.hook)}.tagproof-previous`;
      write(before, '#!/bin/sh\necho "before: $(cat)" >&2\nexit 7\n', 0o755);
      const passed = run(here, inputOf("refs/heads/main"));
      strictEqual(passed.status, 7);
      match(passed.stderr, /before: .*refs\/heads\/main/);
      write(join(here.home, "exit-code"), "1");
      deepStrictEqual(
        [
          run(here, inputOf("refs/heads/main")).status,
          run(here, inputOf("refs/heads/main")).stderr,
        ],
        [1, ""],
      );
    });
  }
}

test.run();
