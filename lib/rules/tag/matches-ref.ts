// tag/matches-ref: the tag object was made for this ref, and it names a commit.

import { type AnyRule, defineRule, finding, type Message } from "../../rule.ts";
import { operands } from "../../shell-word.ts";
import { tagAgain } from "./again.ts";

const MOST_STEPS = 8;

interface Named {
  readonly name: string;
}

const nameDiffers: Message<Named & { readonly headerName: string }> = {
  level: "error",
  text: ({ name, headerName }) =>
    `The tag object under ${name} says that it is ${headerName}: it was made for another ref.`,
  repair: ({ name }) => [`make a tag of its own: ${tagAgain(name)}`],
};

const notACommit: Message<Named & { readonly targetType: string }> = {
  level: "error",
  text: ({ name, targetType }) =>
    `${name} names a ${targetType}, not a commit: there is no state to audit.`,
  repair: ({ name }) => [
    `tag the commit that is released: git tag -a -f ${operands(name)} <commit>`,
  ],
};

const tooDeep: Message<Named & { readonly steps: number }> = {
  level: "error",
  text: ({ name, steps }) =>
    `${name} is a tag of a tag, ${steps} deep or more: it does not peel to a commit.`,
  repair: ({ name }) => [`tag the commit itself: ${tagAgain(name)}`],
};

const nested: Message<Named & { readonly steps: number }> = {
  level: "warning",
  text: ({ name, steps }) =>
    `${name} is a tag of a tag (${steps} tag objects): tools that do not peel it see no commit.`,
  repair: ({ name }) => [`tag the commit itself: ${tagAgain(name)}`],
};

export const tagMatchesRef: AnyRule = defineRule({
  id: "tag/matches-ref",
  holds: "the tag object carries the ref's own name, and peels to a commit in at most 8 steps",
  why: "A good, even signed, tag object can be pushed under another name. The name inside is what was released.",
  repair: "Make a tag object for this ref, on the commit that is released.",
  refusal: "its tag object belongs to another ref",
  example: {
    given: "a tag object was pushed under another name",
    says: "The tag object under v2.0.1 says that it is v2.0.0: it was made for another ref.",
  },
  on: true,
  needs: ["tag"],
  messages: { nameDiffers, notACommit, tooDeep, nested },
  *check({ release: { name }, tag }) {
    const { headerName, targetType, steps } = tag;
    if (headerName !== null && headerName !== name) {
      yield finding("nameDiffers", { name, headerName }, { expected: name, found: headerName });
    }
    if (steps >= MOST_STEPS && targetType === "tag") yield finding("tooDeep", { name, steps });
    else if (targetType !== "commit") {
      yield finding("notACommit", { name, targetType }, { expected: "commit", found: targetType });
    } else if (steps > 1) yield finding("nested", { name, steps });
  },
});
