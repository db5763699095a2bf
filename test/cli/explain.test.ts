// `tagproof explain`: one rule, a subject, the table, and names that are not there.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { ruleText } from "../../lib/cli/explain.ts";
import { rules as everyRule } from "../../lib/rules/index.ts";
import { columns } from "../../lib/reporters/wrap.ts";
import { tagproof } from "../helpers/command.ts";
import { golden } from "../helpers/golden.ts";
import { rules } from "../helpers/reports.ts";

const test = suite("cli/explain");

test("a rule: what it wants, why, how to repair", async () => {
  const { stdout, code } = await tagproof(["explain", "metrics/match-params"]);
  golden("explain/rule.txt", stdout);
  strictEqual(code, 0);
});

test("a rule that is off says so", async () => {
  match((await tagproof(["explain", "tag/signed"])).stdout, /^tag\/signed {2}off by default\n/);
});

test("a rule with an option: its name, type, default and what it does", () => {
  const page = { paint: (_: string, text: string) => text, width: 200 };
  const linked = everyRule.find(({ id }) => id === "review/linked");
  ok(linked !== undefined);
  const lines = ruleText(linked, page).split("\n");
  const [option] = lines.filter((line) => line.startsWith("  option"));
  strictEqual(
    option,
    "  option   allowFirst (boolean, default true): false refuses a release that has none before it, which else gets a note",
  );
  ok(lines.some((line) => line.endsWith("or with an option: [error, { allowFirst: false }]")));
  for (const rule of everyRule) {
    for (const { name, does } of rule.options ?? []) {
      ok(ruleText(rule, page).includes(name), `${rule.id} shows ${name}`);
      ok(does.length > 10 && !does.endsWith("."), `${rule.id} says what ${name} does`);
    }
  }
});

test("nothing: all rules, in their order, within the width", async () => {
  const { stdout } = await tagproof(["explain"], { width: 60 });
  golden("explain/table.txt", stdout);
  const ids = stdout.match(/^[a-z]\S+/gm);
  deepStrictEqual(
    ids,
    rules.map((rule) => rule.id),
  );
  for (const line of stdout.split("\n")) ok(columns(line) <= 60, line);
});

test("a subject: its rules", async () => {
  for (const subject of ["lock", "lock/"]) {
    const { stdout } = await tagproof(["explain", subject]);
    deepStrictEqual(stdout.match(/^[a-z]\S+/gm), ["lock/chain-holds", "lock/outs-match"]);
  }
});

test("an unknown rule names the nearest one, exit 2", async () => {
  const { stderr, stdout, code } = await tagproof(["explain", "lock/out-match"]);
  deepStrictEqual([code, stdout], [2, ""]);
  match(stderr, /there is no rule lock\/out-match\n {2}Did you mean lock\/outs-match\?/);
});

test("a name that is like none lists them", async () => {
  match((await tagproof(["explain", "constructor"])).stderr, /There is: tag\/named, /);
});

test.run();
