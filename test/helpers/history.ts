// Histories drawn in a few words, made with plumbing: fast, and of any shape.

import { createRepository, type TestRepository } from "./repository.ts";

/**
 * Each line is a commit: `name: parents [tags]`; no parents make a root. A tag is annotated, or
 * lightweight behind a `~`. Every commit gets a branch of its name.
 */
export function drawHistory(
  lines: readonly string[],
  repository: TestRepository = createRepository(),
): TestRepository {
  const tree = repository.git("write-tree");
  const commits = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", parents = "", tags = ""] = /^(\w+):([^[]*)(?:\[(.*)\])?$/.exec(line) ?? [];
    const from = wordsOf(parents).flatMap((parent) => ["-p", commits.get(parent) ?? parent]);
    const oid = repository.git("commit-tree", tree, ...from, "-m", name);
    commits.set(name, oid);
    repository.git("update-ref", `refs/heads/${name}`, oid);
    for (const tag of wordsOf(tags)) tagAt(repository, tag, oid);
  }
  return repository;
}

function tagAt(repository: TestRepository, tag: string, oid: string): void {
  if (tag.startsWith("~")) repository.git("tag", tag.slice(1), oid);
  else repository.git("tag", "-a", "-m", "released", tag, oid);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
