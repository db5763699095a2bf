import { CLOSED, ITEMS, item, keepSums, METRICS, MODEL, sha256 } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";

function bill(subject: string, ...names: readonly unknown[]): string {
  const component = { type: "machine-learning-model", name: subject, version: "1.0.0" };
  return JSON.stringify({
    bomFormat: "CycloneDX",
    metadata: { component },
    components: names.map((name) => ({ type: "data", name })),
  });
}

/** A manifest that says more beside its list. */
function beside(more: object, items: readonly unknown[] = ITEMS): string {
  return JSON.stringify({ ...more, files: items });
}

runBundleTable("manifest/lists-model", {
  "holds where the manifest's own model is the promoted one": {
    manifest: beside({ model: { path: "model.json", sha256: sha256(MODEL) } }),
  },
  "holds where the manifest calls the model by a name": {
    manifest: beside({ model: "default-risk", models: ["google/bert"] }),
  },
  "holds where the promoted model is one of several": {
    files: { "publish/v1/small.bin": "s" },
    manifest: beside({ models: ["small.bin", "model.json"] }, [...ITEMS, item("small.bin", "s")]),
  },
  "refuses a model of the manifest's own that is absent": {
    manifest: beside({ model: "other.json" }),
    keys: ["error other"],
    says: [":1 calls other.json the model, but the bundle promotes publish/v1/model.json"],
  },
  "refuses another file as the manifest's own model": {
    manifest: beside({ model: { path: "metrics.json" } }),
    keys: ["error other"],
    says: ["calls metrics.json the model"],
  },
  "refuses another file without an extension as the manifest's own model": {
    files: { "publish/v1/weights": "w" },
    manifest: beside({ model: "weights" }, [...ITEMS, "weights"]),
    keys: ["error other"],
  },
  "refuses several models of which none is promoted": {
    manifest: beside({ models: [{ path: "other.json" }] }),
    keys: ["error other"],
  },
  "refuses a name of the model in place of its entry": {
    files: { "publish/v1/model.json": null, "publish/v1/model": MODEL },
    policy: { bundle: { roles: { model: "model" } } },
    manifest: beside({ model: "model" }, ITEMS.slice(1)),
    keys: ["error unlisted"],
  },
  "holds where it is listed": {},
  "holds for paths from the root of the repository": {
    items: [item("publish/v1/model.json", MODEL, { role: "model" })],
  },
  "refuses a manifest without the model": {
    items: ITEMS.slice(1),
    keys: ["error unlisted"],
    says: ["publish/v1/manifest.json does not list the promoted model publish/v1/model.json"],
  },
  "refuses a manifest that calls another file the model": {
    files: { "publish/v1/weights.bin": "w" },
    items: [
      ...ITEMS.slice(1),
      item("model.json", MODEL),
      item("weights.bin", "w", { role: "model" }),
    ],
    keys: ["error other"],
    says: ["calls weights.bin the model, but the bundle promotes publish/v1/model.json"],
  },
  "refuses a manifest that gives the model another role": {
    items: [item("model.json", MODEL, { role: "metrics" }), ...ITEMS.slice(1)],
    keys: ["error called"],
    says: ["gives the promoted model publish/v1/model.json the role metrics, and not model."],
  },
  "tells once of two files whose roles are exchanged": {
    items: [
      item("model.json", MODEL, { role: "metrics" }),
      item("metrics.json", METRICS, { role: "model" }),
      ...ITEMS.slice(2),
    ],
    keys: ["error other"],
  },
  "holds for a role of the team's own": {
    items: [item("model.json", MODEL, { role: "weights" }), ...ITEMS.slice(1)],
  },
  "refuses a manifest of the bundle's directory alone": {
    items: [".", ...ITEMS.slice(1)],
    keys: ["error unlisted"],
  },
  "warns of a second manifest without the model": {
    files: { "publish/v1/manifest.txt": "metrics.json\nparams.yaml\n" },
    keys: ["warning elsewhere"],
    says: [
      "publish/v1/manifest.txt does not list the promoted model publish/v1/model.json, which publish/v1/manifest.json lists",
    ],
  },
  "says once that neither of two manifests lists the model": {
    items: ITEMS.slice(1),
    files: { "publish/v1/manifest.txt": "metrics.json\nparams.yaml\n" },
    keys: ["error unlisted"],
  },
  "holds for two manifests that both list it": {
    files: { "publish/v1/manifest.txt": "metrics.json\nparams.yaml\nmodel.json\n" },
  },
  "takes the subject of a bill of materials for no file": {
    manifest: bill("loans", ...ITEMS.map(({ path }) => path)),
  },
  "refuses a bill of materials that calls another file the model": {
    files: { "publish/v1/weights.bin": "w" },
    manifest: bill("weights.bin", ...ITEMS.map(({ path }) => path)),
    keys: ["error other"],
  },
  "refuses a bill of materials without the model": {
    manifest: bill("loans", ...ITEMS.slice(1).map(({ path }) => path)),
    keys: ["error unlisted"],
  },
  "refuses a manifest without the model that the files beside it list": {
    items: ITEMS.slice(1),
    files: {
      "publish/v1/model.json.sha256": `${sha256(MODEL)}  model.json\n`,
      "publish/v1/bom.json": bill("model.json"),
    },
    keys: ["error unlisted"],
    says: ["publish/v1/manifest.json does not list the promoted model publish/v1/model.json"],
  },
  "knows a file by its sha256 where a bill of materials calls it otherwise": {
    manifest: JSON.stringify({
      bomFormat: "CycloneDX",
      components: [
        {
          type: "machine-learning-model",
          name: "Loans",
          hashes: [{ alg: "SHA-256", content: sha256(MODEL) }],
        },
      ],
    }),
  },
  "refuses a bill of materials without the model that is the only manifest": {
    files: { "publish/v1/manifest.json": null, "publish/v1/bom.json": bill("loans") },
    keys: ["error unlisted"],
    says: ["publish/v1/bom.json does not list the promoted model publish/v1/model.json"],
  },
  "does not know whether a manifest that is not at hand lists it": {
    items: ITEMS.slice(1),
    prepare: keepSums,
    gaps: [/^publish\/v1\/SHA256SUMS is kept by DVC and its bytes are not at hand/],
  },
  "refuses another model where a second manifest is not at hand": {
    items: [item("metrics.json", METRICS, { role: "model" })],
    prepare: keepSums,
    keys: ["error other"],
    gaps: [/^publish\/v1\/SHA256SUMS is kept by DVC and its bytes are not at hand/],
  },
  "cannot judge a broken manifest": {
    manifest: "{",
    gaps: [/^blocking: .*manifest\.json could not be read/],
  },
  "cannot judge a closed bundle": {
    ...CLOSED,
    gaps: [/^the manifest of publish\/v1 may be in publish\/v1, of which only/],
  },
});
