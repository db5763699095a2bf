// tag/reachable: what is released is on a branch that releases come from.

import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { operands } from "../../shell-word.ts";
import { listed } from "../wording.ts";

const offBranch: Message<{
  readonly name: string;
  readonly commit: string;
  readonly wanted: readonly string[];
}> = {
  level: "error",
  text: ({ name, commit, wanted }) =>
    `${name} names ${commit.slice(0, 12)}, which is ${wanted.length === 1 ? "not on" : "on none of"} ${listed(wanted)}: it went around what is reviewed there, and when its own branch is deleted, only the tag leads to it.`,
  repair: ({ name, wanted: [branch = "main"] }) => [
    `bring the commit onto ${branch} first (git merge), and tag what is there: git tag -a -f ${operands(name, branch)}`,
    "or, where releases are made on branches of their own, name them in releases.from of the policy",
  ],
};

export const tagReachable: AnyRule = defineRule({
  id: "tag/reachable",
  holds: "the commit is on one of releases.from, by default the default branch",
  why: "A branch is where changes are reviewed and protected. A release beside it went around both, and is easily lost.",
  repair: "Merge the commit into the branch that releases come from, and tag it there.",
  refusal: "its commit is not on a branch for releases",
  example: {
    given: "a commit of a side branch is tagged before it is merged",
    says: "v1.2.0 names 1e41a6bc634b, which is not on main: it went around what is reviewed there, and when its own branch is deleted, only the tag leads to it.",
  },
  on: false,
  needs: ["branches"],
  messages: { offBranch },
  *check({ release: { name, candidate, naming, nearMiss }, branches: { commit, wanted, on } }) {
    // A name that is only tried out is judged by the commit: it tells before the tag is made.
    if (candidate && naming.grammar === "none" && nearMiss === null) {
      yield notApplicable("a revision without a name is no release");
    } else if (on === null) {
      yield finding("offBranch", { name, commit, wanted }, { expected: listed(wanted) });
    }
  },
});
