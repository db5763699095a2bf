// The same pushes and tags from every kind of place that git has.

import { strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { hookedPlaces } from "../../helpers/hooked.ts";
import { check, type Scenario } from "./scenario.ts";

const test = suite("end-to-end/scenarios/places");

const scenarios: readonly Scenario[] = [
  {
    name: "a new good release is pushed",
    args: ["push", "origin", "v1.1.0"],
    code: 0,
    changes: ["+tags/v1.1.0"],
    says: /^v1\.1\.0 passed$/m,
  },
  {
    name: "a new bad release is stopped",
    args: ["push", "origin", "v1.5.0"],
    code: 1,
    says: /^v1\.5\.0 refused: [^]*lock\/params-match[^]*lr = 0\.7/m,
  },
  {
    name: "a lightweight release is stopped",
    args: ["push", "origin", "v1.2.0"],
    code: 1,
    says: /tag\/annotated[^]*v1\.2\.0 is a lightweight tag/,
  },
  {
    name: "a moved release is stopped",
    prepare: ({ quietly }) => quietly("tag", "-f", "-a", "-m", "again", "v1.0.0", "next"),
    args: ["push", "--force", "origin", "v1.0.0"],
    code: 1,
    says: /tag\/immutable/,
  },
  {
    name: "a deleted release is stopped",
    args: ["push", "origin", ":refs/tags/v1.0.0"],
    code: 1,
    says: /tag\/immutable/,
  },
  {
    name: "a branch goes without a word, and without Node.js",
    args: ["push", "origin", "main"],
    code: 0,
    changes: ["~heads/main"],
  },
  {
    name: "a branch and a bad release go together or not at all",
    args: ["push", "origin", "main", "v1.5.0"],
    code: 1,
    says: /Without the tag: git push origin main$/m,
  },
  {
    name: "a tag of a tag is judged by its commit",
    args: ["push", "origin", "v1.3.0"],
    code: 0,
    changes: ["+tags/v1.3.0"],
    says: /^v1\.3\.0 passed/m,
  },
  {
    name: "what is up to date is not asked about",
    args: ["push", "origin", "v1.0.0"],
    code: 0,
  },
  {
    name: "a fetch of bad releases passes untouched",
    prepare: ({ server }) => {
      for (const name of ["v7.0.1", "v7.0.2", "latest"]) server.git("tag", name, "main");
    },
    args: ["fetch", "--quiet", "--tags", "origin"],
    code: 0,
    after: ({ quietly }) => strictEqual(quietly("tag", "--list", "v7.*"), "v7.0.1\nv7.0.2"),
  },
  {
    name: "a packing of bad releases passes untouched",
    prepare: ({ quietly }) => quietly("tag", "v7.0.1", "main"),
    args: ["gc", "--quiet"],
    code: 0,
    after: ({ quietly }) => strictEqual(quietly("tag", "--list", "v7.*"), "v7.0.1"),
  },
  {
    name: "a deletion of one's own tag passes untouched",
    args: ["tag", "-d", "v1.5.0"],
    code: 0,
    after: ({ quietly }) => strictEqual(quietly("tag", "--list", "v1.5.0"), ""),
  },
  {
    name: "a good release is tagged",
    args: ["tag", "-a", "-m", "released", "v1.6.0", "next"],
    code: 0,
    says: /^v1\.6\.0 passed$/m,
    after: ({ quietly }) => strictEqual(quietly("cat-file", "-t", "v1.6.0"), "tag"),
  },
  {
    name: "a bad release is not tagged",
    args: ["tag", "-a", "-m", "released", "v1.7.0", "main"],
    code: 128,
    says: /^v1\.7\.0 refused/m,
    after: ({ quietly }) => strictEqual(quietly("tag", "--list", "v1.7.0"), ""),
  },
];

for (const place of hookedPlaces)
  for (const scenario of scenarios)
    test(`${place}: ${scenario.name}`, () => check(scenario, place));

test.run();
