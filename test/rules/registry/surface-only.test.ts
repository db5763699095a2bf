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

runBundleTable("registry/surface-only", {
  "does not apply without a registry": {},
  "holds for bundles, of this release and others": registry(
    "models:\n- path: publish/v1/model.json\n- path: ./publish/v0/model.json\n- path: publish/v1\n",
  ),
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
  "refuses a pipeline path": {
    ...registry("models:\n- path: model.json\n  metrics: data/metrics.json\n"),
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
