// Releases at unusual places of the history.

import type { Case } from "../case.ts";
import { publishAs } from "../edits.ts";

export const history: readonly Case[] = [
  {
    name: "good: the first release",
    on: [],
    make: (draft) => {
      draft.parents = [];
      draft.isFirst = true;
    },
    expect: [],
  },
  {
    name: "good: retrained with other params",
    on: [],
    make: (draft) => {
      draft.startFrom("other-model");
    },
    expect: [],
  },
  {
    name: "good: another threshold, measured",
    on: [],
    make: (draft) => draft.startFrom("other-threshold"),
    expect: [],
  },
  {
    name: "good: a hotfix of an old release, after a newer one",
    on: [],
    make: (draft) => {
      draft.releases.push({ name: draft.at.tag, commit: draft.run("tip").commit });
      draft.startFrom("other-threshold");
      publishAs(draft, "0.1");
    },
    expect: [],
  },
  {
    name: "good: the candidate's commit is released",
    on: [],
    not: ["gto"],
    make: (draft) => {
      draft.releases.push({ name: `${draft.at.tag}-rc.1`, commit: null });
    },
    expect: [],
  },
  {
    name: "good: a merge commit",
    on: [],
    make: (draft) => {
      draft.parents = [draft.run("other-model").commit, draft.run("tip").commit];
    },
    expect: [],
  },
  {
    name: "good: a message with trailers",
    on: [],
    make: (draft) => {
      draft.tag.message = `${draft.tag.message ?? ""}\nReview: #41\n`;
    },
    expect: [],
  },
];
