// Hooks that were there before: they run after ours with all that git gave, and come back as they were.

import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { AuditError } from "../../../lib/error.ts";
import { isolatedEnvironment } from "../../helpers/repository.ts";
import { started, write } from "../shells.ts";
import { install, places, snapshot, uninstall, type HookPlace } from "./places.ts";

const test = suite("hooks/install/chain");

const plain = places["a plain repository"]!;

function push({ repository }: HookPlace, ...refs: string[]) {
  const { status, stderr } = spawnSync("git", ["push", "--quiet", "origin", ...refs], {
    cwd: repository.directory,
    env: isolatedEnvironment(),
    encoding: "utf8",
  });
  return { status, stderr };
}

/** Writes its name, arguments and input beside the repository, and exits with the code in `code`. */
const record = `
{ printf '%s\n' "$0" "$@"; cat; } >seen
exit "$(cat code 2>/dev/null || echo 0)"
`;

const scripts: readonly (readonly [string, string])[] = [
  ["sh", `#!/bin/sh\n${record}`],
  ["sh with flags", `#!/bin/sh -eu\n${record}`],
  ["bash by env", `#!/usr/bin/env bash\nset -euo pipefail\n${record}`],
  ["sh, a space before it", `#! /bin/sh\n${record}`],
  ["git-lfs, as far as its name", `#!/bin/sh\n# git lfs pre-push "$@"\n${record}`],
  ["dvc, as far as its name", `#!/bin/sh\n# exec dvc git-hook pre-push $@\n${record}`],
];

function seen({ repository }: HookPlace): string | null {
  const file = join(repository.directory, "seen");
  const text = existsSync(file) ? readFileSync(file, "utf8") : null;
  rmSync(file, { force: true });
  return text;
}

/** What a hook sees in this place, run by git without ours. */
function expected(place: HookPlace, refs: readonly string[]): string | null {
  strictEqual(push(place, ...refs).status, 0);
  return seen(place);
}

for (const [name, script] of scripts) {
  test(`${name}: sees the same as without ours, for branches and for tags`, async () => {
    const place = plain();
    write(place.hook, script, 0o711);
    place.repository.git("tag", "light");
    const pushes = [
      ["--dry-run", "main"],
      ["--dry-run", "main", "light", "main:refs/heads/x"],
    ];
    const before = pushes.map((refs) => expected(place, refs));
    await install(place);
    deepStrictEqual(
      pushes.map((refs) => expected(place, refs)),
      before,
    );
    ok(started(place.home) !== null, "ours ran for the tag");
  });

  test(`${name}: its failure is the push's, and it does not run after our refusal`, async () => {
    const place = plain();
    write(place.hook, script, 0o755);
    await install(place);
    place.repository.git("tag", "light");
    write(join(place.repository.directory, "code"), "3");
    strictEqual(push(place, "main").status, 1);
    strictEqual(push(place, "light").status, 1);
    ok(seen(place) !== null);
    write(join(place.repository.directory, "code"), "0");
    write(join(place.home, "exit-code"), "1");
    strictEqual(push(place, "light").status, 1);
    strictEqual(seen(place), null);
    strictEqual(push(place, "main").status, 0);
    ok(seen(place) !== null);
  });
}

const odd: readonly (readonly [string, string, number, number])[] = [
  ["no shebang", "exit 4\n", 0o755, 1],
  ["not a shell", "#!/usr/bin/env node\nprocess.exitCode = 5;\n", 0o755, 1],
  ["empty", "", 0o755, 0],
  ["not executable", "#!/bin/sh\nexit 1\n", 0o644, 0],
  ["does not read", "#!/bin/sh\nexit 0\n", 0o755, 0],
  ["CRLF", "#!/bin/sh\r\nexit 0\r\n", 0o755, 1],
  ["an interpreter that is not there", "#!/nonexistent/sh\nexit 0\n", 0o755, 1],
  ["kills itself", "#!/bin/sh\nkill -9 $$\n", 0o755, 1],
];

for (const [name, script, mode, status] of odd) {
  test(`a hook of before that is odd: ${name}`, async () => {
    const place = plain();
    write(place.hook, script, mode);
    await install(place);
    strictEqual(push(place, "main").status, status);
    place.repository.git("tag", "light");
    strictEqual(push(place, "light").status, status);
  });
}

