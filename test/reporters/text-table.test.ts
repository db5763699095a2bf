// The table of many releases: one line each, aligned, in any width, with nothing of a name unescaped.

import { doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { plain } from "../../lib/reporters/index.ts";
import { text } from "../../lib/reporters/text.ts";
import { columns } from "../../lib/reporters/wrap.ts";
import { refused, release, report, rules } from "../helpers/reports.ts";

const test = suite("reporters/text-table");

const many = report({
  verdict: "failed",
  releases: [
    release({ name: "v1.0.0" }),
    refused,
    release({ name: "v0.9.0\u001B[2K\n", verdict: "not-applicable", commit: null }),
    release({
      name: "a-very-long-name-that-no-table-would-have-room-for@v1.0.0",
      waived: [{ rule: "review/linked", reason: "agreed in #41", by: "Ada" }],
    }),
  ],
});

function render(width: number, table = true): string {
  return text.render(many, { rules, paint: plain, width, hints: ["a hint"], table });
}

test("every release has its line, and what stands in it", () => {
  const lines = render(160).split("\n");
  match(lines[0] ?? "", /^release +commit +verdict$/);
  match(lines[1] ?? "", /^v1\.0\.0 +\w{7} {2}passed$/);
  match(
    render(160),
    new RegExp(`^${refused.name} +\\w{7} {2}refused +\\S.* \\(\\w+/[\\w-]+\\)$`, "m"),
  );
  match(render(120), /passed +(?:\d warnings?; )?waived review\/linked: agreed in #41/);
  match(render(120), /4 releases: 1 refused[^]*more of one: tagproof audit[^]*a hint\n$/);
});

test("no line is wider than the terminal, and none holds what a name brings", () => {
  for (const width of [72, 100, 200]) {
    const lines = render(width).split("\n");
    const rows = lines.filter((line) => !line.startsWith("a-very-long"));
    ok(
      rows.every((line) => columns(line) <= width),
      String(width),
    );
    doesNotMatch(render(width), /\u001B/);
    strictEqual(lines.filter((line) => line.startsWith("v0.9.0")).length, 1);
  }
});

test("without being asked for, few releases are told at length and very many are not", () => {
  doesNotMatch(render(100, false), /^release +commit/m);
  const releases = Array.from({ length: 21 }, () => refused);
  const context = { rules, paint: plain, width: 72, hints: [] };
  match(text.render(report({ verdict: "failed", releases }), context), /^release +commit/m);
});

test.run();
