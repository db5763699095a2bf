// tag/signed: the tag object is signed by somebody whom the policy allows.

import { type AnyRule, blocking, defineRule, finding, type Message } from "../../rule.ts";
import { madeOf, tagAgain, type Made } from "./again.ts";

const again = (made: Made): string =>
  `sign it with a key that the policy allows: ${tagAgain(made, "-s")}`;

const unsigned: Message<Made> = {
  level: "error",
  text: ({ name }) => `${name} is not signed: anybody who can write a tag could have made it.`,
  repair: (made) => [again(made)],
};

const bad: Message<Made> = {
  level: "error",
  text: ({ name }) =>
    `The signature of ${name} is not one of this tag object: the tag was changed after it was signed, or the signature is of another.`,
  repair: (made) => [
    "do not use the tag; fetch it again from where it was published, and compare",
    again(made),
  ],
};

const notAllowed: Message<Made & { readonly key: string; readonly why: string }> = {
  level: "error",
  text: ({ name, key, why }) => `${name} is signed with ${key}, but ${why}.`,
  repair: (made) => [
    again(made),
    "or add who signed it to signing.allowedSigners, on the branch that the policy comes from",
  ],
};

export const tagSigned: AnyRule = defineRule({
  id: "tag/signed",
  holds: "the signature of the tag verifies, and is of somebody in signing.allowedSigners",
  why: "The name and the date in a tag are what its maker typed. Only a signature says who released it.",
  repair: "Sign the tag with a key that the policy allows: git tag -s.",
  refusal: "its signature is not one that the policy accepts",
  example: {
    given: "git tag -a without a signature",
    says: "v1.0.0 is not signed: anybody who can write a tag could have made it.",
  },
  on: false,
  needs: ["signature"],
  messages: { unsigned, bad, notAllowed },
  *check({ release, signature }) {
    const made = madeOf(release);
    const { name } = made;
    if (signature.kind === "none") yield finding("unsigned", made, { expected: "a signature" });
    else if (signature.kind === "bad") yield finding("bad", made);
    else if (signature.kind === "not-allowed") {
      const { key, why } = signature;
      yield finding("notAllowed", { ...made, key, why }, { found: key });
    } else if (signature.kind === "unchecked") {
      yield blocking(`the signature of ${name} could not be checked: ${signature.why}`);
    }
  },
});
