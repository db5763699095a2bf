import { ITEMS, item, MODEL } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";

runBundleTable("manifest/lists-model", {
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
  "cannot judge a broken manifest": {
    manifest: "{",
    gaps: [/^blocking: .*manifest\.json could not be read/],
  },
});
