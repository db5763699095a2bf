// tag/immutable: a published release stays what it was.

import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";

interface Held {
  readonly name: string;
  readonly oldOid: string;
}

const moved: Message<Held & { readonly newOid: string }> = {
  level: "error",
  text: ({ name, oldOid, newOid }) =>
    `${name} is published as ${short(oldOid)}, and this push moves it to ${short(newOid)}: whoever has it would have another release under the same name.`,
  repair: ({ name }) => [
    "publish the corrected state under a new version, and leave this one as it is",
    `to have what is published back here: git fetch --force <remote> 'refs/tags/${name}:refs/tags/${name}'`,
  ],
};

const deleted: Message<Held> = {
  level: "error",
  text: ({ name, oldOid }) =>
    `${name} is published as ${short(oldOid)}, and this push deletes it: who depends on it could not find it, and its name could be used again.`,
  repair: () => ["leave it, and say in the next version's note what was wrong with it"],
};

/** Enough to be looked up in any repository that a person will meet. */
function short(oid: string): string {
  return oid.slice(0, 12);
}

export const tagImmutable: AnyRule = defineRule({
  id: "tag/immutable",
  holds: "a published release is neither moved nor deleted, and its name not used again",
  why: "Whoever fetched a release keeps it: git does not update a tag that is there. After a move, two people with the same version have different files, and no record says so.",
  repair: "Publish the corrected state under a new version.",
  refusal: "it is published already",
  example: {
    given: "git tag -f on a release that others already have, and git push --force",
    says: "v1.2.0 is published as 111111111111, and this push moves it to 222222222222: whoever has it would have another release under the same name.",
  },
  on: true,
  needs: [],
  onDelete: true,
  messages: { moved, deleted },
  *check({ release: { name, nearMiss, update } }) {
    if (update === null || update.kind === "create") {
      yield notApplicable("no push changes it");
      return;
    }
    const { oldOid, newOid } = update;
    if (nearMiss !== null) yield notApplicable("its name is no release's");
    else if (oldOid === null) yield notApplicable("the remote does not have it");
    else if (newOid === null) {
      yield finding("deleted", { name, oldOid }, { expected: oldOid });
    } else if (newOid !== oldOid) {
      yield finding("moved", { name, oldOid, newOid }, { expected: oldOid, found: newOid });
    }
  },
});
