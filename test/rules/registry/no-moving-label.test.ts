import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { runBundleTable } from "../../helpers/bundle-table.ts";

const registry = (text: string) => ({ files: { "registry.yaml": text } });

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
