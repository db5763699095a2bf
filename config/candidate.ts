// A policy's text that was found, before it is judged.

import type { ConfigText } from "./parse.ts";

export interface Candidate {
  readonly text: Exclude<ConfigText, { state: "absent" }>;
  /** For people: a path or `<rev>:<path>`. */
  readonly source: string;
  /** Absolute path of the file on disk; null where it came from git. */
  readonly file: string | null;
  readonly notices: readonly string[];
}

/** Of a file that somebody named: that it holds nothing for us is a fault of its own. */
export function namedCandidate(text: ConfigText, source: string, file: string | null): Candidate {
  const problem = { line: null, text: "it holds nothing for tagproof" };
  const told: Candidate["text"] = text.state === "absent" ? { state: "broken", problem } : text;
  return { text: told, source, file, notices: [] };
}
