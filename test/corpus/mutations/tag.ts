// Tags that are no record of a release.

import type { Case } from "../case.ts";

export const tag: readonly Case[] = [
  {
    // Where there is no message, there is no note on the other data either.
    name: "a lightweight tag",
    on: [],
    make: (draft) => void (draft.tag.message = null),
    expect: ["tag/annotated", "warning: review/metric-meaning"],
  },
  {
    // To annotate it would make it no better a name: one finding, one way out.
    name: "a lightweight tag that is no version",
    on: [],
    not: ["gto", "monorepo"],
    make: (draft) => {
      draft.tag.name = "latest";
      draft.tag.message = null;
    },
    expect: ["tag/named", "warning: review/metric-meaning"],
  },
  {
    name: "a tag without a message",
    on: [],
    make: (draft) => void (draft.tag.message = ""),
    expect: ["tag/annotated", "warning: review/metric-meaning"],
  },
  {
    name: "a tag object that was made for another ref",
    on: [],
    make: (draft) => void (draft.tag.header = draft.tag.name.replace(/\d+$/, "99")),
    expect: ["tag/matches-ref"],
  },
];
