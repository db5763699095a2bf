// Files that have no place in a bundle, and names that are not the same everywhere.

import type { Case } from "../case.ts";
import { addListed, relock } from "../edits.ts";

const LEFTOVERS = [
  "debug_dump.json",
  "scratch.ipynb",
  "metrics-debug.json",
  "candidate.json",
  "model.json.bak",
  "params.yaml~",
  "notes.orig",
  ".DS_Store",
  "__pycache__/work.cpython-311.pyc",
  ".ipynb_checkpoints/look.ipynb",
  "USAGE (1).md",
  "tmp/rows.csv",
  "Untitled1.ipynb",
] as const;

export const members: readonly Case[] = [
  {
    name: "a leftover of the work",
    on: ["bundle"],
    make: ({ write, bundle, chance }) =>
      write(`${bundle.path}/${chance.pick(LEFTOVERS)}`, "look\n"),
    expect: ["bundle/no-debug-files"],
  },
  {
    name: "a leftover that the manifest lists",
    on: ["bundle"],
    make: (draft) => {
      addListed(draft, draft.chance.pick(LEFTOVERS), "look\n", null);
      relock(draft);
    },
    expect: ["bundle/no-debug-files"],
  },
  {
    name: "several leftovers",
    on: ["bundle"],
    make: ({ write, bundle }) => {
      for (const name of LEFTOVERS.slice(0, 5)) write(`${bundle.path}/${name}`, "look\n");
    },
    expect: ["bundle/no-debug-files"],
  },
  {
    name: "a file that nobody lists",
    on: ["bundle"],
    make: ({ write, bundle, chance }) =>
      write(
        `${bundle.path}/${chance.pick(["scores.csv", "plots/roc.png", "LICENSE", "schema.json"])}`,
        "1\n",
      ),
    expect: ["manifest/complete"],
  },
  {
    name: "a symbolic link for a document",
    on: ["bundle", "copied"],
    make: ({ link, bundle, chance }) =>
      link(bundle.document, chance.pick(["../../params.json", "/etc/passwd", "nowhere"])),
    expect: ["bundle/plain-files"],
  },
  {
    name: "a symbolic link for the model",
    on: ["model-in-git", "copied"],
    make: ({ link, bundle, at }) => link(bundle.model, `../../${at.model}`),
    expect: ["bundle/plain-files"],
  },
  {
    name: "a symbolic link for a document that a stage wrote",
    on: ["bundle", "staged", "papers-in-git"],
    make: ({ link, bundle, chance }) =>
      link(bundle.document, chance.pick(["../../docs/README.md", "../../dvc.yaml"])),
    expect: ["bundle/plain-files"],
  },
  {
    name: "a submodule in the bundle",
    on: ["bundle"],
    not: ["kept"],
    make: ({ submodule, bundle }) => submodule(`${bundle.path}/vendor`),
    expect: ["bundle/plain-files"],
  },
  {
    name: "names that collide by case",
    on: ["bundle"],
    make: (draft) => {
      const name = draft.bundle.document.slice(draft.bundle.path.length + 1);
      addListed(draft, name.toLowerCase(), "look\n", null);
      relock(draft);
    },
    expect: ["bundle/plain-files"],
  },
  {
    name: "names that collide by Unicode form",
    on: ["bundle"],
    make: (draft) => {
      addListed(draft, "caf\u00e9.md", "1\n", null);
      addListed(draft, "cafe\u0301.md", "2\n", null);
      relock(draft);
    },
    expect: ["bundle/plain-files"],
  },
  {
    name: "a name that leaves its directory elsewhere",
    on: ["bundle"],
    make: ({ write, bundle, chance }) =>
      write(
        `${bundle.path}/${chance.pick(["..\\evil.json", "C:x.json", "nul", "aux.md", "a\\b.csv"])}`,
        "1\n",
      ),
    expect: ["bundle/plain-files"],
  },
];
