// What a manifest says of a file, against what the file is.

import type { Listed } from "./listed.ts";

export interface Difference {
  readonly what: "sha256" | "md5" | "size";
  readonly said: string;
  readonly is: string;
}

/** The first of sha256, md5 and size that differs: they differ together. "none": all that can be compared is right. */
export function differenceOf({ entry, file }: Listed): Difference | "none" | "uncompared" {
  if (file === null || file.content.kind === "unverifiable") return "uncompared";
  const { md5, sha256, size } = file.content;
  const pairs = [
    { what: "sha256", said: entry.sha256, is: sha256 },
    { what: "md5", said: entry.md5, is: md5 },
    { what: "size", said: entry.bytes, is: size },
  ] as const;
  const known = pairs.flatMap(({ what, said, is }) =>
    said === null || is === null ? [] : [{ what, said: String(said), is: String(is) }],
  );
  if (known.length === 0) return "uncompared";
  return known.find(({ said, is }) => said.toLowerCase() !== is) ?? "none";
}

/** Manifests of several files that are right about none: written for another state, which is one cause. */
export function strangers(entries: readonly Listed[]): ReadonlySet<string> {
  const wrong = new Map<string, number>();
  const right = new Set<string>();
  for (const one of entries) {
    const { from, path } = one;
    const difference = path === from.path ? "uncompared" : differenceOf(one);
    if (difference === "none") right.add(from.path);
    else if (difference !== "uncompared") wrong.set(from.path, (wrong.get(from.path) ?? 0) + 1);
  }
  const all = [...wrong].filter(([path, count]) => count > 1 && !right.has(path));
  return new Set(all.map(([path]) => path));
}
