import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { auditIn } from "../../helpers/audit.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import { judgedBy } from "../../helpers/judged.ts";
import { addExample } from "../../helpers/example.ts";

const matches = suite("rules/tag/matches-ref");

const repository = createProject();
repository.write("out.txt", "out\n");
lockNow(repository, [{ name: "make", outs: ["out.txt"] }]);
repository.commit("first");

function tag(name: string, target: string): string {
  repository.git("tag", "-a", "-m", "released", name, target);
  return repository.git("rev-parse", `refs/tags/${name}`);
}

/** A tag of a tag of … of HEAD, `count` objects deep. */
function nestedTag(name: string, count: number): void {
  let target = repository.git("rev-parse", "HEAD");
  for (let depth = 0; depth < count; depth += 1) {
    repository.git("tag", "-f", "-a", "-m", "released", name, target);
    target = repository.git("rev-parse", `refs/tags/${name}`);
  }
}

matches("accepts the tag of its own ref, and a lightweight one", async () => {
  tag("v1.0.0", "HEAD");
  repository.git("tag", "v1.0.1");
  for (const name of ["v1.0.0", "v1.0.1"]) {
    assert.deepEqual((await judgedBy("tag/matches-ref", repository, name)).keys, [], name);
  }
});

matches("refuses an object that was made for another ref, under whatever name", async () => {
  const oid = tag("v2.0.0", "HEAD");
  for (const name of ["v2.0.1", "model@v2.0.0"]) {
    repository.git("update-ref", `refs/tags/${name}`, oid);
    const { keys, findings } = await judgedBy("tag/matches-ref", repository, name);
    assert.deepEqual(keys, ["error nameDiffers"], name);
    assert.deepEqual([findings[0]!.expected, findings[0]!.found], [name, "v2.0.0"]);
    assert.ok(findings[0]!.text.includes(`under ${name} says that it is v2.0.0`));
  }
});

matches("refuses a signed tag under another name all the same", async () => {
  const key = join(temporaryDirectory(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const config = ["-c", "gpg.format=ssh", "-c", `user.signingKey=${key}`];
  repository.git(...config, "tag", "-s", "-m", "signed", "v2.1.0");
  assert.match(repository.git("cat-file", "tag", "v2.1.0"), /BEGIN SSH SIGNATURE/);
  assert.deepEqual((await judgedBy("tag/matches-ref", repository, "v2.1.0")).keys, []);
  repository.git("update-ref", "refs/tags/v2.1.1", repository.git("rev-parse", "v2.1.0"));
  const { keys } = await judgedBy("tag/matches-ref", repository, "v2.1.1");
  assert.deepEqual(keys, ["error nameDiffers"]);
});

const DEPTHS: readonly (readonly [count: number, keys: readonly string[], commit: boolean])[] = [
  [1, [], true],
  [2, ["warning nested"], true],
  [8, ["warning nested"], true],
  [9, ["error tooDeep"], false],
];

for (const [count, expected, hasCommit] of DEPTHS) {
  matches(`a tag ${count} deep: ${expected.join() || "fine"}`, async () => {
    const name = `v3.0.${count}`;
    nestedTag(name, count);
    const { keys, report } = await judgedBy("tag/matches-ref", repository, name);
    assert.deepEqual(keys, expected);
    assert.equal(report.commit !== null, hasCommit);
  });
}

const TARGETS = [
  ["blob", "HEAD:out.txt"],
  ["tree", "HEAD^{tree}"],
] as const;

for (const [type, target] of TARGETS) {
  for (const light of [true, false]) {
    matches(`refuses a ${light ? "lightweight" : "annotated"} tag of a ${type}`, async () => {
      const name = `v4.${type.length}.${Number(light)}${type.charCodeAt(0)}`;
      if (light)
        repository.git("update-ref", `refs/tags/${name}`, repository.git("rev-parse", target));
      else tag(name, target);
      const { keys, findings, report } = await judgedBy("tag/matches-ref", repository, name);
      assert.deepEqual([keys, report.verdict], [["error notACommit"], "failed"]);
      assert.ok(findings[0]!.text.includes(`${name} names a ${type}, not a commit`));
      const off = { policy: { rules: { "tag/matches-ref": "off", "tag/named": "error" } } };
      const unjudged = await judgedBy("tag/matches-ref", repository, name, off);
      assert.equal(unjudged.report.verdict, "inconclusive", "a good name proves no state");
    });
  }
}

matches("cannot tell of a tag whose object is not here, and does not pass it", async () => {
  const broken = createProject();
  broken.write("out.txt", "out\n");
  lockNow(broken, [{ name: "make", outs: ["out.txt"] }]);
  broken.commit("first");
  broken.write(".git/refs/tags/v5.0.0", `${"1".repeat(40)}\n`);
  const { releases, verdict } = await auditIn({ directory: broken.directory, all: true });
  assert.deepEqual(
    [releases[0]?.name, releases[0]?.verdict, verdict],
    ["v5.0.0", "inconclusive", "inconclusive"],
  );
  assert.ok(releases[0]?.notVerified.some(({ rule }) => rule === "tag/matches-ref"));
});

addExample(matches, "tag/matches-ref");
matches.run();
