// Attributes that convert files on checkout make a mismatch a gap, never a finding; the others change nothing.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite } from "uvu";
import { auditTag, foundBy } from "../helpers/audit.ts";
import { createRepository } from "../helpers/repository.ts";

const attributes = suite("gather/attributes");

const CASES: readonly (readonly [attributes: string, isConverted: boolean])[] = [
  ["*.csv filter=nbstrip", true],
  ["data/*.csv ident", true],
  ["/data/in.csv working-tree-encoding=UTF-16", true],
  ["data/** filter=x", true],
  ["*.txt filter=nbstrip", false],
  ["in/*.csv filter=x", false],
  ["*.csv filter=lfs", false],
  ["*.csv filter=x\n*.csv -filter", false],
  ["*.csv text eol=lf", false],
  ["# *.csv filter=x", false],
  ["*.csv filter", false],
  ["*.csv filter=", false],
  ["*.csv ident=yes", false],
  ["*.csv working-tree-encoding=utf-8", false],
  ['"data/\\151n.csv" filter=x', true],
  ['"data/in.csv filter=x', false],
  ["[hi]n.csv filter=x", true],
  ["[attr]notebook filter=x\n*.csv notebook", true],
  ["*.csv outer\n[attr]inner filter=x\n[attr]outer inner outer", true],
  ["[attr]notebook filter=x\n*.csv notebook\ndata/* !notebook", false],
  ["[attr]notebook filter=x\n*.csv notebook -filter", false],
  ["[attr]notebook filter=x\n*.csv notebook=yes", false],
];

for (const [text, isConverted] of CASES) {
  attributes(
    `${JSON.stringify(text)} ${isConverted ? "converts" : "does not convert"}`,
    async () => {
      const repository = createRepository();
      repository.write(".gitattributes", `${text}\n`);
      repository.write(".dvc/config", "");
      repository.write("data/in.csv", "in the commit\n");
      repository.write("dvc.yaml", "stages:\n  a:\n    cmd: ./a\n    deps:\n    - data/in.csv\n");
      const md5 = createHash("md5").update("in the working tree\n").digest("hex");
      repository.write(
        "dvc.lock",
        `schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n    deps:\n    - path: data/in.csv\n      hash: md5\n      md5: ${md5}\n      size: 9\n`,
      );
      repository.git(
        "-c",
        "filter.x.clean=cat",
        "-c",
        "core.safecrlf=false",
        "add",
        ".gitattributes",
      );
      // The blob is stored as it is, whatever the attributes would do to it.
      const blob = repository.git("hash-object", "-w", "--no-filters", "data/in.csv");
      repository.git("add", ".dvc", "dvc.yaml", "dvc.lock");
      repository.git("update-index", "--add", "--cacheinfo", `100644,${blob},data/in.csv`);
      repository.git("commit", "--quiet", "-m", "release");
      repository.git("tag", "-a", "v1.0.0", "-m", "release");
      const report = await auditTag(repository.directory, "v1.0.0");
      assert.deepEqual(foundBy(report), isConverted ? [] : ["lock/deps-match differs"]);
      const gaps = report.notVerified.filter(({ reason }) => reason.includes(".gitattributes"));
      assert.equal(gaps.length, isConverted ? 1 : 0);
    },
  );
}

attributes.run();
