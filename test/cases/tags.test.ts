// Cases 50 to 57 and 62 of the reference: artifacts, and the tags that name them.

import { suite } from "uvu";
import { addNumberedCases, made, STAGE, type NumberedCase } from "../helpers/numbered-case.ts";
import { lockNow, md5 } from "../helpers/pipeline.ts";
import type { TestRepository } from "../helpers/repository.ts";

const cases = suite("cases/tags");

const MODEL = "model@v1.0.0";
const KEPT = /outs-match: 2 outs are outside of git/;

/** An artifact, beside a file and a directory in git, two outs of a lock and one of a *.dvc file. */
function artifact(path: string): NumberedCase["make"] {
  return (repository) => {
    repository.write("in.txt", "in\n");
    repository.write("dir/a.txt", "a\n");
    repository.write("data.dvc", `outs:\n- {md5: ${md5("d")}, hash: md5, path: data}\n`);
    const writer = {
      name: "w",
      deps: ["in.txt"],
      outs: ["models"],
      recorded: { models: `${md5("m")}.dir` },
    };
    lockNow(repository, [writer], { artifacts: { model: { path } } });
    const yaml = repository.read("dvc.yaml");
    repository.write("dvc.yaml", yaml.replace(/models:\n\s+cache: false/, "models: {}"));
  };
}

/** One commit, and tags on it before and after the one that is audited. */
function tagged(before: readonly string[], tag: string): NumberedCase["make"] {
  return (repository) => {
    lockWith(repository, "out\n");
    repository.commit("before");
    for (const name of [...before, tag]) annotate(repository, name);
  };
}

function lockWith(repository: TestRepository, out: string): void {
  for (const [path, text] of Object.entries({
    "in.txt": "in\n",
    "params.yaml": "k: 1\n",
    "out.txt": out,
  }))
    repository.write(path, text);
  lockNow(repository, [STAGE], { artifacts: { model: { path: "out.txt" } } });
}

function annotate(repository: TestRepository, name: string): void {
  repository.git("tag", "-a", "-m", "released", name);
}

const TAKEN_BACK: readonly string[] = ["model@v1.0.0!", "model#prod!#2", "model@deprecated"];

for (const tag of TAKEN_BACK) {
  addNumberedCases(cases, {
    [`case 57: ${tag}`]: {
      make: tagged([MODEL, "model#prod#1"], tag),
      tag,
      verdict: "not-applicable",
      notice: /takes a version or a stage back .*: it releases nothing/,
    },
  });
}

const RESOLVED: Readonly<Record<string, string>> = {
  "a file in git": "in.txt",
  "a directory in git": "dir",
  "an out of a lock": "models",
  "an out of a *.dvc file": "data",
};

for (const [what, path] of Object.entries(RESOLVED)) {
  addNumberedCases(cases, {
    [`case 50: ${what}`]: { make: artifact(path), tag: MODEL, noted: [KEPT] },
  });
}

addNumberedCases(cases, {
  "case 50: a URL": {
    make: artifact("s3://bucket/model"),
    tag: MODEL,
    noted: [KEPT, /artifact\/resolves: artifact model lies outside of the repository/],
  },
  "case 50: a file inside of an out": {
    make: artifact("models/a.bin"),
    tag: MODEL,
    noted: [KEPT, /artifact\/resolves: artifact model is a file inside of a directory/],
  },
  "case 50: nowhere": {
    make: artifact("nowhere.bin"),
    tag: MODEL,
    says: ["error artifact/resolves missing"],
    noted: [KEPT],
  },
  "case 51: an artifact that the commit does not declare": {
    make: tagged([], "other@v1.0.0"),
    tag: "other@v1.0.0",
    says: ["error artifact/resolves unknown"],
  },
  "case 52: a lightweight tag": {
    make: (repository) => {
      lockWith(repository, "out\n");
      repository.commit("before");
      repository.git("tag", MODEL);
    },
    tag: MODEL,
    says: ["error tag/annotated lightweight"],
  },
  "case 53: a tag of a tag": {
    make: (repository) => {
      tagged([], "inner")(repository);
      repository.git("tag", "-a", "-m", "released", "v1.0.0", "inner");
    },
    says: ["warning tag/matches-ref nested"],
  },
  "case 54: another version of the same bytes": {
    make: (repository) => {
      tagged([], MODEL)(repository);
      repository.commit("nothing new");
      annotate(repository, "model@v1.1.0");
    },
    tag: "model@v1.1.0",
    says: ["note tag/version-increases sameState"],
  },
  "case 55: two versions on one commit": {
    make: tagged([MODEL], "model@v1.1.0"),
    tag: "model@v1.1.0",
    says: ["error tag/version-increases twoVersions"],
  },
  "case 56: a stage for a commit that has no version": {
    make: tagged([], "model#prod#1"),
    tag: "model#prod#1",
    says: ["warning tag/version-increases unregistered"],
  },
  "case 56: a stage for a commit that has one": {
    make: tagged([MODEL], "model#prod#1"),
    tag: "model#prod#1",
  },
  "case 62: outs that are kept between runs, and outs that are not pushed": {
    make: made([STAGE], {}, (it) =>
      it.write(
        "dvc.yaml",
        it
          .read("dvc.yaml")
          .replace("cache: false", "cache: false\n          persist: true\n          push: false"),
      ),
    ),
    says: ["note lock/outs-match persists"],
  },
});

cases.run();
