// tag/matches-ref: the tag object was made for this ref, and it names a commit.

import { type AnyRule, defineRule, finding, type Message } from "../../rule.ts";
import { operands } from "../../shell-word.ts";
import { madeOf, tagAgain, type Made } from "./again.ts";

const MOST_STEPS = 8;

const nameDiffers: Message<Made & { readonly headerName: string }> = {
  level: "error",
  text: ({ name, headerName }) =>
    `The tag object under ${name} says that it is ${headerName}: it was made for another ref.`,
  repair: (made) => [`make a tag of its own: ${tagAgain(made)}`],
};

const notACommit: Message<Made & { readonly targetType: string }> = {
  level: "error",
  text: ({ name, targetType }) =>
    `${name} names a ${targetType}, not a commit: there is no state to audit.`,
  repair: ({ name, unmade }) => [
    `tag the commit that is released: git tag -a ${unmade === null ? "-f " : ""}${operands(name)} <commit>`,
  ],
};

const tooDeep: Message<Made & { readonly steps: number }> = {
  level: "error",
  text: ({ name, steps }) =>
    `${name} is a tag of a tag, ${steps} deep or more: it does not peel to a commit.`,
  repair: (made) => [`tag the commit itself: ${tagAgain(made)}`],
};

const nested: Message<Made & { readonly steps: number }> = {
  level: "warning",
  text: ({ name, steps }) =>
    `${name} is a tag of a tag (${steps} tag objects): tools that do not peel it see no commit.`,
  repair: (made) => [`tag the commit itself: ${tagAgain(made)}`],
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
  *check({ release, tag }) {
    const made = madeOf(release);
    const { name } = made;
    const { headerName, targetType, steps } = tag;
    if (headerName !== null && headerName !== name) {
      yield finding("nameDiffers", { ...made, headerName }, { expected: name, found: headerName });
    }
    if (steps >= MOST_STEPS && targetType === "tag") yield finding("tooDeep", { ...made, steps });
    else if (targetType !== "commit") {
      yield finding(
        "notACommit",
        { ...made, targetType },
        { expected: "commit", found: targetType },
      );
    } else if (steps > 1) yield finding("nested", { ...made, steps });
  },
});
