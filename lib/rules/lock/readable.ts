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
import type { Problem, Reading } from "../../reading.ts";
import { fileCause } from "../cause.ts";
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
          `take the last good one and run again: git checkout <commit> -- ${path} && dvc repro`,
          `commit ${path}, and tag that commit`,
        ]
      : [`repair ${path} until dvc status reads it, commit it, and tag that commit`],
};

const oldSchema: Message<{ readonly path: string }> = {
  level: "note",
  text: ({ path }) => `${path} has the schema of DVC 1, which DVC 3 does not read.`,
  repair: () => ["run dvc repro with the DVC that you use now, and commit the lock that it writes"],
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
  messages: { malformed, oldSchema, escapes },
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
    for (const pointer of pointers) yield* judge(pointer.pointer);
    yield* escapingOuts(view);
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
