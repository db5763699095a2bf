import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const registry = (text: string) => ({ files: { "registry.yaml": text } });

function declareIn(path: string) {
  return ({ write }: TestRepository): void =>
    write("production/dvc.yaml", `artifacts:\n  model:\n    path: ${path}\n`);
}

runBundleTable("registry/no-moving-label", {
  "holds without a registry": {},
  "holds for versions, and for a file's own name": registry(
    "models:\n- {version: v1.0.0, tag: release-1.0, path: publish/v1/best.pt}\n- {path: release/v1/model.json}\n",
  ),
  "does not judge other keys": registry("models:\n- {name: latest, stage: production}\n"),
  "holds for words that only contain a label": registry("ref: renewal\npath: newest_features/a\n"),
  "refuses labels as versions": {
    ...registry(
      "models:\n- version: latest\n- rev: Best-Final\n- alias: [v1, prod]\n- tag: v1-stable\n",
    ),
    keys: Array.from({ length: 4 }, () => "error movingValue"),
    says: ["registry.yaml:2 names version latest"],
  },
  "refuses branches as revisions": {
    ...registry("- rev: main\n- ref: refs/heads/release-1\n- rev: HEAD\n- ref: origin/v1\n"),
    keys: Array.from({ length: 4 }, () => "error movingValue"),
    says: ["registry.yaml:1 names rev main"],
  },
  "holds for commits, tags and names with a branch's in them": registry(
    "- rev: 3f2a91c\n- ref: refs/tags/v1.0.0\n- tag: main-1.0.0\n- version: 1.0.0.dev1\n",
  ),
  "refuses a key that stands there twice in JSON": {
    files: { "registry.json": '{"version": "latest",\n "version": "v1.0.0"}\n' },
    keys: ["error malformed"],
    says: ['registry.json:2 cannot be read: line 2 repeats the key "version"'],
  },
  "reads JSON and TOML that the policy names": {
    files: { "reg/a.toml": '[m]\nalias = "production"\n', "reg/b.json": '{"rev": "latest"}\n' },
    policy: { registry: { files: ["reg/*"] } },
    keys: ["error movingValue", "error movingValue"],
  },
  "refuses a directory of the registry that moves": {
    files: { "registry/risk/v1.0.0/model.json": "{}", "registry/risk/latest/model.json": "{}" },
    keys: ["error movingPlace"],
    says: ["registry/risk/latest is a directory of the registry that means another state"],
  },
  "refuses directories and links that move beside what the policy calls bundles and registries": {
    files: {
      "out/risk/latest/model.json": "{}",
      "catalog/current/risk.json": "{}",
      "data/latest/a": "",
    },
    policy: {
      bundle: { path: "out/{artifact}/{version}" },
      registry: { files: ["catalog/**/*.json"] },
    },
    prepare: ({ directory }) => symlinkSync("risk", join(directory, "out/newest")),
    tag: "risk@v1.0.0",
    keys: ["error movingPlace", "error movingPlace", "error movingPlace"],
    says: [
      "out/newest is a link of the registry",
      "out/risk/latest is a directory",
      "catalog/current is",
    ],
  },
  "refuses a link of the registry that moves, with the entry that goes through it": {
    files: {
      "registry.yaml": "path: registry/risk/latest/model.json\n",
      "registry/risk/v1.0.0/model.json": "{}",
    },
    prepare: ({ directory }) => symlinkSync("v1.0.0", join(directory, "registry/risk/latest")),
    keys: ["error movingPath"],
  },
  "holds for a registry of releases, and for programs in a directory of that name": {
    files: {
      "registry/risk/v1.0.0/best/model.json": "{}",
      "registry/current/views.py": "",
      "src/registry/latest/a.json": "{}",
    },
  },
  "leaves a path of another repository to that, where the state is pinned": {
    ...registry(
      "- {repo: https://a.example/b.git, rev: v1.0.0, path: models/best/a.pkl}\n- {repo: https://a.example/b.git, rev: main, path: best/a.pkl}\n",
    ),
    keys: ["error movingValue", "error movingPath"],
    says: ["registry.yaml:2"],
  },
  "refuses labels in lists, of artifacts and as refs, and steps from what moves": {
    ...registry(
      `- {aliases: [latest, v1], tags: [latest, fraud]}
- tag: risk@latest
- ref: refs/tags/latest
- rev: HEAD~1
- rev: "main@{yesterday}"
`,
    ),
    keys: Array.from({ length: 6 }, () => "error movingValue"),
    says: ["names aliases latest", "names tag risk@latest", "names rev HEAD~1"],
  },
  "holds for tags that describe, and for steps from a release": registry(
    `- {tags: [production, new, dev], aliases: [champion]}
- {tag: risk@v1.0.0, rev: "v1.0.0^{}", ref: v1.0.0~1}
- {version: image@sha256:00}
`,
  ),
  "refuses the latest below what may be a line of releases": {
    files: {
      "registry/risk/2026/latest/model.json": "{}",
      "registry/risk/v1/latest/model.json": "{}",
      "registry/2026/churn/latest/model.json": "{}",
    },
    keys: ["error movingPlace", "error movingPlace", "error movingPlace"],
    says: ["registry/risk/2026/latest is", "registry/risk/v1/latest is"],
  },
  "holds for what a release calls its latest": {
    files: {
      "registry/risk/v1.0.0/latest/model.json": "{}",
      "registry/risk/v1/checkpoints/latest/model.json": "{}",
      "registry/risk/latest/v1/model.json": "{}",
    },
  },
  "refuses a moving directory under other keys of a path, and holds for addresses": {
    ...registry("- url: publish/latest/model.json\n- url: docs.example.org/latest/api\n"),
    keys: ["error movingPath"],
  },
  "refuses a label as a directory": {
    ...registry("path: publish/latest/model.json\n"),
    keys: ["error movingPath"],
    says: ["where publish/latest means another state"],
  },
  "refuses a link that moves, beside a version too": {
    ...registry("path: publish/current/v1\n"),
    prepare: ({ directory }) => symlinkSync("v1", join(directory, "publish/current")),
    keys: ["error movingPath"],
  },
  "judges artifacts": {
    artifacts: { risk: { path: "models/best/model.json" } },
    keys: ["error movingPath"],
    says: ["dvc.yaml:"],
  },
  "holds for a pipeline in a directory whose name moves, and for entries of its artifacts": {
    ...registry("- path: production/models/model.json\n- path: ./production/models/model.json\n"),
    prepare: declareIn("models/model.json"),
  },
  "refuses a directory that moves, below such a pipeline": {
    ...registry("- path: production/best/model.json\n- path: production/x/model.json\n"),
    prepare: declareIn("best/model.json"),
    keys: ["error movingPath", "error movingPath"],
    says: ["where production/best means", "production/x/model.json, where production means"],
  },
  "refuses a directory that moves, beside the pipeline": {
    prepare: declareIn("../latest/model.json"),
    keys: ["error movingPath"],
    says: ["points to latest/model.json"],
  },
  "judges an artifact at a URL": {
    artifacts: { risk: { path: "s3://models/latest/model.json" } },
    keys: ["error movingPath"],
    says: ["s3://models/latest/model.json"],
  },
  "refuses a directory that moves in a URL, and tells it as it is written": {
    ...registry(
      `- path: s3://bucket/risk/latest/model.json
- url: https://host.example/risk/latest/model.json
- model_uri: models:/risk/Production
- url: https://huggingface.co/a/risk/resolve/main/model.safetensors
- model_url: https://other.example/risk/latest/
`,
    ),
    keys: Array.from({ length: 5 }, () => "error movingPath"),
    says: [
      "where s3://bucket/risk/latest means",
      "where https://host.example/risk/latest means",
      "where models:/risk/Production means",
      "resolve/main means",
    ],
  },
  "holds for URLs that are pinned, and for pages": registry(
    `- path: s3://prod/risk/v1.0.0/model.json
- path: s3://bucket/prod/3f2a91c/model.json
- url: https://latest.example/risk/best.pkl
- url: https://docs.example.org/latest/
- url: https://docs.example.org/latest/index.html
- docs: {url: https://host.example/latest/model.json}
- model_uri: models:/risk/3
- {repo: https://a.example/b.git, rev: v1.0.0, path: s3://a/latest/b.json}
`,
  ),
  "refuses revisions under their other names": {
    ...registry(
      `- {revision: main}
- {git_ref: main}
- {gitRev: HEAD}
- {git_tag: latest}
- {model_version: latest}
- {branch: main, path: publish/v1/model.json}
`,
    ),
    keys: Array.from({ length: 6 }, () => "error movingValue"),
    says: ["names revision main", "names git_rev HEAD", "names branch main"],
  },
  "holds for a branch beside what pins it, and for branches of other things": {
    ...registry(
      `- {rev: 3f2a91c, branch: main}
- {commit: 3f2a91c, git_branch: main}
- {branch: main, version: v1.0.0}
- {branch: retail}
`,
    ),
    manifest: '{"git": {"branch": "main"}, "artifacts": []}',
  },
  "refuses ranges as the version of an entry": {
    ...registry(
      `- {path: publish/v1/a.json, version: ">=1.0"}
- {path: publish/v1/a.json, version: "*"}
- {path: publish/v1/a.json, version: 1.x}
- {repo: https://a.example/b.git, version: ^1.2}
- models: [{name: risk, version: ~1.2.0}, {name: churn, version: "1.2.*"}]
`,
    ),
    keys: Array.from({ length: 6 }, () => "error movingValue"),
    says: ["names version >=1.0"],
  },
  "holds for ranges of what an entry requires": registry(
    `- {name: scikit-learn, version: ">=1.2"}
- path: publish/v1/a.json
  version: v1.0.0
  requires: {python: {version: ">=3.9"}, packages: [{name: numpy, version: "1.x"}]}
`,
  ),
  "refuses a directory that moves beside a bundle at a usual place": {
    files: { "publish/latest/model.json": "{}", "releases/latest/a.json": "{}" },
    keys: ["error movingPlace"],
    says: ["publish/latest is a directory of the registry"],
  },
  "refuses such a link": {
    prepare: ({ directory }) => symlinkSync("v1", join(directory, "publish/latest")),
    keys: ["error movingPlace"],
  },
  "holds for what a bundle that lies right there calls its best": {
    files: {
      "publish/v1/model.json": null,
      "publish/v1/metrics.json": null,
      "publish/v1/params.yaml": null,
      "publish/v1/manifest.json": null,
      "publish/manifest.json": '{"artifacts": []}',
      "publish/best/model.json": "{}",
    },
  },
  "judges the manifest": {
    manifest: '{"version": "latest", "artifacts": []}',
    keys: ["error movingValue"],
  },
  "refuses a registry that nobody can read": {
    ...registry("a: [\n"),
    keys: ["error malformed"],
    says: ["registry.yaml:2 cannot be read: line 2 is not YAML", "Consumers cannot read"],
  },
});
