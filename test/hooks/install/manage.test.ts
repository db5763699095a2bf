// The edits of other managers' configurations: what is put in can be taken out to the byte, and twice is once.

import { match, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { parse } from "yaml";
import { unwireHusky, wireHusky } from "../../../hooks/install/manage/husky.ts";
import { unwireLefthook, wireLefthook } from "../../../hooks/install/manage/lefthook.ts";
import { unwireSimple, wireSimple } from "../../../hooks/install/manage/simple-git-hooks.ts";

const test = suite("hooks/install/manage");

const event = "pre-push";

const huskyFiles = ["npm test\n", "#!/bin/sh\nnpm test", "#!/bin/sh -e\n", "\n", "a\r\nb\r\n"];

for (const before of huskyFiles) {
  test(`husky: ${JSON.stringify(before)}`, () => {
    const wired = wireHusky(event, before);
    ok(wired !== before);
    strictEqual(wireHusky(event, wired), wired);
    strictEqual(unwireHusky(wired), before);
    strictEqual(/^#!/m.test(wired), before.startsWith("#!"));
    if (before.startsWith("#!")) match(wired, /^#!.*\n# tagproof: begin/);
  });
}

test("husky: a file of ours alone goes", () => {
  strictEqual(unwireHusky(wireHusky(event, null)), null);
  const cut = "# tagproof: begin\nrest";
  strictEqual(unwireHusky(cut), cut, "a mark without its end takes nothing away");
});

const lefthookFiles: readonly string[] = [
  "",
  "# nothing\n",
  "pre-commit:\n  commands:\n    lint:\n      run: x\n",
  "pre-push:\n  commands:\n    test:\n      run: x\n",
  "pre-push: # at once\n  parallel: true\n  scripts:\n    other.sh:\n      runner: sh\n\npost-merge:\n  commands: {}\n",
  "pre-push:\n    jobs:\n        - run: x\npost-merge:\n    scripts:\n        a:\n            runner: sh\n",
  "pre-push:\n  # first\n\n  commands:\n    a: { run: x }",
];

for (const before of lefthookFiles) {
  test(`lefthook: ${JSON.stringify(before)}`, () => {
    const wired = wireLefthook(event, before);
    ok(wired !== null);
    const { [event]: hook, ...others } = parse(wired);
    const { [event]: old, ...same } = parse(before) ?? {};
    strictEqual(JSON.stringify(others), JSON.stringify(same));
    const { tagproof, ...scripts } = hook.scripts;
    strictEqual(JSON.stringify(tagproof), '{"runner":"sh","use_stdin":true}');
    strictEqual(JSON.stringify(scripts), JSON.stringify(old?.scripts ?? {}));
    strictEqual(wireLefthook(event, wired), wired);
    const ended = before === "" || before.endsWith("\n") || parse(before)?.[event] !== undefined;
    strictEqual(unwireLefthook(wired), ended ? before : `${before}\n`);
  });
}

const declined = [
  null,
  "pre-push: { parallel: true }\n",
  "source_dir: hooks\n",
  "pre-push:\n  scripts: {}\n",
  "pre-push:\n",
];

for (const before of declined) {
  test(`lefthook: a person is asked about ${JSON.stringify(before)}`, () => {
    strictEqual(wireLefthook(event, before), null);
  });
}

const packages: readonly string[] = [
  '{\n  "name": "x",\n  "simple-git-hooks": {\n    "pre-commit": "npm test"\n  }\n}\n',
  '{\n\t"name": "x",\n\t"simple-git-hooks": {}\n}',
  '{\n    "pre-commit": "npm test"\n}\n',
];

for (const before of packages) {
  test(`simple-git-hooks: ${JSON.stringify(before)}`, () => {
    const wired = wireSimple(event, before);
    ok(wired !== null && wired !== before);
    strictEqual(wireSimple(event, wired), wired);
    strictEqual(unwireSimple(event, wired), before);
  });
}

test("simple-git-hooks: a command that is there stays, and no other file is touched", () => {
  const own = '{ "name": "x", "simple-git-hooks": { "pre-push": "npm test" } }\n';
  for (const text of [own, '{ "name": "x" }\n', "{", "[]", null])
    strictEqual(wireSimple(event, text), null);
  strictEqual(unwireSimple(event, own), own);
});

test.run();
