// tag/immutable: a published release stays what it was.

import type { ReleasePast } from "../../release.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type Observation,
} from "../../rule.ts";
import { shellWord } from "../../shell-word.ts";
import type { RefUpdate } from "../../update.ts";

interface Held {
  readonly name: string;
  readonly oldOid: string;
  /** `2026-03-02`; null where the object is not here. */
  readonly oldDate: string | null;
}

interface Moved extends Held {
  readonly newOid: string;
  readonly newDate: string | null;
}

const moved: Message<Moved> = {
  level: "error",
  text: ({ name, oldOid, oldDate, newOid, newDate }) =>
    `${name} is published as ${shown(oldOid, oldDate)}, and this push moves it to ${shown(newOid, newDate)}: whoever has it would have another release under the same name.`,
  repair: ({ name }) => [
    "publish the corrected state under a new version, and leave this one as it is",
    `to have what is published back here: git fetch --force <remote> ${shellWord(`refs/tags/${name}:refs/tags/${name}`)}`,
  ],
};

const deleted: Message<Held> = {
  level: "error",
  text: ({ name, oldOid, oldDate }) =>
    `${name} is published as ${shown(oldOid, oldDate)}, and this push deletes it: who depends on it could not find it, and its name could be used again.`,
  repair: () => ["leave it, and say in the next version's note what was wrong with it"],
};

const reused: Message<Moved & { readonly seen: string }> = {
  level: "error",
  text: ({ name, oldOid, newOid, newDate, seen }) =>
    `${name} was published as ${shown(oldOid, null)}, seen here on ${seen}, and its name would now be that of ${shown(newOid, newDate)}: whoever fetched it keeps the first.`,
  repair: () => ["publish it under a version that was never used"],
};

const messages = { moved, deleted, reused };

/** Enough to be looked up in any repository that a person will meet. */
function shown(oid: string, date: string | null): string {
  return date === null ? oid.slice(0, 12) : `${oid.slice(0, 12)} (${date})`;
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
  messages,
  *check({ release: { name, nearMiss, update, past } }) {
    if (update === null) yield notApplicable("no push changes it");
    else if (nearMiss !== null) yield notApplicable("its name is no release's");
    else yield* changeOf(name, update, past ?? UNKNOWN);
  },
});

const UNKNOWN: ReleasePast = { oldDate: null, newDate: null, last: null };

function* changeOf(
  name: string,
  { oldOid, newOid }: RefUpdate,
  { oldDate, newDate, last }: ReleasePast,
): Iterable<Observation<typeof messages>> {
  if (oldOid !== null && newOid === null) {
    yield finding("deleted", { name, oldOid, oldDate }, { expected: oldOid });
  } else if (oldOid !== null && newOid !== null) {
    const data = { name, oldOid, oldDate, newOid, newDate };
    if (newOid !== oldOid) yield finding("moved", data, { expected: oldOid, found: newOid });
  } else if (newOid !== null && last !== null && last.oid !== newOid) {
    const data = { name, oldOid: last.oid, oldDate, newOid, newDate, seen: last.time.slice(0, 10) };
    yield finding("reused", data, { expected: last.oid, found: newOid });
  } else {
    yield notApplicable("the remote does not have it");
  }
}
