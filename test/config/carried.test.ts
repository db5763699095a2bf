// What is told of a release whose commit carries another policy than the one that judges it.

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { auditIn, type AuditCall } from "../helpers/audit.ts";
import { createProject, lockNow } from "../helpers/pipeline.ts";
import type { TestRepository } from "../helpers/repository.ts";

const test = suite("config/carried");

/** A good v1.0.0 whose commit has these files besides. */
function released(files: Readonly<Record<string, string>>): TestRepository {
  const repository = createProject();
  repository.write("params.yaml", "lr: 0.1\n");
  repository.write("model.json", "{}\n");
  const params = { "params.yaml": { lr: 0.1 } };
  lockNow(repository, [{ name: "train", params, outs: ["model.json"] }]);
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.commit("a run");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return repository;
}

async function told(call: AuditCall): Promise<readonly string[]> {
  const { releases } = await auditIn({ revisions: ["v1.0.0"], ...call });
  const notices = releases.flatMap((release) => release.notices);
  return notices.filter((text) => text.includes("carries another policy"));
}

const lenient = "extends: adopt\n";

interface Case {
  readonly carried: Readonly<Record<string, string>>;
  /** What the working tree has instead; null where a file is gone. */
  readonly now: Readonly<Record<string, string | null>>;
  readonly says: string | null;
}

const instead = (path: string, source: string): string =>
  `the tagged commit carries another policy in ${path}: it is not used, the audit goes by ${source}`;

const cases: Readonly<Record<string, Case>> = {
  "the same policy": { carried: { ".tagproofrc": lenient }, now: {}, says: null },
  "the same policy in other words": {
    carried: { ".tagproofrc": lenient },
    now: { ".tagproofrc": null, ".tagproofrc.json": '{ "extends": "adopt" }\n' },
    says: null,
  },
  "the default in words": {
    carried: { ".tagproofrc": "extends: recommended\n" },
    now: { ".tagproofrc": null },
    says: null,
  },
  "none, where there is one now": { carried: {}, now: { ".tagproofrc": lenient }, says: null },
  "one, where there is none now": {
    carried: { ".tagproofrc": lenient },
    now: { ".tagproofrc": null },
    says: instead(".tagproofrc", "recommended"),
  },
  "one that was changed since": {
    carried: { ".tagproofrc": lenient },
    now: { ".tagproofrc": "extends: strict\n" },
    says: instead(".tagproofrc", "that of the working tree"),
  },
  "one that cannot be read": {
    carried: { ".tagproofrc": "rules: [such\n" },
    now: { ".tagproofrc": null },
    says: instead(".tagproofrc", "recommended"),
  },
  "one that nobody knows": {
    carried: { ".tagproofrc": "relases: {}\n" },
    now: { ".tagproofrc": null },
    says: instead(".tagproofrc", "recommended"),
  },
  "a shared file without our section": {
    carried: { "package.json": '{ "name": "x" }\n', "pyproject.toml": "[tool.ruff]\n" },
    now: { "package.json": null, "pyproject.toml": null },
    says: null,
  },
  "our section of a shared file": {
    carried: { "pyproject.toml": '[tool.tagproof]\nextends = "adopt"\n' },
    now: { "pyproject.toml": null },
    says: instead("pyproject.toml", "recommended"),
  },
  "a file of ours before our section of a shared one": {
    carried: { ".tagproofrc": lenient, "pyproject.toml": '[tool.tagproof]\nextends = "strict"\n' },
    now: {},
    says: null,
  },
};

for (const [name, { carried, now, says }] of Object.entries(cases)) {
  test(name, async () => {
    const { directory, write } = released(carried);
    for (const [path, text] of Object.entries(now)) {
      if (text === null) unlinkSync(join(directory, path));
      else write(path, text);
    }
    deepStrictEqual(await told({ directory }), says === null ? [] : [says]);
  });
}

test("below a directory with a policy of its own, that directory's counts", async () => {
  const { directory, write } = released({ "part/.tagproofrc": lenient, ".tagproofrc": lenient });
  const below = join(directory, "part");
  deepStrictEqual(await told({ directory: below }), []);
  write("part/.tagproofrc", "extends: strict\n");
  match((await told({ directory: below })).join("|"), /another policy in part\/\.tagproofrc/);
});

test("a policy that somebody names is compared with that of the root", async () => {
  const { directory, write } = released({ ".tagproofrc": lenient });
  write("conf/policy.yaml", "extends: strict\n");
  const [text = ""] = await told({ directory, config: "conf/policy.yaml" });
  strictEqual(text, instead(".tagproofrc", "conf/policy.yaml"));
});

test.run();
