// Tags that are no record of a release.

import type { Case } from "../case.ts";

export const tag: readonly Case[] = [
  {
    name: "a lightweight tag",
    on: [],
    make: (draft) => void (draft.tag.message = null),
    expect: ["tag/annotated"],
  },
  {
    name: "a tag without a message",
    on: [],
    make: (draft) => void (draft.tag.message = ""),
    expect: ["tag/annotated"],
  },
  {
    name: "a tag object that was made for another ref",
    on: [],
    make: (draft) => void (draft.tag.header = draft.tag.name.replace(/\d+$/, "99")),
    expect: ["tag/matches-ref"],
  },
];
