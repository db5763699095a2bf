// The stages of a foreach or matrix group whose items could not be computed: neither declared nor dropped.

import type { Pipeline, Stage } from "../../dvc/project.ts";

/** The names of such groups; `group@item` of one is neither known nor unknown. */
export function unresolvedGroups({ stages }: Pipeline): ReadonlySet<string> {
  const unresolved = stages.filter(({ declared }) => declared?.unresolved != null);
  return new Set(unresolved.map(({ name }) => name));
}

export function groupOf({ name }: Stage): string {
  return name.slice(0, name.lastIndexOf("@"));
}
