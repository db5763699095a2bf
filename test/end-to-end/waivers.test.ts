// Receipts, and the waivers that a tag carries, from the tag to a server that has its own opinion.

import { match, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { hooked, type Hooked } from "../helpers/hooked.ts";
import { runProgram } from "../helpers/program.ts";
import { repositoryAt } from "../helpers/repository.ts";

const test = suite("end-to-end/waivers");

/** A server with the hook and a policy on its default branch. */
function withServer(policy: string): Hooked {
  const place = hooked();
  const { server, environment, quietly } = place;
  quietly("checkout", "--quiet", "-b", "rules", "v1.0.0^{commit}");
  repositoryAt(place.directory).write(".tagproofrc", policy);
  quietly("add", ".tagproofrc");
  quietly("commit", "--quiet", "-m", "a policy");
  quietly("push", "--quiet", "origin", "rules:main");
  quietly("checkout", "--quiet", "main");
  const { code, stderr } = runProgram(server.directory, ["install", "--server", "."], environment);
  strictEqual(code, 0, stderr);
  return place;
}

const waived = "a release\n\nWaive: lock/params-match: agreed in #41\n";

test("a tag's own waiver counts at home, and on a server only where its policy allows it", () => {
  for (const [policy, code] of [
    ["waivers: { allow: [lock/params-match] }\n", 0],
    ["waivers: { allow: [lock/present] }\n", 1],
    ["extends: recommended\n", 1],
  ] as const) {
    const { git, quietly, published, home } = withServer(policy);
    quietly("commit", "--quiet", "--allow-empty", "-m", "a commit of its own");
    const tagged = git("tag", "-a", "-m", waived, "v1.7.0", "main");
    strictEqual(tagged.code, 0, tagged.stderr);
    match(tagged.stderr, /v1\.7\.0 passed with 1 waiver[^]*agreed in #41/);
    const pushed = git("push", "origin", "v1.7.0");
    strictEqual(pushed.code, code, pushed.stderr);
    const remote = pushed.stderr.split("\n").filter((line) => line.startsWith("remote:"));
    const said = remote.map((line) => line.replace("remote: ", "").trim()).join(" ");
    if (code === 0) match(said, /v1\.7\.0 passed with 1 waiver.*agreed in #41 \(Ada <ada@/);
    else match(said, /v1\.7\.0 refused.*waives lock\/params-match.*does not count/);
    strictEqual(
      published().some((line) => line.includes("v1.7.0")),
      code === 0,
    );
    ok(readFileSync(join(home, "ledger.jsonl"), "utf8").includes("agreed in #41"));
  }
});

test("a policy that the push brings allows nothing", () => {
  const { git, quietly, directory } = withServer("waivers: { allow: [] }\n");
  quietly("checkout", "--quiet", "rules");
  repositoryAt(directory).write(".tagproofrc", "waivers: { allow: [lock/params-match] }\n");
  repositoryAt(directory).write("params.yaml", "lr: 0.9\n");
  quietly("commit", "--quiet", "-a", "-m", "allow it");
  quietly("tag", "-a", "-m", waived, "v1.7.0");
  const { code, stderr } = git("push", "origin", "rules:main", "v1.7.0");
  strictEqual(code, 1);
  match(stderr, /remote: v1\.7\.0 refused/);
});

test("an audit of what the allowance is not for, by the policy of who asks", () => {
  const { git, quietly, directory, environment } = hooked();
  quietly("commit", "--quiet", "--allow-empty", "-m", "a commit of its own");
  strictEqual(git("tag", "-a", "-m", waived, "v1.7.0", "main").code, 0);
  strictEqual(runProgram(directory, ["audit", "v1.7.0"], environment).code, 1);
  repositoryAt(directory).write(".tagproofrc", "waivers: { allow: [lock/params-match] }\n");
  const { code, stdout } = runProgram(directory, ["audit", "v1.7.0"], environment);
  strictEqual(code, 0);
  match(stdout, /agreed in #41/);
});

const noTime = "hook: { budget: 0.001 }\n";

test("a hook that runs out of time names the command, whose receipt the next push takes", () => {
  const place = hooked();
  const { git, directory, environment, home, published } = place;
  repositoryAt(directory).write(".tagproofrc", noTime);
  const late = git("push", "origin", "v1.1.0");
  match(late.stderr, /^v1\.1\.0 not decided/m);
  const command = /tagproof (audit v1\.1\.0)/.exec(late.stderr.replaceAll(/\s+/g, " "))?.[1];
  ok(command, late.stderr);
  strictEqual(runProgram(directory, command.split(" "), environment).code, 0);
  const pushed = git("push", "origin", "v1.1.0");
  strictEqual(pushed.code, 0, pushed.stderr);
  match(pushed.stderr.replaceAll(/\s+/g, " "), /v1\.1\.0 passed .*its receipt holds for a day/);
  ok(published().some((line) => line.startsWith("refs/tags/v1.1.0 ")));
  ok(existsSync(join(home, "receipts")));
});

test("what was not decided is waived by name, recorded, and no failure goes along", () => {
  const { git, directory, home, published } = hooked();
  const waiver = (tag: string): readonly string[] => [
    "-c",
    `tagproof.waive=${tag} inconclusive: looked at by hand`,
  ];
  strictEqual(git(...waiver("v1.5.0"), "push", "origin", "v1.5.0").code, 1, "it failed");
  repositoryAt(directory).write(".tagproofrc", noTime);
  strictEqual(git("push", "origin", "v1.1.0").code, 1, "undecided");
  const { code, stderr } = git(...waiver("v1.1.0"), "push", "origin", "v1.1.0");
  strictEqual(code, 0, stderr);
  match(stderr, /^v1\.1\.0 passed with 1 waiver/m);
  ok(published().some((line) => line.startsWith("refs/tags/v1.1.0 ")));
  match(readFileSync(join(home, "ledger.jsonl"), "utf8"), /"rule":"inconclusive","reason":"looked/);
});

test("hazard 9: a receipt is for one object under one policy by one version", () => {
  const other = (place: Hooked): void =>
    repositoryAt(place.directory).write(".tagproofrc", "hook: { budget: 0.002 }\n");
  const cases: Readonly<Record<string, (place: Hooked) => void>> = {
    "another policy": other,
    "another object": ({ quietly }) =>
      void quietly("tag", "-f", "-a", "-m", "again", "v1.1.0", "v1.1.0^{commit}"),
    "another version": ({ home, quietly }) => {
      const path = join(home, `receipts/${quietly("rev-parse", "v1.1.0")}.json`);
      writeFileSync(path, readFileSync(path, "utf8").replace(/"version":"[^"]*"/, '"version":"0"'));
    },
    "a year ago": ({ home, quietly }) => {
      const path = join(home, `receipts/${quietly("rev-parse", "v1.1.0")}.json`);
      writeFileSync(path, readFileSync(path, "utf8").replace(/"time":"\d+/, '"time":"2025'));
    },
  };
  for (const [name, change] of Object.entries(cases)) {
    const place = hooked();
    repositoryAt(place.directory).write(".tagproofrc", noTime);
    const audited = runProgram(place.directory, ["audit", "v1.1.0"], place.environment);
    strictEqual(audited.code, 0, audited.stdout);
    change(place);
    match(place.git("push", "origin", "v1.1.0").stderr, /^v1\.1\.0 not decided/m, name);
  }
});

test("a receipt does not let a published release be moved", () => {
  const { git, quietly, directory, environment } = hooked();
  const onOld = ["-p", "v1.0.0^{commit}", "-m", "another state"];
  const other = quietly("commit-tree", "next^{tree}", ...onOld);
  quietly("tag", "-f", "-a", "-m", "again", "v1.0.0", other);
  strictEqual(runProgram(directory, ["audit", "v1.0.0"], environment).code, 0);
  const { code, stderr } = git("push", "--force", "origin", "v1.0.0");
  strictEqual(code, 1);
  match(stderr, /tag\/immutable/);
});

test("doctor and audit --all tell what was waived, and which releases nobody audited", () => {
  const { git, directory, environment } = hooked();
  const tagproof = (...words: string[]) => runProgram(directory, words, environment);
  const flat = (text: string): string => text.replaceAll(/\s+/g, " ");
  match(
    flat(tagproof("doctor").stdout),
    /warning releases 6 releases were never audited here: v1\.0\.0, v1\.1\.0 and 4 more/,
  );
  const waiver = "tagproof.waive=v1.5.0 lock/params-match: agreed in #41";
  strictEqual(git("-c", waiver, "push", "origin", "v1.5.0").code, 0);
  match(flat(tagproof("doctor").stdout), /5 releases were never audited here/);
  match(
    flat(tagproof("doctor").stdout),
    /ok ledger waived here on .*: v1\.5\.0 lock\/params-match: agreed in #41 \(Ada/,
  );
  const all = tagproof("audit", "--all");
  strictEqual(all.code, 1);
  match(all.stdout, /^release +commit +verdict$/m);
  match(all.stdout, /^v1\.5\.0 +\w{7} {2}refused +its params are not those/m);
  match(flat(all.stdout), /6 releases: 2 refused .* waived here on .* agreed in #41/);
  match(tagproof("audit", "--since", "v1.4.0").stdout, /v1\.5\.0 refused/);
  ok(!tagproof("doctor").stdout.includes("never audited"));
});

test.run();
