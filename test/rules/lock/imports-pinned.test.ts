import { suite } from "uvu";
import { addCases } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";

const imports = suite("rules/lock/imports-pinned");

const OUT = "outs:\n- md5: 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\n  hash: md5\n  path: x\n";

function repoImport(repo: string): Readonly<Record<string, string>> {
  return {
    "x.dvc": `frozen: true\ndeps:\n- path: data/x\n  repo:\n    url: https://example.org/r.git\n${repo}${OUT}`,
  };
}

addCases(imports, "lock/imports-pinned", {
  "accepts a repository import with rev_lock": {
    files: repoImport(`    rev_lock: ${"0a".repeat(20)}\n`),
  },
  "refuses one without it (case 26)": {
    files: repoImport(""),
    keys: ["error unpinned"],
    says: ["x.dvc:3 imports data/x of https://example.org/r.git without rev_lock"],
  },
  "warns of a branch (case 26)": {
    files: repoImport(`    rev: main\n    rev_lock: ${"0a".repeat(20)}\n`),
    keys: ["warning movingRev"],
    says: ["imports from main"],
  },
  "accepts a tag (case 26)": {
    files: repoImport(`    rev: v1.0.0\n    rev_lock: ${"0a".repeat(20)}\n`),
  },
  "refuses a wrong sum (case 26)": {
    files: {
      "x.dvc": `md5: 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b\n${repoImport(`    rev_lock: ${"0a".repeat(20)}\n`)["x.dvc"] ?? ""}`,
    },
    keys: ["error edited"],
    says: ["x.dvc:4 was edited after the import"],
  },
  "accepts a URL import with an etag": {
    files: {
      "x.dvc": `frozen: true\ndeps:\n- path: https://example.org/x\n  etag: '"abc"'\n${OUT}`,
    },
  },
  "refuses a URL import without any hash": {
    files: { "x.dvc": `frozen: true\ndeps:\n- path: https://example.org/x\n${OUT}` },
    keys: ["error unhashed"],
  },
  "warns of an import that was not downloaded (case 27)": {
    files: repoImport(`    rev_lock: ${"0a".repeat(20)}\n`),
    prepare: (repository) =>
      repository.write(
        "x.dvc",
        repository
          .read("x.dvc")
          .replace(/- md5: \w+\n {2}hash: md5\n {2}path/, "- hash: md5\n  path"),
      ),
    keys: ["warning notMaterialised"],
  },
  "does not apply to what is tracked": {
    files: { "x.dvc": OUT },
    notApplicable: /nothing is imported/,
  },
});

addExample(imports, "lock/imports-pinned");
imports.run();
