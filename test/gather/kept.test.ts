// Where what DVC keeps is looked for: every place and layout by hand, with one release that only its bytes convict.

import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { directoryHash } from "../../lib/dvc/directory-hash.ts";
import { METRICS, MODEL, PARAMS } from "../helpers/bundle.ts";
import { judgedBy, type Judged } from "../helpers/judged.ts";
import { createProject, md5 } from "../helpers/pipeline.ts";
import { isolatedEnvironment, type TestRepository } from "../helpers/repository.ts";

const kept = suite("gather/kept");

/** The params that are promoted are not those that the metrics were measured with. */
const FILES: Readonly<Record<string, string>> = {
  "manifest.json": '{"files": ["model.json", "metrics.json", "params.yaml"]}\n',
  "metrics.json": METRICS,
  "model.json": MODEL,
  "params.yaml": PARAMS.replace("0.5", "0.9"),
};
const LISTED = Object.entries(FILES).map(([path, text]) => ({ path, md5: md5(text) }));
const DIRECTORY = directoryHash(LISTED);
const LISTING = `[${LISTED.map((file) => `{"md5": "${file.md5}", "relpath": "${file.path}"}`).join(", ")}]`;

type Layout = "files/md5" | "";

/** Fills a cache or a remote; `change` may tamper with an object by its hash. */
function fill(
  directory: string,
  layout: Layout = "files/md5",
  change: (hash: string, text: string) => string = (_, text) => text,
): void {
  const objects = new Map(Object.values(FILES).map((text) => [md5(text), text]));
  objects.set(DIRECTORY, LISTING);
  for (const [hash, text] of objects) {
    const path = join(directory, layout, hash.slice(0, 2), hash.slice(2));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, change(hash, text));
  }
}

interface Release {
  readonly config?: string;
  readonly legacy?: boolean;
  /** Of the out of the publish stage. */
  readonly remote?: string;
}

function releaseOf({ config = "", legacy = false, remote }: Release): TestRepository {
  const repository = createProject();
  const flags = remote === undefined ? "publish/v1" : `publish/v1: {remote: ${remote}}`;
  const hash = legacy ? "" : "hash: md5, ";
  const entry = (path: string, digest: string): string =>
    `    - {path: ${path}, ${hash}md5: "${digest}"}\n`;
  repository.write(".dvc/config", config);
  repository.write("params.yaml", PARAMS);
  repository.write(
    "dvc.yaml",
    `stages:\n  evaluate:\n    cmd: ./evaluate\n    params: [decision.threshold]\n    outs: [metrics.json]\n  publish:\n    cmd: ./publish\n    deps: [metrics.json]\n    outs: [${flags}]\n`,
  );
  repository.write(
    "dvc.lock",
    `schema: '2.0'\nstages:\n  evaluate:\n    cmd: ./evaluate\n    params:\n      params.yaml: {decision.threshold: 0.5}\n    outs:\n${entry("metrics.json", md5(METRICS))}  publish:\n    cmd: ./publish\n    deps:\n${entry("metrics.json", md5(METRICS))}    outs:\n${entry("publish/v1", DIRECTORY)}`,
  );
  repository.write(
    ".gitignore",
    "/publish\n/metrics.json\n/shared\n/.dvc/cache\n/.dvc/config.local\n",
  );
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return repository;
}

async function judge(repository: TestRepository, environment = {}): Promise<Judged> {
  return judgedBy("metrics/match-params", repository, "v1.0.0", {
    environment: isolatedEnvironment(environment),
  });
}

interface Place extends Release {
  /** Puts the objects, and returns what the environment needs. */
  readonly put: (repository: TestRepository) => NodeJS.ProcessEnv | void;
  readonly found?: false;
}

const outside = temporaryDirectory();
fill(outside);

function remoteAt(url: string, name = "r"): string {
  return `['remote "${name}"']\n    url = ${url}\n`;
}

