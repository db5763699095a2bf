import { runBundleTable } from "../../helpers/bundle-table.ts";

runBundleTable("manifest/present", {
  "holds for a manifest": {},
  "holds for sums": {
    files: { "publish/v1/manifest.json": null, "publish/v1/MD5SUMS": `${"a".repeat(32)}  x\n` },
  },
  "misses it": {
    files: { "publish/v1/manifest.json": null },
    keys: ["error absent"],
    says: ["publish/v1 has no manifest"],
  },
  "refuses a key that stands there twice": {
    manifest: '{\n "artifacts": [],\n "artifacts": []\n}\n',
    keys: ["error malformed"],
    says: ["artifacts"],
  },
  "refuses what is no manifest": {
    manifest: "{}\n",
    keys: ["error malformed"],
    says: ["lists no files"],
  },
  "refuses an item without a path": {
    manifest: '{"artifacts": [\n{"role": "model"}]}\n',
    keys: ["error malformed"],
    says: ["line 2 lists something without a path"],
  },
  "passes over a signature that is no list": { files: { "publish/v1/model.json.sig": "\u0000" } },
});
