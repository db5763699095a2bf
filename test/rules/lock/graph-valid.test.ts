import { suite } from "uvu";
import { addCases, entryOf } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";

const graph = suite("rules/lock/graph-valid");

interface Hand {
  readonly name: string;
  readonly deps?: readonly string[];
  readonly outs?: readonly string[];
}

function files(stages: readonly Hand[]) {
  const list = (kind: string, paths: readonly string[] = []): string =>
    paths.length === 0 ? "" : `    ${kind}: [${paths.join(", ")}]\n`;
  const entries = (kind: string, paths: readonly string[] = []): string =>
    paths.length === 0 ? "" : `    ${kind}:\n${paths.map((path) => entryOf(path, path)).join("")}`;
  const declared = stages.map(
    ({ name, deps, outs }) =>
      `  ${name}:\n    cmd: ./x\n${list("deps", deps)}${list("outs", outs)}`,
  );
  const locked = stages.map(
    ({ name, deps, outs }) =>
      `  ${name}:\n    cmd: ./x\n${entries("deps", deps)}${entries("outs", outs)}`,
  );
  return {
    "dvc.yaml": `stages:\n${declared.join("")}`,
    "dvc.lock": `schema: '2.0'\nstages:\n${locked.join("")}`,
  };
}

addCases(graph, "lock/graph-valid", {
  "accepts a pipeline": {
    files: files([
      { name: "a", outs: ["x"] },
      { name: "b", deps: ["x"], outs: ["y"] },
    ]),
  },
  "accepts a diamond": {
    files: files([
      { name: "a", outs: ["x"] },
      { name: "b", deps: ["x"], outs: ["y"] },
      { name: "c", deps: ["x"], outs: ["z"] },
      { name: "d", deps: ["y", "z"] },
    ]),
  },
  "refuses an out of two stages (case 44)": {
    files: files([
      { name: "a", outs: ["x"] },
      { name: "b", outs: ["x"] },
    ]),
    keys: ["error duplicate"],
    says: ["x is written by stage a and stage b"],
  },
  "refuses an out inside of another (case 44)": {
    files: files([
      { name: "a", outs: ["x"] },
      { name: "b", outs: ["x/y"] },
    ]),
    keys: ["error overlap"],
    says: ["x/y lies inside of the out x"],
  },
  "refuses a circle, and names only its stages (case 44)": {
    files: files([
      { name: "before", outs: ["w"] },
      { name: "a", deps: ["w", "y"], outs: ["x"] },
      { name: "b", deps: ["x"], outs: ["y"] },
      { name: "after", deps: ["y"], outs: ["z"] },
    ]),
    keys: ["error cycle"],
    says: ["The stages a and b read each other's outputs in a circle"],
  },
  "warns of a cached out that git has, too (case 17)": {
    files: { ...files([{ name: "a", outs: ["x"] }]), x: "x" },
    keys: ["warning alsoInGit"],
    says: ["x is an out that DVC caches (stage a), and git tracks it too"],
  },
  "does not apply without outs": {
    files: files([{ name: "a" }]),
    notApplicable: /no out is recorded/,
  },
});

addExample(graph, "lock/graph-valid");
graph.run();