test("uninstall brings it back: bytes, mode, time, inode, link", async () => {
  const makes: readonly ((path: string) => void)[] = [
    (path) => write(path, "#!/bin/sh\n:\n\n", 0o751),
    (path) => write(path, "", 0o600),
    (path) => symlinkSync("../../scripts/push", path),
  ];
  for (const make of makes) {
    const place = plain();
    make(place.hook);
    if (!lstatSync(place.hook).isSymbolicLink()) utimesSync(place.hook, 1_000_000, 1_234_567);
    const before = snapshot(place.root);
    const stat = lstatSync(place.hook);
    await install(place);
    strictEqual(readFileSync(place.hook, "utf8").includes("tagproof hook shim"), true);
    await install(place);
    await uninstall(place);
    strictEqual(snapshot(place.root), before);
    const after = lstatSync(place.hook);
    deepStrictEqual([after.ino, after.mtimeMs], [stat.ino, stat.mtimeMs]);
    await uninstall(place);
    strictEqual(snapshot(place.root), before);
  }
});

test("an install that was killed while it kept the hook aside is finished, or undone", async () => {
  for (const finish of [true, false]) {
    const place = plain();
    write(place.hook, "#!/bin/sh\nexit 1\n", 0o751);
    const before = snapshot(place.root);
    linkSync(place.hook, `${place.hook}.tagproof-previous`);
    if (finish) {
      await install(place);
      strictEqual(push(place, "main").status, 1);
    }
    await uninstall(place);
    strictEqual(snapshot(place.root), before);
  }
});

test("one that vanished is no error, then or later", async () => {
  const place = plain();
  write(place.hook, "#!/bin/sh\nexit 1\n", 0o755);
  await install(place);
  unlinkSync(`${place.hook}.tagproof-previous`);
  strictEqual(push(place, "main").status, 0);
  await uninstall(place);
  ok(!existsSync(place.hook));
});

test("ours was removed by hand: uninstall still brings back the one before", async () => {
  const place = plain();
  write(place.hook, "#!/bin/sh\n:\n", 0o755);
  const before = snapshot(place.root);
  await install(place);
  unlinkSync(place.hook);
  await uninstall(place);
  strictEqual(snapshot(place.root), before);
});

test("a new hook in place of ours, and the one before: both stay, nothing is overwritten", async () => {
  const place = plain();
  write(place.hook, "#!/bin/sh\n: one\n", 0o755);
  await install(place);
  unlinkSync(place.hook);
  write(place.hook, "#!/bin/sh\n: two\n", 0o755);
  await rejects(
    install(place),
    (error: unknown) => error instanceof AuditError && error.code === "hook-exists",
  );
  const { next } = await uninstall(place);
  ok(
    next.some((text) => text.includes("is a new hook")),
    next.join("\n"),
  );
  strictEqual(readFileSync(place.hook, "utf8"), "#!/bin/sh\n: two\n");
  strictEqual(readFileSync(`${place.hook}.tagproof-previous`, "utf8"), "#!/bin/sh\n: one\n");
});

test("a push of many refs arrives whole at both", async () => {
  const place = plain();
  write(place.hook, `#!/bin/sh\n${record}`, 0o755);
  await install(place);
  const names = Array.from({ length: 300 }, (_, index) => `refs/heads/b${index}`);
  for (const name of names.slice(0, 2)) place.repository.git("update-ref", name, "HEAD");
  const refs = names.map((name) => `HEAD:${name}`);
  strictEqual(push(place, ...refs, "HEAD:refs/tags/v9").status, 0);
  strictEqual(seen(place)?.trimEnd().split("\n").length, 303 + 1);
});

/** `.husky/pre-push` as husky 9 runs it, by `sh -e`. */
test("the lines for husky work: ours first, then the rest with all of the input", async () => {
  const place = plain();
  const huskyStub = '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n';
  write(place.hook, huskyStub, 0o755);
  const { next } = await install(place);
  const lines = next.filter((text) => text.startsWith("    ")).map((text) => text.trimStart());
  write(join(place.repository.directory, "user-hook"), [...lines, "cat >seen", ""].join("\n"));
  write(place.hook, '#!/bin/sh\nsh -e user-hook "$@" # husky\n', 0o755);
  strictEqual(push(place, "main").status, 0);
  strictEqual(seen(place)?.trimEnd().split("\n").length, 1);
  place.repository.git("tag", "light");
  strictEqual(push(place, "light").status, 0);
  ok(started(place.home)?.input.includes("refs/tags/light"));
  ok(seen(place)?.includes("refs/tags/light"));
  write(join(place.home, "exit-code"), "1");
  place.repository.git("tag", "other");
  strictEqual(push(place, "other").status, 1);
  strictEqual(seen(place), null);
  strictEqual(push(place, "main:refs/heads/next").status, 0);
});

test.run();
