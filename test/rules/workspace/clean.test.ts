import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import {
  createPipelineRepository,
  dvcEnvironment,
  type PipelineRepository,
} from "../../helpers/dvc.ts";
import { auditTag, foundBy } from "../../helpers/audit.ts";
import { judgedBy, type Asked, type Judged } from "../../helpers/judged.ts";
import { addExample } from "../../helpers/example.ts";

const clean = suite("rules/workspace/clean");

/** Audits the tag v1.0.0 of HEAD, with what was done since in the working tree. */
function judged(repository: PipelineRepository, asked: Asked = {}): Promise<Judged> {
  const environment = dvcEnvironment();
  return judgedBy("workspace/clean", repository, "v1.0.0", { environment, ...asked });
}

function released(): PipelineRepository {
  const repository = createPipelineRepository();
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return repository;
}

/** A program in the place of DVC, for answers that the real one gives only when something is broken. */
function fakeDvc(script: string): NodeJS.ProcessEnv {
  const directory = temporaryDirectory();
  const path = join(directory, "dvc");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  const environment = dvcEnvironment();
  return { ...environment, PATH: `${directory}:${environment["PATH"]}` };
}

clean("accepts what dvc repro left behind", async () => {
  const { keys, gaps, notApplicable, report } = await judged(released());
  assert.deepEqual([keys, gaps, notApplicable], [[], [], null]);
  assert.deepEqual(report.rulesRun, ["workspace/clean"]);
});

clean("accepts a cache that is empty and data that is not checked out", async () => {
  const repository = released();
  const clone = join(temporaryDirectory(), "clone");
  repository.git("clone", "--quiet", repository.directory, clone);
  const { keys } = await judgedBy("workspace/clean", { directory: clone }, "v1.0.0", {
    environment: dvcEnvironment(),
  });
  assert.deepEqual(keys, []);
});

clean("refuses what dvc calls modified in bytes that git has unchanged", async () => {
  const repository = createPipelineRepository();
  repository.write("params.yaml", repository.read("params.yaml").replace("lr: 0.1", "lr: 0.2"));
  repository.write("src/train.py", `${repository.read("src/train.py")}\n`);
  repository.commit("not run");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const { findings, keys } = await judged(repository);
  assert.ok(keys.length > 0 && keys.every((key) => key === "error modified"), keys.join());
  const texts = findings.flatMap(({ text, consequences }) => [text, ...consequences]).join("\n");
  assert.match(texts, /dvc status calls train\.lr of params\.yaml modified for train/);
  assert.match(texts, /dvc status calls src\/train\.py modified for train/);
});

clean("refuses a command that was not run", async () => {
  const repository = createPipelineRepository();
  const text = repository.read("dvc.yaml");
  repository.write("dvc.yaml", text.replace("python3 src/train.py", "python3 -B src/train.py"));
  assert.notEqual(repository.read("dvc.yaml"), text);
  repository.commit("another command");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const { keys, findings } = await judged(repository);
  assert.deepEqual(keys, ["error command"]);
  assert.match(findings[0]!.text, /dvc\.yaml declares another command for train/);
});

clean("warns of a change that is only in the working tree", async () => {
  const repository = released();
  repository.write("params.yaml", repository.read("params.yaml").replace("lr: 0.1", "lr: 0.2"));
  const { keys, findings, report } = await judged(repository);
  assert.deepEqual([keys, report.verdict], [["warning notInTag"], "passed"]);
  assert.match(
    findings[0]!.text,
    /^params\.yaml differs in the working tree: the tag does not contain/,
  );
});

clean("warns once of other data that is checked out, and a checkout ends it", async () => {
  const repository = released();
  repository.write("params.yaml", repository.read("params.yaml").replace("lr: 0.1", "lr: 0.2"));
  repository.dvc("repro", "--quiet");
  repository.commit("train otherwise");
  repository.git("checkout", "--quiet", "v1.0.0");
  const { keys, findings, report } = await judged(repository);
  assert.deepEqual([keys, report.verdict], [["warning otherData"], "passed"]);
  const [{ text, repair, consequences }] = findings as [(typeof findings)[0]];
  assert.match(text, /^models\/model\.json is not the data that stage train recorded/);
  assert.deepEqual(consequences, []);
  assert.deepEqual(repair, ["run: dvc --cd models checkout model.json"]);
  repository.dvc("--cd", "models", "checkout", "--quiet", "model.json");
  assert.deepEqual((await judged(repository)).keys, []);
});

