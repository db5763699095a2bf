// tag/named: the name will still mean the same thing next year.

import { MOVING_LABELS } from "../../naming/labels.ts";
import { tagsWithScheme } from "../../naming/scheme.ts";
import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { operands } from "../../shell-word.ts";
import { nameCause } from "../cause.ts";
import { madeOf, type Made } from "./again.ts";

interface NearMiss extends Made {
  readonly reason: string;
  readonly nearest: string | null;
  /** `releases.tags` with which the policy would read the name; null where it follows no scheme. */
  readonly tags: string | null;
}

const nearMiss: Message<NearMiss> = {
  level: "error",
  text: ({ reason }) => (reason.endsWith(".") ? reason : `${reason}.`),
  repair: ({ name, nearest, unmade, tags }) => [
    ...(unmade === null ? [`delete the tag: git tag -d ${operands(name)}`] : []),
    `tag the commit ${nearest === null ? "with a version" : `as ${nearest}${ofArtifact(name, nearest)}`}: git tag -a ${operands(nearest ?? "v1.2.0")} ${unmade === null ? "<commit>" : operands(`${unmade}^{}`)}`,
    ...(tags === null
      ? []
      : [`or, where releases are called so here, let the policy read it: releases.tags: ${tags}`]),
    `or, where it is not meant as a release, list it in the policy: releases.ignore: ["${name}"]`,
  ],
};

/** An artifact that no dvc.yaml declares leads nowhere (artifact/resolves). */
function ofArtifact(name: string, nearest: string): string {
  const [artifact = ""] = nearest.split("@", 1);
  return nearest.includes("@") && !name.includes("@")
    ? `, if a dvc.yaml declares the artifact ${artifact}`
    : "";
}

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
  *check({ release, policy }) {
    if (release.nearMiss !== null) {
      const { reason, nearest } = release.nearMiss;
      yield finding(
        "nearMiss",
        {
          ...madeOf(release),
          reason,
          nearest,
          tags: tagsWithScheme(release.name, policy.releases.tags),
        },
        { found: release.name, expected: nearest, causes: [nameCause(release.name)] },
      );
    } else if (release.candidate && release.naming.grammar === "none") {
      yield notApplicable("a revision has no name");
    }
  },
});
