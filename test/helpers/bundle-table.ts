// Tables of bundles and what one rule says of each.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { addExample } from "./example.ts";
import { judgeBundle, type Expected } from "./bundle.ts";

/** One test a case; runs them. Of a rule with several tables, one says what its example says. */
export function runBundleTable(
  rule: string,
  cases: Readonly<Record<string, Expected>>,
  { hasExample = true }: { hasExample?: boolean } = {},
): void {
  const table = suite(`rules/${rule}`);
  for (const [name, { keys = [], says = [], repairs = [], gaps = [], ...made }] of Object.entries(
    cases,
  )) {
    table(name, async () => {
      const judged = await judgeBundle(rule, made);
      const texts = judged.findings.map(({ text }) => text).join("\n");
      assert.deepEqual(judged.keys, keys, texts);
      for (const words of says) assert.ok(texts.includes(words), `${words}\n${texts}`);
      assert.equal(judged.gaps.length, gaps.length, judged.gaps.join("\n"));
      for (const [index, gap] of gaps.entries()) assert.match(judged.gaps[index] ?? "", gap);
      const lines = judged.findings.flatMap(({ repair }) => repair).join("\n");
      for (const words of repairs) assert.ok(lines.includes(words), `${words}\n${lines}`);
      for (const { repair } of judged.findings) assert.ok(repair.length > 0);
    });
  }
  if (hasExample) addExample(table, rule);
  table.run();
}
