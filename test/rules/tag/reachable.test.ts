import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { auditUpdates } from "../../../lib/index.ts";
import { addExample } from "../../helpers/example.ts";
import { judgedBy, type Judged } from "../../helpers/judged.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import {
  isolatedEnvironment,
  repositoryAt,
  type TestRepository,
} from "../../helpers/repository.ts";

const reachable = suite("rules/tag/reachable");
const RULE = "tag/reachable";

/** `main` with v1.0.0 and v1.1.0, `side` with v1.2.0, and v1.3.0 on no branch at all. */
function released(): TestRepository {
  const repository = createProject();
  repository.write("out.txt", "out\n");
  lockNow(repository, [{ name: "make", outs: ["out.txt"] }]);
  const make = (name: string): void => {
    repository.commit(name);
    repository.git("tag", "-a", "-m", "released", name);
  };
  make("v0.9.0");
  make("v1.0.0");
  make("v1.1.0");
  repository.git("checkout", "-q", "-b", "side");
  make("v1.2.0");
  repository.git("checkout", "-q", "--detach", "main");
  make("v1.3.0");
  repository.git("checkout", "-q", "main");
  return repository;
}

const repository = released();

async function judge(
  place: { readonly directory: string },
  name: string,
  from: readonly string[] = [],
): Promise<Judged> {
  const releases = from.length === 0 ? {} : { releases: { from } };
  return judgedBy(RULE, place, name, { policy: { ...releases, rules: { [RULE]: "error" } } });
}

const CASES: readonly (readonly [
  name: string,
  from: readonly string[],
  keys: readonly string[],
])[] = [
  ["v1.0.0", [], []],
  ["v1.1.0", [], []],
  ["v1.2.0", [], ["error offBranch"]],
  ["v1.3.0", [], ["error offBranch"]],
  ["v1.2.0", ["side"], []],
  ["v1.1.0", ["side"], []],
  ["v1.2.0", ["main", "s*"], []],
  ["v1.3.0", ["main", "side"], ["error offBranch"]],
];

for (const [name, from, keys] of CASES) {
  reachable(
    `${name} from ${from.join(", ") || "the default branch"}: ${keys.join() || "holds"}`,
    async () => {
      const judged = await judge(repository, name, from);
      assert.deepEqual([judged.keys, judged.gaps], [keys, []]);
      for (const { repair } of judged.findings) assert.ok(repair.length > 0);
    },
  );
}

function clone(...args: string[]): TestRepository {
  const directory = join(temporaryDirectory(), "clone");
  repository.git("clone", "-q", ...args, `file://${repository.directory}`, directory);
  return repositoryAt(directory);
}

reachable("in a clone, the default branch is what the origin calls so", async () => {
  const place = clone("--branch=side");
  assert.deepEqual((await judge(place, "v1.1.0")).keys, []);
  assert.deepEqual((await judge(place, "v1.2.0")).keys, ["error offBranch"]);
  place.git("remote", "set-head", "origin", "side");
  assert.deepEqual((await judge(place, "v1.2.0")).keys, []);
  place.git("remote", "add", "fork", repository.directory);
  place.git("push", "-q", place.directory, "v1.3.0^{commit}:refs/remotes/fork/side");
  assert.deepEqual((await judge(place, "v1.3.0")).keys, ["error offBranch"], "not of a fork");
});

reachable("in a bare repository it is HEAD", async () => {
  const place = clone("--bare");
  assert.deepEqual((await judge(place, "v1.1.0")).keys, []);
  place.git("symbolic-ref", "HEAD", "refs/heads/side");
  assert.deepEqual((await judge(place, "v1.2.0")).keys, []);
});

reachable("without such a branch, or with a history that is cut, it is not known", async () => {
  const { keys, gaps } = await judge(repository, "v1.0.0", ["trunk"]);
  assert.deepEqual(keys, []);
  assert.match(gaps.join(), /^blocking: whether .* not known: no branch trunk is in this clone$/);
  const shallow = clone("--bare", "--branch=main", "--depth=1");
  assert.deepEqual((await judge(shallow, "v1.1.0")).keys, []);
  shallow.git("fetch", "-q", "--depth=1", "origin", "tag", "v0.9.0");
  assert.match((await judge(shallow, "v0.9.0")).gaps.join(), /^blocking: .*the history is shallow/);
});

reachable("a name that is tried out is judged by the commit, a revision is not", async () => {
  const on = { policy: { rules: { [RULE]: "error" } } };
  const at = (revision: string, as?: string): Promise<Judged> =>
    judgedBy(RULE, repository, revision, as === undefined ? on : { ...on, as });
  assert.deepEqual((await at("main", "v2.0.0")).keys, []);
  assert.deepEqual((await at("side", "v2.0.0")).keys, ["error offBranch"]);
  assert.match((await at("side")).notApplicable ?? "", /revision without a name/);
});

reachable("a branch that comes with the tag counts, on a server too", async () => {
  const server = clone("--bare");
  server.git("update-ref", "refs/heads/main", "v1.0.0^{commit}");
  const config = "extends: recommended\nrules: { tag/reachable: error }\n";
  const work = clone();
  work.git("checkout", "-q", "-B", "policy", "v1.0.0^{commit}");
  work.write(".tagproofrc", config);
  const withPolicy = work.commit("a policy");
  work.git("push", "-q", server.directory, `${withPolicy}:refs/heads/main`);
  const tip = work.git("commit-tree", "HEAD^{tree}", "-p", withPolicy, "-m", "next");
  work.git("tag", "-a", "-m", "released", "v2.0.0", tip);
  work.git("push", "-q", server.directory, `v2.0.0:refs/kept/tag`);
  const newOid = work.git("rev-parse", "v2.0.0");
  const tag = {
    ref: "refs/tags/v2.0.0",
    localRef: null,
    newOid,
    oldOid: null,
    kind: "create",
  } as const;
  const branch = {
    ref: "refs/heads/main",
    localRef: null,
    newOid: tip,
    oldOid: withPolicy,
    kind: "move",
  } as const;
  const said = async (updates: Parameters<typeof auditUpdates>[0]): Promise<string[]> => {
    const environment = isolatedEnvironment();
    const options = {
      directory: server.directory,
      environment,
      remote: null,
      place: "pre-receive",
    } as const;
    const { releases } = await auditUpdates(updates, options);
    return releases[0]!.findings.filter(({ rule }) => rule === RULE).map(({ key }) => key);
  };
  assert.deepEqual(await said([tag]), ["offBranch"]);
  assert.deepEqual(await said([branch, tag]), []);
});

reachable("many releases are one walk", async () => {
  const { auditIn } = await import("../../helpers/audit.ts");
  const { policyFile } = await import("../../helpers/judged.ts");
  const config = policyFile({ rules: { [RULE]: "error" } });
  const { releases } = await auditIn({ directory: repository.directory, all: true, config });
  const off = releases.filter(({ findings }) => findings.some(({ rule }) => rule === RULE));
  assert.deepEqual(
    off.map(({ name }) => name),
    ["v1.2.0", "v1.3.0"],
  );
});

addExample(reachable, RULE);
reachable.run();
