// lock/readable: what records the release can be read, as DVC would read it.

import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { isWithin } from "../../dvc/locate.ts";
import type { Problem, Reading } from "../../reading.ts";
import { fileCause } from "../cause.ts";
import { pathWord } from "../../shell-word.ts";
import { clause, at, place } from "../wording.ts";

interface Unreadable {
  readonly path: string;
  readonly problem: Problem;
}

const malformed: Message<Unreadable> = {
  level: "error",
  text: ({ path, problem }) =>
    `${place(path, problem.line)} cannot be read: ${clause(problem.text)}.`,
  repair: ({ path }) =>
    path.endsWith(".lock")
      ? [
          `take the last good one and run again: git checkout <commit> -- ${pathWord(path)} && dvc repro`,
          `commit ${path}, and tag that commit`,
        ]
      : [`repair ${path} until dvc status reads it, commit it, and tag that commit`],
};

const oldSchema: Message<{ readonly path: string }> = {
  level: "note",
  text: ({ path }) => `${path} has the schema of DVC 1, which DVC 3 does not read.`,
  repair: () => ["run dvc repro with the DVC that you use now, and commit the lock that it writes"],
};

const oldStage: Message<{ readonly path: string }> = {
  level: "note",
  text: ({ path }) => `${path} is a stage as DVC 0.x wrote it, which DVC 3 does not read.`,
  repair: () => ["move the stage to dvc.yaml (dvc stage add), run dvc repro, and commit"],
};

const outsideProject: Message<{ readonly path: string }> = {
  level: "warning",
  text: ({ path }) =>
    `${path} lies in no DVC project of this commit: no directory above it holds .dvc, and DVC does not run there.`,
  repair: () => ["run dvc init where the project begins, and commit the .dvc directory"],
};

const unconfigured: Message<{ readonly root: string }> = {
  level: "note",
  text: ({ root }) => `${root} holds no config: nobody who checks it out knows its DVC remote.`,
  repair: ({ root }) => [`commit ${root}/config (an empty one will do)`],
};

const withoutGit: Message<{ readonly root: string }> = {
  level: "note",
  text: ({ root }) =>
    `${root}/config sets core.no_scm: DVC does not look at git, and keeps no out from being committed.`,
  repair: ({ root }) => [`remove no_scm from ${root}/config, now that git tracks the project`],
};

const escapes: Message<{ readonly place: string; readonly path: string }> = {
  level: "error",
  text: ({ place: where, path }) =>
    `${where} records the out ${path}, which lies outside of the repository.`,
  repair: () => [
    "let the stage write inside of the repository, run dvc repro, and commit dvc.lock",
  ],
};

export const lockReadable: AnyRule = defineRule({
  id: "lock/readable",
  holds:
    "dvc.yaml, dvc.lock and *.dvc in scope are well-formed: no conflict markers, unknown schema, duplicate key, or out that escapes",
  why: "A record that cannot be read proves nothing, and DVC refuses it on every machine that checks the release out.",
  repair: "Restore the file from the last commit in which it was whole and run dvc repro.",
  refusal: "its record cannot be read",
  example: {
    given: "a merge was committed with its conflict in the lock",
    says: "dvc.lock:5 cannot be read: it has merge conflict markers.",
  },
  on: true,
  needs: ["pipelines"],
  messages: { malformed, oldSchema, oldStage, outsideProject, unconfigured, withoutGit, escapes },
  *check(view) {
    const { pipelines, pointers } = view.pipelines;
    if (pipelines.length + pointers.length === 0)
      yield notApplicable("no dvc.yaml and no *.dvc is in scope");
    for (const pipeline of pipelines) {
      yield* judge(pipeline.file);
      yield* judge(pipeline.lock);
      if (pipeline.lock.state === "present" && pipeline.lock.value.schema === "1.0") {
        yield finding("oldSchema", { path: pipeline.lockPath }, { where: at(pipeline.lockPath) });
      }
    }
    for (const { path, pointer } of pointers) {
      yield* judge(pointer);
      if (pointer.state === "present" && pointer.value.command !== null)
        yield finding("oldStage", { path }, { where: at(path) });
    }
    yield* escapingOuts(view);
    yield* judgeProjects(view);
  },
});

function* judge(reading: Reading<unknown>) {
  if (reading.state !== "unreadable") return;
  const { problem, source } = reading;
  if (problem.cause === "malformed") {
    const where = { ...at(source.path, problem.line), oid: source.oid, column: problem.column };
    yield finding(
      "malformed",
      { path: source.path, problem },
      { where, causes: [fileCause(source.path)] },
    );
  } else {
    yield blocking(`${source.path} could not be read: ${problem.text}`);
  }
}

function* escapingOuts({ pipelines: { pipelines } }: View<"pipelines">) {
  for (const { lockPath, outs } of pipelines.flatMap(({ stages }) => stages)) {
    for (const { at: location, line, path } of outs) {
      if (location.kind === "inside" || location.why !== "outside-repository") continue;
      const data = { place: place(lockPath, line), path };
      yield finding("escapes", data, { where: at(lockPath, line) });
    }
  }
}

/** Of what is in scope: a project without a file in it says nothing here. */
function* judgeProjects({ pipelines: { projects, pipelines, pointers } }: View<"pipelines">) {
  const files = [...pipelines, ...pointers];
  for (const { path, directory } of files) {
    const isInside = projects.some(({ root }) => isWithin(directory, root));
    if (!isInside) yield finding("outsideProject", { path }, { where: at(path) });
  }
  for (const { root: project, configured, withoutGit: isWithoutGit } of projects) {
    if (!files.some(({ projectRoot }) => projectRoot === project)) continue;
    const root = project === "" ? ".dvc" : `${project}/.dvc`;
    if (!configured) yield finding("unconfigured", { root }, { where: at(root) });
    if (isWithoutGit) yield finding("withoutGit", { root }, { where: at(`${root}/config`) });
  }
}
