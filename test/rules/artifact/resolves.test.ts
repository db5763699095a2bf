import assert from "node:assert/strict";
import { suite } from "uvu";
import { createProject, lockNow, md5 } from "../../helpers/pipeline.ts";
import { judgedBy } from "../../helpers/judged.ts";
import type { TestRepository } from "../../helpers/repository.ts";
import { addExample } from "../../helpers/example.ts";

const resolves = suite("rules/artifact/resolves");

/** Artifacts of every kind, at the root and in `ranking/`. */
function project(): TestRepository {
  const repository = createProject();
  repository.write("model.json", "{}\n");
  repository.write("tracked/a.txt", "a\n");
  repository.write(".gitignore", "/cached\n/cached.bin\n/raw.csv\n");
  repository.write("cached.bin", "bytes\n");
  repository.write(
    "raw.csv.dvc",
    `outs:\n- md5: ${md5("raw")}\n  size: 3\n  hash: md5\n  path: raw.csv\n`,
  );
  const closed = { cached: `${md5("listing")}.dir` };
  lockNow(
    repository,
    [
      { name: "train", outs: ["cached.bin"] },
      { name: "prepare", outs: ["cached"], recorded: closed },
    ],
    {
      artifacts: {
        ingit: { path: "model.json" },
        folder: { path: "tracked" },
        out: { path: "cached.bin" },
        pointed: { path: "raw.csv" },
        inside: { path: "cached/model.bin" },
        linked: { path: "s3://bucket/model.bin" },
        template: { path: "${model.path}" },
        gone: { path: "models/gone.bin" },
        typed: { path: "model.jsno" },
      },
    },
  );
  repository.write(
    "ranking/dvc.yaml",
    "artifacts:\n  scorer:\n    path: scorer.json\n  lost:\n    path: ../model2.json\n",
  );
  repository.write("ranking/scorer.json", "{}\n");
  repository.commit("first");
  return repository;
}

const repository = project();

function tag(name: string): void {
  repository.git("tag", "-a", "-m", "released", name);
}

const ACCEPTED: readonly (readonly [tag: string, gap: RegExp | null])[] = [
  ["ingit@v1.0.0", null],
  ["ingit#prod#1", null],
  ["ingit@v1.0.0!", null],
  ["folder@v1.0.0", null],
  ["out@v1.0.0", null],
  ["pointed@v1.0.0", null],
  ["ranking=scorer@v1.0.0", null],
  ["inside@v1.0.0", /inside of a directory that DVC keeps/],
  ["linked@v1.0.0", /outside of the repository: s3:/],
  ["template@v1.0.0", /template/],
];

for (const [name, gap] of ACCEPTED) {
  resolves(`accepts ${name}`, async () => {
    tag(name);
    const { keys, gaps, notApplicable } = await judgedBy("artifact/resolves", repository, name);
    assert.deepEqual([keys, notApplicable], [[], null]);
    assert.equal(gaps.length, gap === null ? 0 : 1, gaps.join());
    if (gap !== null) assert.match(gaps[0]!, gap);
    assert.ok(!gaps[0]?.startsWith("blocking"), "noted");
  });
}

const REFUSED: readonly (readonly [tag: string, key: string, says: RegExp])[] = [
  ["gone@v1.0.0", "missing", /The artifact gone is models\/gone\.bin \(dvc\.yaml:\d+\)/],
  ["typed@v1.0.0", "missing", /model\.jsno/],
  ["ranking=lost@v1.0.0", "missing", /ranking:lost is model2\.json \(ranking\/dvc\.yaml:4\)/],
  ["ingot@v1.0.0", "unknown", /the artifact ingot; did you mean ingit\?/],
  ["scorer@v1.0.0", "unknown", /the artifact scorer; did you mean ranking:scorer\?/],
  ["ranking=ingit@v1.0.0", "unknown", /ranking:ingit; did you mean ingit\?/],
  ["elsewhere=scorer@v1.0.0", "unknown", /elsewhere:scorer; did you mean ranking:scorer\?/],
];

for (const [name, key, says] of REFUSED) {
  resolves(`refuses ${name}`, async () => {
    tag(name);
    const { keys, findings } = await judgedBy("artifact/resolves", repository, name);
    assert.deepEqual(keys, [`error ${key}`]);
    assert.match(findings[0]!.text, says);
  });
}

