// tag/annotated: the ref holds a tag object that says who released it, when, and why.

import { type AnyRule, defineRule, finding, type Message } from "../../rule.ts";
import { nameCause } from "../cause.ts";
import { tagAgain } from "./again.ts";

interface Named {
  readonly name: string;
}

const lightweight: Message<Named & { readonly heldType: string }> = {
  level: "error",
  text: ({ name, heldType }) =>
    `${name} is a lightweight tag: the ref holds a bare ${heldType}, so nobody signed for the release and GTO does not see it.`,
  repair: ({ name }) => [`make it an annotated tag: ${tagAgain(name)}`],
};

const anonymous: Message<Named> = {
  level: "error",
  text: ({ name }) => `The tag object of ${name} has no tagger.`,
  repair: ({ name }) => [`make the tag again: ${tagAgain(name)}`],
};

const silent: Message<Named> = {
  level: "error",
  text: ({ name }) => `The tag object of ${name} has no message.`,
  repair: ({ name }) => [
    `make the tag again with a message: ${tagAgain(name, '-a -f -m "what this release is"')}`,
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
  *check({ release: { name }, tag }) {
    const follows = [nameCause(name)];
    if (!tag.annotated) {
      const more = { expected: "tag", found: tag.heldType, follows };
      yield finding("lightweight", { name, heldType: tag.heldType }, more);
      return;
    }
    if (tag.tagger === null) yield finding("anonymous", { name }, { follows });
    if (tag.message.trim() === "") yield finding("silent", { name }, { follows });
  },
});
