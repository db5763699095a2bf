// Releases that do not follow the one before them.

import type { Case } from "../case.ts";
import type { Draft } from "../draft.ts";
import { editNumber, publishAs, rerun, rewriteManifest } from "../edits.ts";

/** The tip is released, and what is made now is the next version, on top of it. */
function afterRelease(draft: Draft): void {
  draft.releases.push({ name: draft.at.tag, commit: draft.run("tip").commit });
}

export const history: readonly Case[] = [
  {
    name: "a history that shares nothing with the release before",
    on: [],
    make: (draft) => {
      draft.parents = [];
    },
    expect: ["review/linked"],
  },
  {
    name: "other data than before, and no note says so",
    on: [],
    make: (draft) => void (draft.tag.message = `release ${draft.tag.name}`),
    expect: ["warning: review/metric-meaning"],
  },
  {
    name: "the version goes down",
    on: [],
    make: (draft) => {
      const higher = draft.at.tag.replace(/1\.0$/, "9.0");
      draft.releases.push({ name: higher, commit: draft.run("tip").commit });
    },
    expect: ["tag/version-increases"],
  },
  {
    name: "two final versions of one commit",
    on: [],
    make: (draft) => {
      draft.releases.push({ name: draft.at.tag.replace(/1\.0$/, "0.9"), commit: null });
    },
    expect: ["tag/version-increases"],
  },
  {
    name: "the same version in another spelling",
    on: [],
    not: ["gto", "monorepo"],
    make: (draft) => {
      const plain = draft.at.tag.replace("v", "");
      draft.releases.push({ name: plain, commit: draft.run("tip").commit });
    },
    expect: ["tag/version-increases"],
  },
  {
    name: "a number is edited after the release, and released",
    on: ["copied"],
    make: (draft) => {
      afterRelease(draft);
      editNumber(draft, draft.bundle.metrics);
      rewriteManifest(draft);
      publishAs(draft, "1.1");
    },
    expect: ["bundle/not-hand-edited"],
  },
  {
    name: "the same inputs gave other outs",
    on: ["staged"],
    make: (draft) => {
      afterRelease(draft);
      for (const path of [draft.at.metrics, draft.bundle.metrics]) {
        draft.json(path, (value) => void (value.accuracy = 0.99));
      }
      rewriteManifest(draft);
      rerun(draft);
      publishAs(draft, "1.1");
    },
    expect: ["warning: lock/same-inputs-same-outs"],
  },
];
