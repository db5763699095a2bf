// A manifest that is not the list of what is released.

import type { Case } from "../case.ts";
import { entriesOf, entryFor, relock } from "../edits.ts";
import type { Draft, Json } from "../draft.ts";
import { replaced } from "../build.ts";

const EDITED = { staged: ["lock/outs-match"] } as const;

/** The publishing script writes such a manifest; where a stage is that script, the lock records it. */
function writtenSo(change: (manifest: Json, draft: Draft) => void): (draft: Draft) => void {
  return (draft) => {
    draft.json(draft.bundle.manifest, (value) => change(value, draft));
    relock(draft);
  };
}

const ROLES = ["model", "metrics", "params"] as const;

export const manifest: readonly Case[] = [
  {
    name: "the manifest is edited after it was written",
    on: ["bundle", "papers-in-git"],
    make: (draft) =>
      draft.json(draft.bundle.manifest, (value) => {
        const entry = draft.chance.pick(entriesOf(value));
        const change = draft.chance.pick([
          () => (entry.bytes += 1),
          () => (entry.path = "elsewhere.json"),
          () => (value.release = "v9"),
          () => entriesOf(value).push({ path: "absent.csv", bytes: 3 }),
        ]);
        change();
      }),
    // By hand, the manifest's own rules tell it; what they say depends on what is drawn.
    not: ["copied"],
    expect: EDITED,
  },
  {
    name: "the manifest omits the model",
    on: ["bundle"],
    make: writtenSo((value) => {
      entriesOf(value).splice(entriesOf(value).indexOf(entryFor(value, "model")), 1);
    }),
    expect: ["manifest/lists-model"],
    says: ({ bundle }) => [`${bundle.manifest} does not list the promoted model ${bundle.model}`],
  },
  {
    name: "the manifest omits a supported file",
    on: ["bundle"],
    make: writtenSo((value, { chance }) => {
      const rest = entriesOf(value).filter((entry) => entry.role !== "model");
      entriesOf(value).splice(entriesOf(value).indexOf(chance.pick(rest)), 1);
    }),
    expect: ["manifest/complete"],
  },
  {
    name: "the manifest calls another file the model",
    on: ["bundle"],
    make: writtenSo((value) => {
      const entry = entryFor(value, "model");
      entryFor(value, "metrics").role = "model";
      entry.role = "metrics";
    }),
    expect: ["manifest/lists-model"],
  },
  {
    name: "the manifest lists a file that is not there",
    on: ["bundle"],
    make: writtenSo((value, { chance }) => {
      entriesOf(value).push({ path: chance.pick(["scores.csv", "docs/usage.md"]), bytes: 3 });
    }),
    expect: ["manifest/complete"],
  },
  {
    name: "the manifest lists a file that was renamed",
    on: ["bundle", "copied"],
    make: ({ move, bundle }) => move(bundle.document, `${bundle.path}/RENAMED.md`),
    expect: ["manifest/complete", "manifest/complete"],
  },
  {
    name: "the manifest lists a path that escapes",
    on: ["bundle"],
    make: writtenSo((value, { chance }) => {
      const path = chance.pick(["../../params.yaml", "/etc/passwd", "a/../../x", "C:\\x.json", ""]);
      entriesOf(value).push({ path: path === "" ? ".." : path });
    }),
    expect: ["manifest/complete"],
  },
  {
    name: "a wrong digest in the manifest",
    on: ["papers-in-git"],
    make: writtenSo((value, { chance }) => {
      const entry = entryFor(value, chance.pick(ROLES.filter((role) => role !== "model")));
      entry.sha256 = replaced("digest", entry.sha256, entry.sha256.slice(0, 4), "beef");
    }),
    expect: ["manifest/digests-match"],
  },
  {
    name: "a wrong digest of the model in the manifest",
    on: ["model-in-git"],
    make: writtenSo((value) => void (entryFor(value, "model").sha256 = "0".repeat(64))),
    expect: ["manifest/digests-match"],
  },
  {
    name: "a wrong size in the manifest",
    on: ["papers-in-git"],
    make: writtenSo(
      (value, { chance }) =>
        void (entryFor(value, chance.pick(["metrics", "params"])).bytes += 1 + chance.below(9)),
    ),
    expect: ["manifest/digests-match"],
  },
  {
    name: "a manifest with md5 alone",
    on: ["papers-in-git"],
    make: writtenSo((value, { chance }) => {
      const all = chance.once(2);
      for (const entry of entriesOf(value)) {
        if (all || entry.role === "metrics") delete entry.sha256;
      }
    }),
    expect: ["warning: manifest/digests-match"],
  },
  {
    name: "a manifest that names another release",
    on: ["bundle"],
    make: writtenSo(
      (value, { chance }) => void (value.release = chance.pick(["v7", "v0.9", "1.0.0", "v11"])),
    ),
    expect: ["manifest/names-release"],
  },
  {
    name: "a manifest with a duplicate key",
    on: ["bundle"],
    make: (draft) => {
      draft.edit(draft.bundle.manifest, '"release"', '"release": "v0",\n  "release"');
      relock(draft);
    },
    expect: ["manifest/present"],
  },
  {
    name: "a manifest with conflict markers",
    on: ["bundle"],
    make: (draft) => {
      draft.write(
        draft.bundle.manifest,
        `<<<<<<< HEAD\n${draft.read(draft.bundle.manifest)}=======\n>>>>>>> main\n`,
      );
      relock(draft);
    },
    expect: ["manifest/present"],
  },
  {
    name: "a manifest that is no manifest",
    on: ["bundle"],
    make: (draft) => {
      draft.write(
        draft.bundle.manifest,
        draft.chance.pick([
          "{}\n",
          '"model.json"\n',
          "",
          '{"artifacts": 3}\n',
          '{"artifacts": [{"role": "model"}]}\n',
        ]),
      );
      relock(draft);
    },
    expect: ["manifest/present"],
  },
  {
    name: "the manifest is gone",
    on: ["bundle", "copied"],
    make: ({ remove, bundle }) => remove(bundle.manifest),
    expect: ["bundle/complete"],
  },
  {
    name: "the manifest that a stage wrote is gone",
    on: ["bundle", "staged"],
    make: ({ remove, bundle }) => remove(bundle.manifest),
    expect: ["lock/outs-match"],
  },
];
