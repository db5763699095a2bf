import { CLOSED, ITEMS, item, keepSums, sha256 } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import { md5 } from "../../helpers/pipeline.ts";

const escaping = [
  "../../params.yaml",
  "/etc/passwd",
  "C:/x",
  "..\\x",
  "https://example.org/x",
  "a/../model.json",
];

runBundleTable("manifest/complete", {
  "holds for a review note that is written by hand": {
    files: { "publish/v1/review.md": "# Review\n" },
  },
  "holds where all is listed": {},
  "holds for what git, DVC and signatures need": {
    files: { "publish/v1/.gitignore": "x", "publish/v1/manifest.json.sig": "x" },
  },
  "holds for a listed directory": {
    files: { "publish/v1/docs/a.md": "a" },
    items: [...ITEMS, { path: "docs/" }],
  },
  "holds for a file that DVC keeps": {
    prepare: ({ write }) =>
      write("publish/v1/big.bin.dvc", `outs:\n- md5: ${md5("b")}\n  hash: md5\n  path: big.bin\n`),
    items: [...ITEMS, { path: "big.bin" }],
  },
  "holds for digests of the input data beside the list": {
    manifest: JSON.stringify({ files: ITEMS, checksums: { "data/raw.csv": sha256("data") } }),
  },
  "names a file that only a digest beside the list names": {
    files: { "publish/v1/README.md": "x" },
    manifest: JSON.stringify({ files: ITEMS, checksums: { "README.md": sha256("x") } }),
    keys: ["error unlisted"],
  },
  "holds for a name of the model beside the list": {
    manifest: JSON.stringify({ model: "google/bert", files: ITEMS }),
  },
  "refuses a model of the manifest's own that is absent": {
    manifest: JSON.stringify({ model: "other.json", files: ITEMS }),
    keys: ["error absent"],
    says: ["publish/v1/manifest.json:1 lists other.json, which is not in the bundle"],
  },
  "holds for internal files": {
    files: { "publish/v1/notes/a.md": "a" },
    policy: { bundle: { internal: ["notes/**"] } },
  },
  "names a file that is not listed": {
    files: { "publish/v1/README.md": "x" },
    keys: ["error unlisted"],
    says: ["does not list 1 file of the bundle: publish/v1/README.md"],
  },
  "names a file that only its own checksum lists": {
    files: {
      "publish/v1/README.md": "x",
      "publish/v1/README.md.sha256": `${sha256("x")}  README.md\n`,
    },
    keys: ["error unlisted"],
    says: ["publish/v1/manifest.json does not list 1 file of the bundle: publish/v1/README.md"],
  },
  "judges entries, and no file, where another manifest is not at hand": {
    files: { "publish/v1/README.md": "x" },
    items: [...ITEMS, "gone.md"],
    prepare: keepSums,
    keys: ["error absent"],
    gaps: [/^publish\/v1\/SHA256SUMS is kept by DVC and its bytes are not at hand/],
  },
  "names a listed file that is absent": {
    items: [...ITEMS, item("review.md", "x")],
    keys: ["error absent"],
    says: ["lists review.md, which is not in the bundle"],
  },
  "refuses paths that lead out": {
    items: [...ITEMS, ...escaping.map((path) => ({ path }))],
    keys: escaping.map(() => "error escapes"),
  },
  "says what is wrong with each": {
    items: [...ITEMS, "docs\\a.md", "", "HTTPS://example.org/x", "a\u0001"],
    keys: ["error escapes", "error escapes", "error escapes", "error escapes"],
    says: [
      "which holds a backslash: ",
      "which is empty: ",
      "which is a URL: ",
      "a control character: ",
    ],
  },
  "names the file that an absent one looks like": {
    files: { "publish/v1/README.md": "x", "publish/v1/caf\u00e9.md": "y" },
    items: [...ITEMS, item("Readme.md", "x"), item("cafe\u0301.md", "y")],
    keys: ["error unlisted", "error absent"],
    says: [
      "lists Readme.md, which is not in the bundle: publish/v1/README.md is, whose name differs",
    ],
  },
  "names a file beside the bundle's own directory": {
    files: { "publish/v1/README.md": "x" },
    items: [...ITEMS, "."],
    keys: ["error unlisted"],
  },
  "holds for paths from a directory above": {
    items: ITEMS.map(({ path, ...more }) => ({ path: `v1/${String(path)}`, ...more })),
  },
  "puts two lists together": {
    files: { "publish/v1/README.md": "x", "publish/v1/MD5SUMS": `${md5("x")}  README.md\n` },
  },
  "cannot judge a closed bundle": {
    ...CLOSED,
    gaps: [/^the manifest of publish\/v1 may be in publish\/v1, of which only/],
  },
});
