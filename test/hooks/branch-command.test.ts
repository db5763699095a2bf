// The command for the branches of a refused push.

import { strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { branchCommand } from "../../hooks/branch-command.ts";
import { parsePrePush } from "../../lib/update.ts";
import { branchLine, line, oid, tagLine, zero } from "./shells.ts";

const test = suite("hooks/branch-command");

function command(text: string, remote = "origin"): string | null {
  const result = parsePrePush(text);
  return result.ok ? branchCommand(result.value, remote) : "not parsed";
}

const table: readonly (readonly [string, string | null])[] = [
  ["", null],
  [tagLine, null],
  [branchLine, "git push origin main"],
  [branchLine + tagLine, "git push origin main"],
  [line("refs/heads/a", "refs/heads/b"), "git push origin refs/heads/a:refs/heads/b"],
  [line("HEAD", "refs/heads/b"), "git push origin HEAD:refs/heads/b"],
  [line("main@{1 day ago}", "refs/heads/b"), `git push origin ${oid}:refs/heads/b`],
  [line("(delete)", "refs/heads/b", zero, oid), "git push origin :refs/heads/b"],
  [line("refs/notes/x", "refs/notes/x"), "git push origin refs/notes/x"],
  [line("refs/heads/v1.0.0", "refs/heads/v1.0.0") + tagLine, "git push origin refs/heads/v1.0.0"],
  [branchLine.repeat(4), "git push origin main main main main"],
  [branchLine.repeat(5), null],
];

for (const [text, expected] of table) {
  test(JSON.stringify(text.replaceAll(oid, "1").replaceAll(zero, "0")), () => {
    strictEqual(command(text), expected);
  });
}

test("names that are not plain are never put into a command", () => {
  for (const name of ["a;id", "$(id)", "a'b", "a b", "a\u202eb", "größe", "a&b", "x`id`", "-x"]) {
    strictEqual(
      command(line("HEAD", `refs/heads/${name}`.replace(" ", "\u00a0"))),
      name === "-x" ? "git push origin HEAD:refs/heads/-x" : null,
      name,
    );
    strictEqual(
      command(line(`refs/heads/${name}`, `refs/heads/${name}`.replace(" ", "_"))),
      null,
      name,
    );
  }
  for (const remote of ["https://u:secret@h/r", "-x", "a b", "", "h:r"]) {
    strictEqual(command(branchLine, remote), null, remote);
  }
});

test.run();
