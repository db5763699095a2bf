// `tagproof completion`: bash is asked for real, in a repository with hostile tags.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { tagproof } from "../helpers/command.ts";
import { createRepository, isolatedEnvironment } from "../helpers/repository.ts";

const test = suite("cli/completion");

const repository = createRepository();
repository.write("a", "a");
repository.commit("first");
for (const tag of ["v1.0.0", "v1.1.0", "w$(touch${IFS}hacked)", "w;id", "w`id`"]) {
  repository.git("tag", tag);
}

const { stdout: script } = await tagproof(["completion", "bash"]);

/** What bash offers for the last of the words. */
function offered(...words: string[]): string[] {
  const ask = `${script}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tagproof
for reply in "\${COMPREPLY[@]}"; do printf '%s\\n' "$reply"; done`;
  const options = {
    cwd: repository.directory,
    env: isolatedEnvironment(),
    encoding: "utf8",
  } as const;
  const text = execFileSync("bash", ["-c", ask, "bash", "tagproof", ...words], options);
  return text.split("\n").filter((line) => line !== "");
}

const table: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["a"], ["audit"]],
  [["--v"], ["--version"]],
  [
    ["audit", "--a"],
    ["--as", "--all"],
  ],
  [
    ["audit", "--format", "j"],
    ["json", "junit"],
  ],
  [
    ["audit", "v"],
    ["v1.0.0", "v1.1.0"],
  ],
  [["audit", "--as", "v1.1"], ["v1.1.0"]],
  [
    ["explain", "lock/"],
    ["lock/chain-holds", "lock/outs-match"],
  ],
  [["install", "--hooks", "pre-t"], ["pre-tag"]],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
  [["audit", "--output", "a"], ["a"]],
  [["uninstall", "x"], []],
];

for (const [words, replies] of table) {
  test(`bash: ${words.join(" ")}`, () => deepStrictEqual(offered(...words), replies));
}

test("bash: tag names are offered quoted, and never run", () => {
  const replies = offered("audit", "w");
  strictEqual(replies.length, 3);
  for (const reply of replies) match(reply, /\\/);
  ok(!existsSync(join(repository.directory, "hacked")));
});

test("bash: the script is one", () => {
  strictEqual(spawnSync("bash", ["-n"], { input: script }).status, 0);
});

for (const shell of ["bash", "zsh", "fish"]) {
  test(`${shell}: every command and option is in it`, async () => {
    const { stdout, code } = await tagproof(["completion", shell]);
    strictEqual(code, 0);
    for (const word of ["audit", "uninstall", "explain", "format", "since", "sarif", "pre-tag"]) {
      ok(stdout.includes(word), word);
    }
  });
}

test("without a name: the shell of the environment", async () => {
  const named = await tagproof(["completion", "zsh"]);
  const environment = { SHELL: "/usr/bin/zsh" };
  strictEqual((await tagproof(["completion"], { environment })).stdout, named.stdout);
  strictEqual((await tagproof(["completion"])).code, 2);
  strictEqual((await tagproof(["completion", "tcsh"])).code, 2);
});

test.run();
