// release/named: what a release branch stands at has the name of a release.

import { shellWord } from "../../shell-word.ts";
import { type AnyRule, defineRule, finding, type Message } from "../../rule.ts";

interface Nameless {
  readonly branch: string;
  readonly commit: string;
}

const nameless: Message<Nameless> = {
  level: "error",
  text: ({ branch, commit }) =>
    `${branch} would stand at ${commit.slice(0, 12)}, which no release tag names: who takes the branch could not say which version that is.`,
  repair: ({ commit }) => [
    `tag the commit and push the tag with the branch: git tag -a <version> ${commit.slice(0, 12)}`,
    "or push the work to a branch that is not in releases.branches",
  ],
};

const onlyHere: Message<Nameless & { readonly tag: string }> = {
  level: "note",
  text: ({ branch, tag }) =>
    `${branch} is ${tag} here, and this push does not bring ${tag}: it is no release for others until they have the tag.`,
  repair: ({ tag }) => [
    `where the remote does not have it yet: git push <remote> ${shellWord(`refs/tags/${tag}`)}`,
  ],
};

export const releaseNamed: AnyRule = defineRule({
  id: "release/named",
  holds:
    "a push to a branch in releases.branches brings it to a commit that a release tag names, in the same push or there already",
  why: "A release branch is what others build on. Between two releases it stands at a state that has no version, was never audited, and cannot be named when something is wrong with it.",
  repair: "Tag the commit that the branch is to stand at, and push the tag with the branch.",
  refusal: "a release branch would stand at a commit that no release names",
  example: {
    given: "work went on at a release branch after the tag",
    says: "release/1 would stand at d46a32d52071, which no release tag names: who takes the branch could not say which version that is.",
  },
  on: true,
  needs: ["push"],
  messages: { nameless, onlyHere },
  *check({ push: { branch, commit, names } }) {
    const where = { path: null, line: null, column: null, oid: commit };
    const [first] = names;
    if (first === undefined) {
      yield finding("nameless", { branch, commit }, { where, found: commit });
    } else if (names.every((name) => name.in === "here")) {
      yield finding("onlyHere", { branch, commit, tag: first.tag }, { where, found: commit });
    }
  },
});
