// tag/signed: the tag object is signed by somebody whom the policy allows.

import { type AnyRule, blocking, defineRule, finding, type Message } from "../../rule.ts";
import { tagAgain } from "./again.ts";

interface Named {
  readonly name: string;
}

const again = (name: string): string =>
  `sign it with a key that the policy allows: ${tagAgain(name, "-s -f")}`;

const unsigned: Message<Named> = {
  level: "error",
  text: ({ name }) => `${name} is not signed: anybody who can write a tag could have made it.`,
  repair: ({ name }) => [again(name)],
};

const bad: Message<Named> = {
  level: "error",
  text: ({ name }) =>
    `The signature of ${name} is not one of this tag object: the tag was changed after it was signed, or the signature is of another.`,
  repair: ({ name }) => [
    "do not use the tag; fetch it again from where it was published, and compare",
    again(name),
  ],
};

const notAllowed: Message<Named & { readonly key: string; readonly why: string }> = {
  level: "error",
  text: ({ name, key, why }) => `${name} is signed with ${key}, but ${why}.`,
  repair: ({ name }) => [
    again(name),
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
  *check({ release: { name }, signature }) {
    if (signature.kind === "none") yield finding("unsigned", { name }, { expected: "a signature" });
    else if (signature.kind === "bad") yield finding("bad", { name });
    else if (signature.kind === "not-allowed") {
      const { key, why } = signature;
      yield finding("notAllowed", { name, key, why }, { found: key });
    } else if (signature.kind === "unchecked") {
      yield blocking(`the signature of ${name} could not be checked: ${signature.why}`);
    }
  },
});
