// What a file of a bundle is for: by the patterns of a policy, and never by that of what it only goes with.

import { equal } from "node:assert/strict";
import { suite } from "uvu";
import type { Role } from "../lib/policy.ts";
import { roleOf } from "../lib/roles.ts";
import { policyOf } from "./helpers/engine.ts";

const roles = suite("roles");

const DEFAULTS: Readonly<Record<string, Role | null>> = {
  "model.onnx": "model",
  "model.txt": "model",
  "model/weights.bin": "model",
  "metrics.csv": "metrics",
  "params.toml": "params",
  "manifest.txt": "manifest",
  "review.md": "review",
  SHA256SUMS: "manifest",
  "model.md": null,
  "Model.PNG": null,
  "model/README.md": null,
  "metrics.html": null,
  "params.md": null,
  "manifest.md": null,
  "model.pkl.sig": null,
  "model.pkl.dvc": null,
  "model.pkl.bak": null,
  "eval/metrics.json": null,
};

for (const [path, role] of Object.entries(DEFAULTS))
  roles(`${path} is ${role ?? "without a role"}`, () => equal(roleOf(path, policyOf()), role));

roles("a pattern that spells a document's ending means that document", () => {
  const policy = policyOf();
  const spelled = {
    ...policy,
    bundle: { ...policy.bundle, roles: { ...policy.bundle.roles, metrics: ["*.html", "m.*"] } },
  };
  equal(roleOf("report.html", spelled), "metrics");
  equal(roleOf("m.png", spelled), null);
});

roles.run();
