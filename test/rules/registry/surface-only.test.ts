import { runBundleTable } from "../../helpers/bundle-table.ts";

const registry = (text: string) => ({ files: { "registry.yaml": text } });

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
