// tag/named: the name will still mean the same thing next year.

import { MOVING_LABELS } from "../../naming/labels.ts";
import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { operands } from "../../shell-word.ts";
import { nameCause } from "../cause.ts";

interface NearMiss {
  readonly name: string;
  readonly reason: string;
  readonly nearest: string | null;
}

const nearMiss: Message<NearMiss> = {
  level: "error",
  text: ({ reason }) => (reason.endsWith(".") ? reason : `${reason}.`),
  repair: ({ name, nearest }) => [
    nearest === null
      ? "delete the tag and tag the commit with a version: git tag -a v1.2.0"
      : `delete the tag and tag the commit as ${nearest}: git tag -d ${operands(name)} && git tag -a ${operands(nearest)} <commit>`,
    `or, where it is not meant as a release, list it in the policy: releases.ignore: ["${name}"]`,
  ],
};

export const tagNamed: AnyRule = defineRule({
  id: "tag/named",
  holds: "the name is a version of a naming grammar, in plain characters, and no moving label",
  why: "A release is looked up by its name for years. A name that moves (latest), or that reads like a version without being one, cannot be audited or pinned.",
  repair: "Tag the commit with a version; a tag that is no release goes into releases.ignore.",
  refusal: "its name is not a version",
  example: {
    given: "a tag that will mean something else tomorrow",
    says: "`latest` is a moving label: it will mean something else tomorrow.",
  },
  lists: [{ name: "moving labels", values: MOVING_LABELS }],
  on: true,
  needs: [],
  messages: { nearMiss },
  *check({ release }) {
    if (release.nearMiss !== null) {
      const { reason, nearest } = release.nearMiss;
      yield finding(
        "nearMiss",
        { name: release.name, reason, nearest },
        { found: release.name, expected: nearest, causes: [nameCause(release.name)] },
      );
    } else if (release.candidate && release.naming.grammar === "none") {
      yield notApplicable("a revision has no name");
    }
  },
});
