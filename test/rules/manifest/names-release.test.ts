import { CLOSED, keepSums } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";

const named = (release: object): string => JSON.stringify({ ...release, artifacts: [] });
const good = ["v1", "v1.2", "v1.2.3", "1.2.3", "1"].map((release) => [
  `holds for ${release}`,
  { manifest: named({ release }), tag: "v1.2.3" },
]);

const honest: readonly object[] = [
  { release: "v1", version: "1.0" },
  { release: "v1.2.3", version: "1.0.0" },
  { release: "v1.2.3", version: "v2" },
  { release: "v1", schema_version: "1.1.0", format_version: "v2.0.0" },
  { release: "v1", framework: { version: "v1.7.0" }, dataset: { version: "v3.0.0" } },
  { release: "v1", metadata: { version: "1.0.0" } },
  { metadata: { version: 1, release: "noble" } },
  { model_version: "3" },
  { model_version: "2026.11.2" },
  { model_version: "1.2.3", metadata: { version: "v1.2.3" }, Release: "v1" },
];
const wrong: readonly (readonly [key: string, fields: object])[] = [
  ["version", { release: "v1", version: "v1.1.0" }],
  ["model_version", { model_version: "1.1.0" }],
  ["release_version", { release_version: "1.1.0" }],
  ["release_tag", { release_tag: "v1.1.0" }],
  ["Release", { Release: "v1.1.0" }],
  ["metadata.version", { metadata: { version: "v1.1.0" } }],
  ["bundle.release", { bundle: { release: "v1.1.0" } }],
];

runBundleTable("manifest/names-release", {
  ...Object.fromEntries(good),
  ...Object.fromEntries(
    honest.map((fields) => [
      `holds for ${JSON.stringify(fields)}`,
      { manifest: named(fields), tag: "v1.2.3" },
    ]),
  ),
  ...Object.fromEntries(
    wrong.map(([key, fields]) => [
      `refuses ${JSON.stringify(fields)}`,
      { manifest: named(fields), tag: "v1.2.3", keys: ["error other"], says: [`("${key}")`] },
    ]),
  ),
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
