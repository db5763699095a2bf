import { CLOSED, keepSums } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";

const named = (release: object): string => JSON.stringify({ ...release, artifacts: [] });
const good = ["v1", "v1.2", "v1.2.3", "1.2.3", "1"].map((release) => [
  `holds for ${release}`,
  { manifest: named({ release }), tag: "v1.2.3" },
]);

runBundleTable("manifest/names-release", {
  ...Object.fromEntries(good),
  "holds for a candidate with another prefix": {
    manifest: named({ release: "v1.2.3-rc.1" }),
    tag: "1.2.3-rc.1",
  },
  "holds for the full name of the ref": {
    manifest: named({ release: "refs/tags/v1.2.3" }),
    tag: "v1.2.3",
  },
  "refuses another tag beside the right release": {
    manifest: named({ release: "v1.2.3", tag: "v1.2.2" }),
    tag: "v1.2.3",
    keys: ["error other"],
    says: ['the manifest of v1.2.2 ("tag"), but it is released as v1.2.3'],
  },
  "refuses another candidate": {
    manifest: named({ release: "v1.2.3-rc.2" }),
    tag: "v1.2.3-rc.1",
    keys: ["error other"],
  },
  "holds for a version under a mapping": {
    manifest: named({ release: { version: "1.0.0" } }),
  },
  "takes an integer version for the format's": { manifest: named({ version: 3 }) },
  "refuses another version": {
    manifest: named({ release: "v1.1.0" }),
    keys: ["error other"],
    says: ['the manifest of v1.1.0 ("release"), but it is released as v1.0.0'],
  },
  "refuses another version where a second manifest is not at hand": {
    manifest: named({ release: "v1.1.0" }),
    prepare: keepSums,
    keys: ["error other"],
    gaps: [/^publish\/v1\/SHA256SUMS is kept by DVC and its bytes are not at hand/],
  },
  "refuses a version that only begins alike": {
    manifest: named({ version: "1.2.30" }),
    tag: "v1.2.3",
    keys: ["error other"],
  },
  "cannot judge a closed bundle": {
    ...CLOSED,
    gaps: [/^the manifest of publish\/v1 may be in publish\/v1, of which only/],
  },
});