clean("folds a file that is as its stage wrote it under the chain that is broken", async () => {
  const repository = createPipelineRepository();
  repository.write("params.yaml", repository.read("params.yaml").replace("lr: 0.1", "lr: 0.2"));
  repository.dvc("repro", "--quiet", "train");
  repository.commit("train alone");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const report = await auditTag(repository.directory, "v1.0.0", dvcEnvironment());
  assert.ok(foundBy(report).includes("lock/chain-holds broken"));
  assert.deepEqual(foundBy(report, "warning"), []);
});

clean("warns of a file that is new or changed in a directory that a stage reads", async () => {
  const repository = createPipelineRepository();
  const yaml = repository.read("dvc.yaml").replace("- src/train.py", "- src");
  repository.write("dvc.yaml", yaml);
  repository.dvc("repro", "--quiet");
  repository.commit("a directory as a dep");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  assert.deepEqual((await judged(repository)).keys, []);
  for (const path of ["src/notes.txt", "src/evaluate.py"]) {
    repository.write(path, "# a thought\n");
    const { keys, findings } = await judged(repository);
    assert.ok(keys.includes("warning notInTag"), path);
    assert.ok(!keys.some((key) => key.startsWith("error")), findings[0]!.text);
    repository.git("clean", "-f", "--quiet");
  }
});

clean("takes no file that DVC ignores for the change of a directory", async () => {
  const repository = createPipelineRepository();
  const yaml = repository.read("dvc.yaml").replace("- src/train.py", "- src");
  repository.write("dvc.yaml", yaml);
  repository.write(".dvcignore", "*.tmp\n");
  repository.dvc("repro", "--quiet");
  repository.write("src/train.py", `${repository.read("src/train.py")}\n`);
  repository.commit("not run");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  repository.write("src/train.log.tmp", "left behind\n");
  const { keys } = await judged(repository);
  assert.ok(keys.length > 0 && keys.every((key) => key === "error modified"), keys.join());
});

clean("does not apply where the commit is not checked out, or the policy says so", async () => {
  const repository = released();
  const off = await judged(repository, { policy: { dvc: { status: "off" } } });
  assert.match(off.notApplicable ?? "", /the policy turns dvc status off/);
  repository.commit("work goes on");
  assert.match((await judged(repository)).notApplicable ?? "", /another commit is checked out/);
  const bare = join(temporaryDirectory(), "bare.git");
  repository.git("clone", "--quiet", "--bare", repository.directory, bare);
  const { notApplicable } = await judgedBy("workspace/clean", { directory: bare }, "v1.0.0");
  assert.match(notApplicable ?? "", /bare/);
});

const SILENT: Readonly<Record<string, readonly [script: string, says: RegExp]>> = {
  "DVC fails": ["echo 'ERROR: Unable to acquire lock' >&2; exit 255", /Unable to acquire lock/],
  "DVC prints no JSON": ["echo hello", /dvc status/],
};

for (const [why, [script, says]] of Object.entries(SILENT)) {
  clean(`${why}: a notice, and inconclusive where the policy requires an answer`, async () => {
    const repository = released();
    const environment = fakeDvc(script);
    const noted = await judged(repository, { environment });
    assert.deepEqual([noted.keys, noted.gaps.length], [[], 1]);
    assert.match(noted.gaps[0]!, says);
    assert.ok(!noted.gaps[0]!.startsWith("blocking"));
    const policy = { dvc: { status: "required" } };
    const { gaps, report } = await judged(repository, { environment, policy });
    assert.equal(report.verdict, "inconclusive");
    assert.match(gaps[0]!, /^blocking: dvc status in the repository: /);
  });
}

clean("cannot compare where a filter of the working tree is broken, and says so", async () => {
  const repository = released();
  repository.git("config", "filter.broken.clean", "false");
  repository.git("config", "filter.broken.required", "true");
  repository.write(".git/info/attributes", "params.yaml filter=broken\n");
  repository.write("params.yaml", `${repository.read("params.yaml")}\n# touched\n`);
  const { keys, gaps } = await judged(repository);
  assert.deepEqual([keys, gaps.length], [[], 1], gaps.join());
  assert.ok(!gaps[0]!.startsWith("blocking"), gaps[0]);
});

addExample(clean, "workspace/clean");
clean.run();
