// Help, versions and what cannot be parsed.

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { columns } from "../../lib/reporters/wrap.ts";
import { tagproof } from "../helpers/command.ts";

const test = suite("cli/run");

test("alone, with --help, -h and help: the same help on stdout, exit 0", async () => {
  const { stdout, stderr, code } = await tagproof([]);
  match(stdout, /Refuses a release of a DVC repository that cannot be audited\./);
  for (const word of ["audit", "install", "uninstall", "explain", "completion", "Exit codes:"]) {
    ok(stdout.includes(word), word);
  }
  for (const exit of ["0 ", "1 ", "2 ", "3 ", "70 "]) match(stdout, new RegExp(`^  ${exit}`, "m"));
  deepStrictEqual([stderr, code], ["", 0]);
  for (const words of [["--help"], ["-h"], ["help"]]) {
    const ran = await tagproof(words);
    deepStrictEqual([ran.stdout, ran.code], [stdout, 0], words.join(" "));
  }
});

test("help fits the terminal", async () => {
  for (const command of [[], ["audit"], ["install"], ["explain"], ["completion"]]) {
    const { stdout } = await tagproof([...command, "--help"], { width: 80 });
    for (const line of stdout.split("\n")) ok(columns(line) <= 80, line);
  }
});

test("help of a command: the same both ways", async () => {
  const { stdout, code } = await tagproof(["help", "audit"]);
  match(stdout, /^Usage: tagproof audit /);
  deepStrictEqual([(await tagproof(["audit", "--help"])).stdout, code], [stdout, 0]);
});

test("--version prints the version alone", async () => {
  const { stdout, code } = await tagproof(["--version"]);
  deepStrictEqual([stdout, code], ["0.1.0\n", 0]);
});

const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
  [["adit"], /unknown command 'adit'\n {2}Did you mean audit\?\n$/],
  [["--versoin"], /unknown option '--versoin'\n {2}Did you mean --version\?\n$/],
  [["audit", "--formt", "x"], /unknown option '--formt'\n {2}Did you mean --format\?\n$/],
  [["audit", "--as"], /option '--as <name>' argument missing\n/],
  [["explain", "a", "b"], /too many arguments/],
  [["install", "x"], /too many arguments/],
  [["zzzzzz"], /unknown command 'zzzzzz'\n {2}tagproof --help shows what there is\.\n$/],
  [["adit", "--help"], /unknown command 'adit'/],
  [["help", "adit"], /unknown command 'adit'\n {2}Did you mean audit\?\n$/],
];

for (const [words, message] of mistakes) {
  test(`${words.join(" ")}: exit 2, on stderr`, async () => {
    const { stdout, stderr, code } = await tagproof(words);
    strictEqual(code, 2);
    match(stderr, /^tagproof: /);
    match(stderr, message);
    strictEqual(stdout, "");
  });
}

test("what was typed is not obeyed by the terminal", async () => {
  const { stderr } = await tagproof(["audit", "--\u001b[2Jx"]);
  doesNotMatch(stderr, /\u001b/);
});

test("TAGPROOF_DEBUG shows where a bug is, and changes no exit code", async () => {
  const dependencies = { audit: () => Promise.reject(new TypeError("x")) };
  const quiet = await tagproof(["audit"], { dependencies });
  const debug = await tagproof(["audit"], { dependencies, environment: { TAGPROOF_DEBUG: "1" } });
  deepStrictEqual([quiet.code, debug.code], [70, 70]);
  doesNotMatch(quiet.stderr, /run\.test/);
  match(debug.stderr, /run\.test/);
});

test.run();
