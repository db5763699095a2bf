import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { objectOf } from "../../helpers/kept-bundle.ts";
import { CLOSED } from "../../helpers/bundle.ts";
import { md5 } from "../../helpers/pipeline.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const registry = (text: string) => ({ files: { "registry.yaml": text } });

function declareElsewhere(project: string) {
  return ({ write }: TestRepository): void => {
    write(`${project}/.dvc/config`, "");
    write(`${project}/dvc.yaml`, "artifacts:\n  model:\n    path: models/model.json\n");
    write(`${project}/models/model.json`, "{}");
  };
}

function linkRegistry(target: string) {
  return ({ directory }: TestRepository): void =>
    symlinkSync(target, join(directory, "registry.yaml"));
}

function keepRegistry(text: string, atHand: boolean) {
  return ({ directory, write }: TestRepository): void => {
    write("registry.yaml.dvc", `outs:\n- md5: ${md5(text)}\n  hash: md5\n  path: registry.yaml\n`);
    const object = objectOf(join(directory, ".dvc/cache"), text);
    if (!atHand) return;
    mkdirSync(dirname(object), { recursive: true });
    writeFileSync(object, text);
  };
}

runBundleTable("registry/surface-only", {
  "does not apply without a registry": {},
  "holds for bundles, of this release and others": registry(
    "models:\n- path: publish/v1/model.json\n- path: ./publish/v0/model.json\n- path: publish/v1\n",
  ),
  "warns of a file that the bundle of this release does not hold": {
    ...registry(
      `- {version: v1.0.0, path: publish/v1/modle.json}
- path: publish/v1
  file: modle.json
- {rev: 1.0.0, path: ./publish/v1/gone/}
`,
    ),
    keys: ["warning absent", "warning absent", "warning absent"],
    says: [
      "registry.yaml:1 points to publish/v1/modle.json, which the bundle of this release does",
    ],
  },
  "holds for files of another release, and for patterns": registry(
    `- {version: v0.9.0, path: publish/v1/old.json}
- {rev: 3f2a91c, path: publish/v1/old.json}
- path: publish/v1/*.json
- path: publish/v0/old.json
- {path: publish/v1, file: model.json}
`,
  ),
  "holds for what may be in a bundle of which only the hash is known": {
    ...registry("- path: publish/v1/other.json\n"),
    ...CLOSED,
  },
  "refuses names with internal paths alone": {
    ...registry("version: 1\ndefault-risk: models/model.json\nother: publish/v1/model.json\n"),
    prepare: ({ write }) => write("models/model.json", "{}"),
    keys: ["error internal"],
    says: ["registry.yaml:2 points to models/model.json"],
  },
  "takes other mappings of texts for no registry of names": {
    ...registry("owner: team\npipeline: pipelines/train.json\nhome: example.org/risk.html\n"),
    prepare: ({ write }) => write("pipelines/train.json", "{}"),
  },
  "refuses internal paths as weights, as a source and under names of files": {
    ...registry(
      `models:
- {name: a, weights: models/model.json}
- {name: b, source: models/model.json}
- name: c
  files: {main: models/model.json, card: publish/v1/card.md}
`,
    ),
    prepare: ({ write }) => write("models/model.json", "{}"),
    keys: ["error internal", "error internal", "error internal"],
  },
  "takes a source beside a path for where that came from": {
    ...registry("models:\n- {path: publish/v1/model.json, source: models/model.json}\n"),
    prepare: ({ write }) => write("models/model.json", "{}"),
  },
  "takes only names of releases for bundles of a template without a directory": {
    ...registry(
      "models:\n- path: risk/1.0.0/model.json\n- path: models/model.json\n- path: src/risk/model.json\n",
    ),
    policy: { bundle: { path: "{artifact}/{version}" } },
    prepare: ({ write }) => {
      write("models/model.json", "{}");
      write("src/risk/model.json", "{}");
    },
    keys: ["error internal", "error internal"],
  },
  "refuses what is internal to a bundle": {
    ...registry(
      "models:\n- path: publish/v1/model.json\n- path: publish/v1/notes/a.json\n- path: publish/v0/notes/a.json\n",
    ),
    policy: { bundle: { internal: ["notes/**"] } },
    prepare: ({ write }) => write("publish/v1/notes/a.json", "{}"),
    keys: ["error hidden", "error hidden"],
    says: ["registry.yaml:3 points to publish/v1/notes/a.json, which the policy calls internal"],
  },
  "holds for names and URLs": registry("model: default-risk\nuri: s3://bucket/x/model.json\n"),
  "holds for a declared artifact": {
    ...registry("path: model.json\n"),
    artifacts: { risk: { path: "model.json" } },
  },
  "holds for an artifact of another project, where the tag's scope leaves that out": {
    ...registry("models:\n- path: model.json\n- path: churn/models/model.json\n"),
    artifacts: { risk: { path: "model.json" } },
    prepare: declareElsewhere("churn"),
    tag: "risk@v1.0.0",
  },
  "refuses an artifact of a project that the policy ignores": {
    ...registry("path: tests/models/model.json\n"),
    prepare: declareElsewhere("tests"),
    tag: "risk@v1.0.0",
    keys: ["error internal"],
  },
  "holds for paths from the registry's own directory": {
    files: { "publish/registry.yaml": "path: v1/model.json\n" },
    policy: { registry: { files: ["publish/*.yaml"] } },
  },
  "holds for a directory of the bundle with a file in it, of other releases too": registry(
    `models:
- {path: publish/v1, file: model.json}
- {path: publish/v0, file: model.json}
- {path: publish/v1/model.json, file: model.json}
- path: publish/v1/
  files: {model: {file: model.json}}
`,
  ),
  "refuses an internal path beside a directory of the bundle": {
    ...registry("- {path: publish/v1, file: weights.json}\n- {dir: data, file: model.json}\n"),
    prepare: ({ write }) => write("weights.json", "{}"),
    keys: ["error internal", "error internal"],
  },
  "leaves a pinned path of another repository to that": {
    ...registry("repo: https://git.example.org/churn.git\nrev: v2.3.0\npath: models/churn.pkl\n"),
    gaps: [/registry.yaml:3 points to models\/churn.pkl of https:.*, which was not looked at/],
  },
  "refuses a path of what may be this repository, or of a state that moves": {
    ...registry(
      `repo: https://git.example.org/risk.git
rev: v1.0.0
models:
- path: model.json
- {repo: ., rev: v1.0.0, path: model.json}
- {repo: https://git.example.org/churn.git, rev: main, path: model.json}
- {repo: https://git.example.org/churn.git, path: model.json}
`,
    ),
    keys: Array.from({ length: 4 }, () => "error internal"),
  },
  "holds for documents under a key of documentation": {
    ...registry(
      "path: publish/v1\ndocs: {file: README.md, files: [docs/card.md]}\nlicense: {file: LICENSE}\n",
    ),
    prepare: ({ write }) => write("README.md", "risk"),
  },
  "refuses other files there, and documents elsewhere": {
    ...registry("docs: {file: metrics.json}\nmodels: [{path: README.md}]\n"),
    prepare: ({ write }) => write("README.md", "risk"),
    keys: ["error internal", "error internal"],
  },
  "holds for names with a slash, and warns of a file that is nowhere": {
    ...registry("model: google/bert-3.1\nartifact: risk/model\nmetrics: data/gone.json\n"),
    keys: ["warning nowhere"],
    says: ["registry.yaml:3 points to data/gone.json, which is neither"],
  },
  "refuses what no one has, where the key says that it is a path": {
    ...registry("path: models/gone.json\n"),
    keys: ["error internal"],
  },
  "refuses an internal path under other keys, and as the path of a name": {
    ...registry(
      `- url: data/model.json
- model_uri: data/model.json
- modelPath: ./data/model.json
- artifacts: {risk: data/model.json}
- models: {risk: data/model.json}
`,
    ),
    prepare: ({ write }) => write("data/model.json", "{}"),
    keys: Array.from({ length: 5 }, () => "error internal"),
  },
  "holds for addresses, for bundles, and for what an entry says of itself": {
    ...registry(
      `- {url: example.org/models, model_uri: publish/v1/model.json, model_path: models/risk}
- artifacts: {risk: publish/v1/model.json, team: risk/core}
- models: [{name: risk, code: src/train.py, version: v1.0.0}]
- models: {name: risk, code: src/train.py}
`,
    ),
    prepare: ({ write }) => write("src/train.py", ""),
  },
  "reads a registry that is a link, where it leads": {
    files: { "conf/production.yaml": "- path: model.json\n" },
    prepare: linkRegistry("conf/production.yaml"),
    keys: ["error internal"],
    says: ["registry.yaml:1 points to model.json"],
  },
  "cannot tell of a registry that leads out of the tree": {
    prepare: linkRegistry("../registry.yaml"),
    gaps: [/registry.yaml could not be read: it is a symbolic link that leaves the repository/],
  },
  "cannot tell of a registry that leads to nothing": {
    prepare: linkRegistry("conf/gone.yaml"),
    gaps: [/registry.yaml is a symbolic link to what git does not hold/],
  },
  "reads a registry that DVC keeps": {
    prepare: keepRegistry("- path: model.json\n", true),
    keys: ["error internal"],
    says: ["registry.yaml:1 points to model.json"],
  },
  "cannot tell of one whose bytes are not at hand": {
    prepare: keepRegistry("- path: model.json\n", false),
    gaps: [/registry.yaml is kept by DVC, and what it holds is not at hand/],
  },
  "cannot tell of a directory that nothing lists, where the policy wants files of it": {
    prepare: ({ write }) =>
      write("catalog.dvc", `outs:\n- md5: ${md5("catalog")}.dir\n  hash: md5\n  path: catalog\n`),
    policy: { registry: { files: ["catalog/**/*.yaml"] } },
    gaps: [/catalog is kept by DVC/],
  },
  "refuses a pipeline path": {
    ...registry("models:\n- path: model.json\n  metrics: data/metrics.json\n"),
    prepare: ({ write }) => write("data/metrics.json", "{}"),
    keys: ["error internal", "error internal"],
    says: ["registry.yaml:2 points to model.json", "data/metrics.json"],
  },
  "refuses a path that leaves the bundle again": {
    ...registry("path: publish/v1/../../model.json\n"),
    keys: ["error internal"],
  },
  "refuses a registry that nobody can read": {
    ...registry("a: [\n"),
    keys: ["error malformed"],
    says: ["registry.yaml:2 cannot be read: line 2 is not YAML", "Consumers cannot read"],
  },
});
