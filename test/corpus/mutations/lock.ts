// A lock that is not the record of what is released.

import type { Case } from "../case.ts";
import { otherHash, stageOf } from "../edits.ts";

export const lock: readonly Case[] = [
  {
    name: "the lock has conflict markers",
    on: [],
    make: ({ write, read, at }) =>
      write(at.lock, `<<<<<<< HEAD\n${read(at.lock)}=======\n${read(at.lock)}>>>>>>> other\n`),
    expect: ["lock/readable"],
    says: ({ at }) => [`${at.lock}:1`, "conflict"],
  },
  {
    name: "the lock is empty",
    on: [],
    make: ({ write, at, chance }) => write(at.lock, chance.pick(["", "\n", "# nothing\n"])),
    expect: ["lock/readable"],
  },
  {
    name: "the lock is cut off",
    on: [],
    make: ({ write, read, at }) => write(at.lock, `${read(at.lock).slice(0, 300)}\n  "`),
    expect: ["lock/readable"],
  },
  {
    name: "the lock has an unknown schema",
    on: [],
    make: ({ edit, at, chance }) =>
      edit(at.lock, /schema: '2.0'/, `schema: ${chance.pick(["'3.0'", "2.0", "two"])}`),
    expect: ["lock/readable"],
  },
  {
    name: "the lock has a stage twice",
    on: [],
    make: ({ edit, read, at }) => {
      const [first = ""] = /\n {2}\S+:\n(?: {4}.*\n)+/.exec(read(at.lock)) ?? [];
      edit(at.lock, first, first + first.slice(1));
    },
    expect: ["lock/readable"],
  },
  {
    name: "there is no lock",
    on: [],
    make: ({ remove, at }) => remove(at.lock),
    expect: ["lock/present"],
  },
  {
    name: "the pipeline has conflict markers",
    on: [],
    make: ({ write, read, at }) =>
      write(at.pipeline, `<<<<<<< HEAD\n${read(at.pipeline)}=======\n>>>>>>> x\n`),
    expect: ["lock/readable"],
  },
  {
    name: "the lock lacks the evaluation",
    on: [],
    make: ({ lock: change, at }) => change((stages) => delete stages[at.stages.evaluate]),
    expect: ["lock/covers-pipeline"],
  },
  {
    name: "the lock lacks the training",
    on: [],
    make: ({ lock: change, at }) => change((stages) => delete stages[at.stages.train]),
    expect: ["lock/covers-pipeline"],
  },
  {
    name: "the lock lacks all stages",
    on: [],
    make: ({ write, at }) => write(at.lock, "schema: '2.0'\nstages: {}\n"),
    // Each stage is to be run: one finding, for there is one lock that says nothing.
    expect: ["lock/covers-pipeline"],
  },
  {
    name: "the command of a stage changed after the run",
    on: [],
    make: ({ edit, at, chance }) =>
      edit(at.pipeline, chance.pick(["work.py train", "work.py evaluate"]), "work.py --fast train"),
    not: ["copied"],
    expect: ["lock/commands-match"],
  },
  {
    name: "the lock records another command",
    on: [],
    make: ({ lock: change, at, chance }) =>
      change((stages) => {
        stageOf(stages, chance.pick([at.stages.train, at.stages.evaluate])).cmd += " --seed 7";
      }),
    expect: ["lock/commands-match"],
  },
  {
    name: "the code changed after the run",
    on: [],
    make: ({ write, read, at }) => write(at.code, `${read(at.code)}\n# tuned\n`),
    // Once, however many stages read it.
    expect: ["lock/deps-match"],
    says: ({ at }) => [`${at.code} changed after stage`],
  },
  {
    name: "the lock does not know a param that the stage now has",
    on: [],
    make: ({ lock: change, at }) =>
      change((stages) => {
        for (const values of Object.values(stageOf(stages, at.stages.evaluate).params ?? {})) {
          for (const key of Object.keys(values)) delete values[key];
        }
      }),
    expect: ["lock/params-match"],
  },
  {
    name: "the lock does not know a dep that the stage now has",
    on: [],
    make: ({ lock: change, at }) =>
      change((stages) => void stageOf(stages, at.stages.evaluate).deps?.splice(0, 1)),
    expect: ["lock/covers-pipeline"],
  },
  {
    name: "a value in the lock is edited",
    on: [],
    make: ({ lock: change, at }) =>
      change((stages) => {
        for (const values of Object.values(stageOf(stages, at.stages.evaluate).params ?? {})) {
          if ("decision" in values) values["decision"] = { threshold: 0.45 };
          else values["decision.threshold"] = 0.45;
        }
      }),
    expect: { bundle: ["metrics/match-params"], else: ["lock/params-match"] },
  },
  {
    name: "the hash of an out in git is edited in the lock",
    on: [],
    make: (draft) =>
      draft.lock((stages) => {
        const [entry] = stageOf(stages, draft.at.stages.evaluate).outs ?? [];
        if (entry !== undefined) otherHash(entry, draft);
      }),
    expect: ["lock/outs-match"],
  },
  {
    name: "the hash of the trained model is edited in the lock",
    on: [],
    make: (draft) =>
      draft.lock((stages) => {
        const [entry] = stageOf(stages, draft.at.stages.train).outs ?? [];
        if (entry !== undefined) otherHash(entry, draft);
      }),
    expect: {
      registry: ["lock/chain-holds"],
      mixed: ["metrics/describe-model"],
      copied: ["lock/outs-match"],
      else: ["lock/chain-holds"],
    },
  },
  {
    name: "the lock is that of another commit",
    on: [],
    // There, the lock is the bundle.
    not: ["kept"],
    make: ({ take, at }) => take(at.lock, "other-threshold"),
    // Three inputs changed since: the data, and two params.
    expect: {
      staged: ["lock/chain-holds", "lock/params-match", "lock/params-match"],
      registry: ["lock/deps-match", "metrics/match-params"],
      else: ["lock/deps-match", "lock/params-match", "lock/params-match"],
    },
  },
  {
    name: "everything but the lock is new",
    on: [],
    // There, the lock is the bundle.
    not: ["kept"],
    make: (draft) => {
      draft.startFrom("other-model");
      draft.take(draft.at.lock, "first");
    },
    expect: { bundle: ["metrics/match-params"], else: ["lock/params-match"] },
  },
  {
    name: "a stage is gone from the pipeline",
    on: [],
    make: ({ edit, read, at }) => {
      const declared = new RegExp(`\\n  ${at.stages.evaluate}:\\n(?: {4}.*\\n)+`).exec(
        read(at.pipeline),
      );
      edit(at.pipeline, declared?.[0] ?? "?", "\n");
    },
    expect: ["warning: lock/covers-pipeline"],
  },
  {
    name: "two stages write one file",
    on: [],
    make: (draft) => {
      const { edit, at, lock: change } = draft;
      const local = at.metrics.slice(at.lock.length - "dvc.lock".length);
      edit(
        at.pipeline,
        "stages:\n",
        `stages:\n  again:\n    cmd: 'true'\n    outs:\n    - ${local}:\n        cache: false\n`,
      );
      change((stages) => {
        const [entry] = stageOf(stages, at.stages.evaluate).outs ?? [];
        if (entry !== undefined) {
          stages["again"] = { cmd: "true", outs: [{ ...entry, path: local }] };
        }
      });
    },
    expect: ["lock/graph-valid"],
  },
  {
    name: "an out inside of another out",
    on: [],
    make: ({ edit, at, lock: change }) => {
      edit(
        at.pipeline,
        "stages:\n",
        "stages:\n  wide:\n    cmd: 'true'\n    outs:\n    - wide\n  inner:\n    cmd: 'true'\n    outs:\n    - wide/inner.txt\n",
      );
      change((stages) => {
        const [md5, hash] = ["0".repeat(31), "md5"];
        stages["wide"] = {
          cmd: "true",
          outs: [{ path: "wide", hash, md5: `${md5}1.dir`, size: 1, nfiles: 1 }],
        };
        stages["inner"] = {
          cmd: "true",
          outs: [{ path: "wide/inner.txt", hash, md5: `${md5}2`, size: 1 }],
        };
      });
    },
    expect: ["lock/graph-valid"],
  },
  {
    name: "stages that wait for each other",
    on: [],
    make: ({ edit, at, lock: change }) => {
      const stage = (from: string, to: string): string =>
        `    cmd: 'true'\n    deps:\n    - ${from}\n    outs:\n    - ${to}\n`;
      edit(
        at.pipeline,
        "stages:\n",
        `stages:\n  hen:\n${stage("egg", "hen")}  egg:\n${stage("hen", "egg")}`,
      );
      change((stages) => {
        const entry = (path: string) => ({
          path,
          hash: "md5",
          md5: "0".repeat(31) + (path === "egg" ? "1" : "2"),
          size: 1,
        });
        stages["hen"] = { cmd: "true", deps: [entry("egg")], outs: [entry("hen")] };
        stages["egg"] = { cmd: "true", deps: [entry("hen")], outs: [entry("egg")] };
      });
    },
    expect: ["lock/graph-valid"],
  },
  {
    name: "a stage was declared and never run",
    on: [],
    make: ({ edit, at }) =>
      edit(
        at.pipeline,
        "stages:\n",
        "stages:\n  extra:\n    cmd: 'true'\n    outs:\n    - extra.txt\n",
      ),
    expect: ["lock/covers-pipeline"],
  },
  {
    name: "a dep that nothing tracks",
    on: [],
    make: ({ edit, at, lock: change }) => {
      edit(
        at.pipeline,
        "stages:\n",
        "stages:\n  extra:\n    cmd: 'true'\n    deps:\n    - secret.csv\n    outs:\n    - extra.txt\n",
      );
      change((stages) => {
        const entry = (path: string) => ({
          path,
          hash: "md5",
          md5: "0".repeat(31) + String(path.length % 10),
          size: 1,
        });
        stages["extra"] = { cmd: "true", deps: [entry("secret.csv")], outs: [entry("extra.txt")] };
      });
    },
    expect: ["warning: lock/deps-match"],
  },
];