resolves("names the tag that would do", async () => {
  tag("scorer@v2.0.0-rc.1");
  const { findings } = await judgedBy("artifact/resolves", repository, "scorer@v2.0.0-rc.1");
  assert.deepEqual(findings[0]!.repair, [
    "tag it as ranking=scorer@v2.0.0-rc.1, or declare scorer under artifacts: in dvc.yaml and commit",
  ]);
});

resolves("asks all declared artifacts of a plain tag", async () => {
  tag("v1.0.0");
  const { keys, findings } = await judgedBy("artifact/resolves", repository, "v1.0.0");
  assert.deepEqual(keys, ["error missing", "error missing", "error missing"]);
  const named = findings.map(({ text }) => /The artifact (\S+)/.exec(text)?.[1] ?? "");
  assert.deepEqual(new Set(named), new Set(["gone", "ranking:lost", "typed"]));
});

/** Case 50: inside of a directory, where its files are known; and templates, which DVC resolves. */
const INSIDE: readonly (readonly [path: string, missing: boolean])[] = [
  ["out/model.bin", false],
  ["out/sub", false],
  ["out/gone.bin", true],
  ["${where.out}/${model}", false],
  ["${where.out}/gone", true],
  ["${where.none}/model.bin", false],
];

for (const [path, missing] of INSIDE) {
  resolves(`case 50: ${path} ${missing ? "leads nowhere" : "is in the directory"}`, async () => {
    const listed = createProject();
    listed.write("params.yaml", "where: {out: out}\nmodel: model.bin\n");
    listed.write("dvc.yaml", `artifacts:\n  model:\n    path: ${JSON.stringify(path)}\n`);
    const files = ["model.bin", "sub/x"].map(
      (file) => `  - relpath: ${file}\n    md5: ${md5(file)}`,
    );
    listed.write("out.dvc", `outs:\n- path: out\n  hash: md5\n  files:\n${files.join("\n")}\n`);
    listed.commit("first");
    listed.git("tag", "-a", "-m", "released", "v1.0.0");
    const { keys, gaps } = await judgedBy("artifact/resolves", listed, "v1.0.0");
    assert.deepEqual(keys, missing ? ["error missing"] : []);
    assert.deepEqual(gaps.length, path.includes("none") ? 1 : 0);
  });
}

resolves("resolves a templated name too", async () => {
  const named = createProject();
  named.write("params.yaml", "name: scorer\n");
  named.write("dvc.yaml", "artifacts:\n  ${name}:\n    path: params.yaml\n");
  named.commit("first");
  named.git("tag", "-a", "-m", "released", "scorer@v1.0.0");
  assert.deepEqual((await judgedBy("artifact/resolves", named, "scorer@v1.0.0")).keys, []);
});

resolves("does not apply where nothing declares artifacts", async () => {
  const plain = createProject();
  plain.write("out.txt", "out\n");
  lockNow(plain, [{ name: "make", outs: ["out.txt"] }]);
  plain.commit("first");
  plain.git("tag", "-a", "-m", "released", "model@v1.0.0");
  const { keys, notApplicable } = await judgedBy("artifact/resolves", plain, "model@v1.0.0");
  assert.deepEqual(keys, []);
  assert.match(notApplicable ?? "", /declares artifacts/);
});

resolves(
  "does not say that an artifact is undeclared where a dvc.yaml cannot be read",
  async () => {
    const broken = createProject();
    broken.write("dvc.yaml", "artifacts:\n  model: {path: model.json\n");
    broken.write("other/dvc.yaml", "artifacts:\n  scorer:\n    path: scorer.json\n");
    broken.write("other/scorer.json", "{}\n");
    broken.commit("first");
    broken.git("tag", "-a", "-m", "released", "model@v1.0.0");
    const { keys, gaps, report } = await judgedBy("artifact/resolves", broken, "model@v1.0.0");
    assert.deepEqual([keys, report.verdict], [[], "inconclusive"]);
    assert.match(gaps.join(), /^blocking: dvc\.yaml could not be read/);
  },
);

resolves("does not say that a path leads nowhere where a lock cannot be read", async () => {
  const broken = createProject();
  broken.write("dvc.yaml", "artifacts:\n  model:\n    path: model.bin\n");
  broken.write("dvc.lock", "<<<<<<< HEAD\n");
  broken.commit("first");
  broken.git("tag", "-a", "-m", "released", "model@v1.0.0");
  const { keys, gaps } = await judgedBy("artifact/resolves", broken, "model@v1.0.0");
  assert.deepEqual(keys, []);
  assert.match(gaps.join(), /^blocking: dvc\.lock, which may record model\.bin, could not be read/);
});

addExample(resolves, "artifact/resolves");
resolves.run();
