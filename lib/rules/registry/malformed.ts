// A registry file that consumers cannot read either.

import type { Problem } from "../../reading.ts";
import { blocking, finding, type Draft, type Message, type Unverified } from "../../rule.ts";
import { fileCause } from "../cause.ts";
import { at, clause, place } from "../wording.ts";

interface Malformed {
  readonly path: string;
  readonly line: number | null;
  readonly problem: string;
}

export const malformed: Message<Malformed> = {
  level: "error",
  text: ({ path, line, problem }) =>
    `${place(path, line)} cannot be read: ${clause(problem)}. Consumers cannot read the registry either.`,
  repair: ({ path }) => [`repair ${path}, commit it, and tag that commit`],
};

/** What the commit holds is wrong, or this clone does not have it: a finding, or a gap. */
export function unreadable(
  path: string,
  { cause, line, text }: Problem,
): Unverified | Draft<"malformed", Malformed> {
  if (cause !== "malformed") return blocking(`${path} could not be read: ${text}`);
  const data = { path, line, problem: text };
  return finding("malformed", data, { where: at(path, line), causes: [fileCause(path)] });
}
