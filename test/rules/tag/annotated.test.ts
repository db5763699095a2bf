import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import { judgedBy } from "../../helpers/judged.ts";
import { isolatedEnvironment } from "../../helpers/repository.ts";
import { cloneOf } from "../../helpers/layout.ts";
import { addExample } from "../../helpers/example.ts";

const annotated = suite("rules/tag/annotated");

const repository = createProject();
repository.write("out.txt", "out\n");
lockNow(repository, [{ name: "make", outs: ["out.txt"] }]);
const head = repository.commit("first");

function tagObject(name: string, lines: readonly string[]): void {
  const input = [`object ${head}`, "type commit", `tag ${name}`, ...lines].join("\n");
  const args = ["hash-object", "-t", "tag", "-w", "--stdin", "--literally"];
  const options = { cwd: repository.directory, env: isolatedEnvironment(), input };
  const oid = execFileSync("git", args, { ...options, encoding: "utf8" }).trim();
  repository.git("update-ref", `refs/tags/${name}`, oid);
}

const tagger = "tagger Ada <ada@example.org> 1772445600 +0000";

const CASES: readonly (readonly [
  why: string,
  lines: readonly string[],
  keys: readonly string[],
])[] = [
  ["a good one", [tagger, "", "released", ""], []],
  ["no tagger", ["", "released", ""], ["error anonymous"]],
  ["no message", [tagger, "", ""], ["error silent"]],
  ["blank lines for a message", [tagger, "", " \n\t\n", ""], ["error silent"]],
  ["neither", ["", ""], ["error anonymous", "error silent"]],
];

for (const [index, [why, lines, expected]] of CASES.entries()) {
  annotated(`${expected.length === 0 ? "accepts" : "refuses"} ${why}`, async () => {
    const name = `v1.0.${index}`;
    tagObject(name, lines);
    const { keys, report } = await judgedBy("tag/annotated", repository, name);
    assert.deepEqual(keys, expected);
    assert.equal(report.commit, head);
  });
}

annotated("refuses a lightweight tag, and names what the ref holds", async () => {
  repository.git("tag", "v2.0.0");
  const { keys, findings } = await judgedBy("tag/annotated", repository, "v2.0.0");
  assert.deepEqual(keys, ["error lightweight"]);
  assert.match(findings[0]!.text, /v2\.0\.0 is a lightweight tag: the ref holds a bare commit/);
  assert.deepEqual([findings[0]!.expected, findings[0]!.found], ["tag", "commit"]);
});

annotated("says how to fetch what CI checked out as a bare commit", async () => {
  repository.git("tag", "-a", "-m", "released", "v4.0.0");
  const clone = cloneOf(repository);
  clone.git("update-ref", "refs/tags/v4.0.0", head);
  const { keys, findings } = await judgedBy("tag/annotated", clone, "v4.0.0");
  assert.deepEqual(keys, ["error lightweight"]);
  const [first = "", second = ""] = findings[0]!.repair;
  const fetch = "git fetch --force origin refs/tags/v4.0.0:refs/tags/v4.0.0";
  assert.ok(first.endsWith(fetch), first);
  assert.match(second, /^else make it an annotated tag: git tag -a -f v4\.0\.0 'v4\.0\.0\^\{\}'$/);
  clone.git(...fetch.split(" ").slice(1));
  assert.deepEqual((await judgedBy("tag/annotated", clone, "v4.0.0")).keys, []);
});

annotated("does not apply to a revision, named or not", async () => {
  const { notApplicable } = await judgedBy("tag/annotated", repository, "HEAD");
  assert.match(notApplicable ?? "", /no tag object/);
  const named = await judgedBy("tag/annotated", repository, "HEAD", { as: "v3.0.0" });
  assert.match(named.notApplicable ?? "", /no tag object/);
});

addExample(annotated, "tag/annotated");
annotated.run();
