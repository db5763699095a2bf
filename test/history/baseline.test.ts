// Which release is the baseline: real histories, drawn in a few words each.

import assert from "node:assert/strict";
import { suite } from "uvu";
import type { Available } from "../../lib/evidence.ts";
import { openRepository } from "../../lib/git/open.ts";
import { openBaselines, type FoundBaseline } from "../../lib/history/baseline.ts";
import { selectNamed } from "../../lib/select.ts";
import { policyOf } from "../helpers/engine.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";

const baseline = suite("history/baseline");

/** What is found, as `kinship name`. */
async function find(
  { directory }: Pick<TestRepository, "directory">,
  name: string,
  as: string | null = null,
): Promise<Available<FoundBaseline>> {
  const repository = await openRepository(directory, isolatedEnvironment());
  try {
    const { releases } = await selectNamed(repository, policyOf(), [name], as);
    const [release] = releases;
    assert.ok(release !== undefined);
    const commit = await repository.reader.info(`${release.oid ?? ""}^{commit}`);
    assert.ok(commit.state === "present");
    return await openBaselines(repository, policyOf(), releases).find(release, commit.oid);
  } finally {
    await repository.close();
  }
}

async function found(...args: Parameters<typeof find>): Promise<string> {
  const answer = await find(...args);
  if (answer.state !== "present") return answer.state;
  const { nearest } = answer.value;
  return nearest === null ? "none" : `${nearest.kinship} ${nearest.release.name}`;
}

/**
 * Draws a history: each line is a commit, `name: parents [tags]`; no parents make a root.
 * A tag is annotated where it stands as it is, and lightweight behind a `~`.
 */
function draw(lines: readonly string[], ...initArguments: string[]): TestRepository {
  const repository = createRepository(...initArguments);
  const tree = repository.git("hash-object", "-w", "-t", "tree", "/dev/null");
  const commits = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", parents = "", tags = ""] = /^(\w+):([^[]*)(?:\[(.*)\])?$/.exec(line) ?? [];
    const from = words(parents).flatMap((parent) => ["-p", commits.get(parent) ?? parent]);
    const oid = repository.git("commit-tree", tree, ...from, "-m", name);
    commits.set(name, oid);
    for (const tag of words(tags)) {
      if (tag.startsWith("~")) repository.git("tag", tag.slice(1), oid);
      else repository.git("tag", "-a", "-m", "released", tag, oid);
    }
    repository.git("update-ref", `refs/heads/${name}`, oid);
  }
  return repository;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

const CASES: readonly (readonly [
  why: string,
  history: readonly string[],
  answers: Readonly<Record<string, string>>,
])[] = [
  [
    "a straight line",
    ["a: [v1.0.0]", "b: a", "c: b [~v1.1.0]", "d: c [v2.0.0]", "e: d"],
    {
      "v1.0.0": "none",
      "v1.1.0": "ancestor v1.0.0",
      "v2.0.0": "ancestor v1.1.0",
      e: "ancestor v2.0.0",
    },
  ],
  [
    "a hotfix of an old version, merged back",
    ["a: [v1.0.0]", "b: a [v2.0.0]", "h: a [v1.0.1]", "m: b h", "c: m [v2.1.0]"],
    { "v1.0.1": "ancestor v1.0.0", "v2.0.0": "ancestor v1.0.0", "v2.1.0": "ancestor v2.0.0" },
  ],
];

for (const [why, history, answers] of CASES) {
  baseline(why, async () => {
    const repository = draw(history);
    const seen: Record<string, string> = {};
    for (const name of Object.keys(answers)) seen[name] = await found(repository, name);
    assert.deepEqual(seen, answers);
  });
}

baseline.run();
