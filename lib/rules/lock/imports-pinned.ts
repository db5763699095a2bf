// lock/imports-pinned: what is imported is pinned to one state, and the import file was not edited.

import type { PointerDep } from "../../dvc/model.ts";
import type { PointerFacts } from "../../dvc/project.ts";
import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { pathWord } from "../../shell-word.ts";
import { at, place } from "../wording.ts";

interface Import {
  readonly path: string;
  readonly place: string;
  readonly source: string;
}

const update = ({ path }: Import): readonly string[] => [
  `import it again: dvc update ${pathWord(path)}`,
  `commit ${path}, and tag that commit`,
];

const unpinned: Message<Import> = {
  level: "error",
  text: ({ place: where, source }) =>
    `${where} imports ${source} without rev_lock: it may be another state tomorrow.`,
  repair: update,
};

const unhashed: Message<Import> = {
  level: "error",
  text: ({ place: where, source }) =>
    `${where} imports ${source} without an md5, an etag or a version: nothing says which state it was.`,
  repair: update,
};

const edited: Message<Import> = {
  level: "error",
  text: ({ place: where }) =>
    `${where} was edited after the import: its own checksum is not that of what it says.`,
  repair: update,
};

const notMaterialised: Message<Import> = {
  level: "warning",
  text: ({ place: where, source }) =>
    `${where} declares the import of ${source}, but nothing was downloaded: no hash of it is recorded.`,
  repair: update,
};

const movingRev: Message<Import & { readonly rev: string }> = {
  level: "warning",
  text: ({ place: where, rev }) =>
    `${where} imports from ${rev}, which looks like a branch: dvc update moves it to whatever it is then.`,
  repair: ({ path }) => [
    `pin it to a tag or a commit: dvc update --rev <tag> ${pathWord(path)}`,
    `commit ${path}`,
  ],
};

export const lockImportsPinned: AnyRule = defineRule({
  id: "lock/imports-pinned",
  holds:
    "a repository import has rev_lock and an intact checksum, a URL import an md5, an etag or a version",
  why: "An import that is not pinned is data that somebody else may change after the release.",
  repair: "Run dvc update on the import and commit the file that it writes.",
  refusal: "an import of it is not pinned",
  example: {
    given: "the line with rev_lock was taken out of an import",
    says: "x.dvc:3 imports data/x of https://example.org/r.git without rev_lock: it may be another state tomorrow.",
  },
  on: true,
  needs: ["pipelines"],
  messages: { unpinned, unhashed, edited, notMaterialised, movingRev },
  *check({ pipelines: { pointers } }) {
    let imports = 0;
    for (const facts of pointers) {
      // A stage of DVC 0.x has deps as well, and imports nothing.
      if (facts.pointer.state !== "present" || facts.pointer.value.command !== null) continue;
      for (const dep of facts.pointer.value.deps) {
        imports += 1;
        yield* judge(facts, dep);
      }
    }
    if (imports === 0) yield notApplicable("nothing is imported");
  },
});

function* judge({ path, pointer }: PointerFacts, dep: PointerDep) {
  if (pointer.state !== "present") return;
  const { checksum, expectedChecksums, outs } = pointer.value;
  const source = dep.repo === null ? dep.path : `${dep.path} of ${dep.repo.url}`;
  const data = { path, place: place(path, dep.line), source };
  const where = at(path, dep.line);
  yield* judgePin(dep, data);
  if (checksum !== null && !expectedChecksums.includes(checksum)) {
    yield finding("edited", data, { where, causes: [`import:${path}`] });
  }
  if (outs.every((out) => out.hash === null && out.files === null)) {
    yield finding("notMaterialised", data, { where });
  }
}

/** A database import has its query alone; a partial one is told as not downloaded. */
function* judgePin(dep: PointerDep, data: Import) {
  const where = at(data.path, dep.line);
  if (dep.repo !== null) {
    const { rev, revLock } = dep.repo;
    if (revLock === null) yield finding("unpinned", data, { where });
    if (rev !== null && looksLikeBranch(rev))
      yield finding("movingRev", { ...data, rev }, { where });
  } else if (!dep.db && dep.hash === null && dep.files === null && dep.cloud === null) {
    yield finding("unhashed", data, { where });
  }
}

/** Git alone cannot say it without the network: a name without a digit, or a usual branch name. */
function looksLikeBranch(rev: string): boolean {
  return /^(?:main|master|develop|dev|trunk|head)$/i.test(rev) || /^[a-z/_-]+$/i.test(rev);
}
