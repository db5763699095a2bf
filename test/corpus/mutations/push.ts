// What a push sets a release branch to, beside the tag that it brings.

import type { Case } from "../case.ts";
import type { Draft } from "../draft.ts";

const BRANCH = "release/1";

function pushTo(draft: Draft, branch: string, commit: string | null): void {
  draft.policy["releases"] = { branches: ["release/*"] };
  draft.pushed = { branch, commit };
}

export const push: readonly Case[] = [
  {
    name: "a release branch is pushed to a commit without a name",
    on: [],
    make: (draft) => pushTo(draft, BRANCH, draft.run("other-model").commit),
    expect: ["release/named"],
    says: (draft) => [
      `${BRANCH} would stand at ${draft.run("other-model").commit.slice(0, 12)}, which no release tag names`,
    ],
  },
  {
    name: "a release branch is named by a tag that is no release",
    on: [],
    make: (draft) => {
      const { commit } = draft.run("other-model");
      draft.releases.push({ name: "before-refactor", commit });
      pushTo(draft, BRANCH, commit);
    },
    expect: ["release/named"],
  },
  {
    name: "good: a release branch is pushed to the release, with its tag",
    on: [],
    make: (draft) => pushTo(draft, BRANCH, null),
    expect: [],
  },
  {
    name: "good: a branch of work is pushed to a commit without a name",
    on: [],
    make: (draft) => pushTo(draft, "work/1", draft.run("other-model").commit),
    expect: [],
  },
];
