// tag/annotated: the ref holds a tag object that says who released it, when, and why.

import { type AnyRule, defineRule, finding, type Message } from "../../rule.ts";
import { nameCause } from "../cause.ts";
import { operands } from "../../shell-word.ts";
import { madeOf, tagAgain, type Made } from "./again.ts";

interface Lightweight extends Made {
  readonly heldType: string;
  readonly remote: string | null;
}

const lightweight: Message<Lightweight> = {
  level: "error",
  text: ({ name, heldType }) =>
    `${name} is a lightweight tag: the ref holds a bare ${heldType}, so nobody signed for the release and GTO does not see it.`,
  repair: (data) => [
    ...(data.remote === null ? [] : [fetchAgain(data.name, data.remote)]),
    `${data.remote === null ? "make" : "else make"} it an annotated tag: ${tagAgain(data)}`,
  ],
};

/** `actions/checkout` of a tag writes the commit to the ref, whatever the remote has there. */
function fetchAgain(name: string, remote: string): string {
  const ref = `refs/tags/${name}`;
  return `if it is annotated at ${remote}, and this clone (CI) only fetched its commit: git fetch --force ${operands(remote, `${ref}:${ref}`)}`;
}

const anonymous: Message<Made> = {
  level: "error",
  text: ({ name }) => `The tag object of ${name} has no tagger.`,
  repair: (made) => [`make the tag again: ${tagAgain(made)}`],
};

const silent: Message<Made> = {
  level: "error",
  text: ({ name }) => `The tag object of ${name} has no message.`,
  repair: (made) => [
    `make the tag again with a message: ${tagAgain(made, '-a -m "what this release is"')}`,
  ],
};

export const tagAnnotated: AnyRule = defineRule({
  id: "tag/annotated",
  holds: "the ref holds a tag object with a tagger and a message, not a bare commit",
  why: "A bare ref says neither who released it nor when nor why, cannot be signed, and is silently ignored by GTO.",
  repair: "Make the tag again with git tag -a.",
  refusal: "its tag is not annotated",
  example: {
    given: "git tag without -a or -m",
    says: "v2.0.0 is a lightweight tag: the ref holds a bare commit, so nobody signed for the release and GTO does not see it.",
  },
  on: true,
  needs: ["tag"],
  messages: { lightweight, anonymous, silent },
  *check({ release, tag }) {
    const made = madeOf(release);
    const follows = [nameCause(release.name)];
    if (!tag.annotated) {
      const more = { expected: "tag", found: tag.heldType, follows };
      const { heldType, remote = null } = tag;
      yield finding("lightweight", { ...made, heldType, remote }, more);
      return;
    }
    if (tag.tagger === null) yield finding("anonymous", made, { follows });
    if (tag.message.trim() === "") yield finding("silent", made, { follows });
  },
});