const PLACES: Readonly<Record<string, Place>> = {
  "the default cache": { put: ({ directory }) => fill(join(directory, ".dvc/cache")) },
  "the layout of DVC 2": { put: ({ directory }) => fill(join(directory, ".dvc/cache"), "") },
  "the layout and the hashes of DVC 2": {
    legacy: true,
    put: ({ directory }) => fill(join(directory, ".dvc/cache"), ""),
  },
  "a cache beside, of the commit's config": {
    config: "[cache]\n    dir = ../shared\n",
    put: ({ directory }) => fill(join(directory, "shared")),
  },
  "a shared cache, of config.local": {
    put: ({ write }) => write(".dvc/config.local", `[cache]\ndir = ${outside}\n`),
  },
  "a shared cache, of the user's config": {
    put: () => {
      const directory = temporaryDirectory();
      writeFileSync(join(directory, "config"), `[cache]\ndir = ${outside}\n`);
      return { DVC_GLOBAL_CONFIG_DIR: directory };
    },
  },
  "a cache that is a link": {
    put: ({ directory }) => symlinkSync(outside, join(directory, ".dvc/cache")),
  },
  "the default remote": { config: `[core]\nremote = r\n${remoteAt(outside)}`, put: () => {} },
  "a remote by a file URL": {
    config: `[core]\nremote = r\n${remoteAt(`file://${outside}`)}`,
    put: () => {},
  },
  "a remote whose URL config.local gives": {
    config: `[core]\nremote = r\n${remoteAt("s3://bucket")}`,
    put: ({ write }) => write(".dvc/config.local", remoteAt(outside)),
  },
  "the remote that the out names": {
    config: remoteAt(outside, "named"),
    remote: "Named",
    put: () => {},
  },
  "no remote that nothing names": { config: remoteAt(outside), put: () => {}, found: false },
  "no remote on the network": {
    config: `[core]\nremote = r\n${remoteAt("s3://bucket")}`,
    put: () => {},
    found: false,
  },
  "not the working tree's config: the commit has its own": {
    put: ({ write }) => write(".dvc/config", `[cache]\ndir = ${outside}\n`),
    found: false,
  },
  "no directory that holds nothing": {
    config: `[core]\nremote = r\n${remoteAt("/etc")}`,
    put: () => {},
    found: false,
  },
};

for (const [name, { put, found = true, ...release }] of Object.entries(PLACES)) {
  kept(`looks into ${name}`, async () => {
    const repository = releaseOf(release);
    const { keys, gaps, findings } = await judge(repository, put(repository) ?? {});
    assert.deepEqual(keys, found ? ["error otherRun"] : []);
    if (found) assert.ok(findings[0]?.text.includes("decision.threshold = 0.9"));
    else assert.match(gaps.join(), /^the metrics of publish\/v1 may be in publish\/v1/);
  });
}

const TAMPERED: readonly (readonly [hash: string, gap: RegExp])[] = [
  [DIRECTORY, /may be in publish\/v1, of which only the directory's hash is recorded/],
  [md5(FILES["params.yaml"] ?? ""), /publish\/v1\/params\.yaml is kept by DVC and its bytes/],
];

for (const [hash, gap] of TAMPERED) {
  kept(`does not believe ${hash} when it was changed`, async () => {
    const repository = releaseOf({});
    fill(join(repository.directory, ".dvc/cache"), "files/md5", (name, text) =>
      name === hash ? text.replaceAll("0.9", "0.5").replaceAll("model", "other") : text,
    );
    const { keys, gaps, report } = await judge(repository);
    assert.deepEqual([keys, report.verdict], [[], "passed"]);
    assert.match(gaps.join(), gap);
    assert.match(report.notices.join(), new RegExp(`the object ${hash} of the DVC cache is not`));
  });
}

kept("case 31: reads params that DVC keeps", async () => {
  const repository = createProject();
  const text = "lr: 0.2\n";
  repository.write("dvc.yaml", "stages:\n  s:\n    cmd: ./s\n    params: [{conf/p.yaml: [lr]}]\n");
  repository.write(
    "dvc.lock",
    "schema: '2.0'\nstages:\n  s:\n    cmd: ./s\n    params:\n      conf/p.yaml: {lr: 0.1}\n",
  );
  repository.write("conf/p.yaml.dvc", `outs:\n- {path: p.yaml, hash: md5, md5: "${md5(text)}"}\n`);
  repository.write(".gitignore", "/.dvc/cache\n/conf/p.yaml\n");
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const without = await judgedBy("lock/params-match", repository, "v1.0.0");
  assert.deepEqual(without.keys, []);
  assert.match(without.gaps.join(), /its values are known by its hash alone/);
  const object = `.dvc/cache/files/md5/${md5(text).slice(0, 2)}/${md5(text).slice(2)}`;
  repository.write(object, text);
  const found = await judgedBy("lock/params-match", repository, "v1.0.0");
  assert.deepEqual(found.keys, ["error differs"]);
});

kept.run();
