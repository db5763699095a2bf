// Where we differ from DVC on purpose, each with its reason. What is not here is a disagreement.

export interface Decision {
  readonly name: string;
  readonly reason: string;
}

/** Words of DVC with which it ends on a file that we read. */
export const refusals: readonly (Decision & { readonly says: RegExp })[] = [
  {
    name: "fs_config",
    says: /^ConfigError: config file error: extra keys not allowed/,
    reason: "`fs_config` configures a file system of this machine: git cannot judge it",
  },
  {
    name: "config of an import",
    says: /^FileNotFoundError: .*'conf'$/,
    reason: "the `config` of an import names a file of this machine",
  },
  {
    name: "crash",
    says: /^(?:AssertionError|AttributeError|TypeError|KeyError|IndexError|UnboundLocalError)\b/,
    reason: "DVC ends by a fault of its own: that says nothing of what the file records",
  },
];

/** Problems of ours with which we refuse a file that DVC loads. */
export const strictness: readonly (Decision & { readonly says: RegExp })[] = [
  {
    name: "unquoted sum",
    says: /is not quoted: DVC reads it as a number$/,
    reason: "DVC loads a checksum that is a number, and ends with a crash once it compares it",
  },
];

/** Nothing that DVC does with a frozen stage reads its params files. */
export const unreadParams: Decision = {
  name: "params file of a frozen stage",
  reason:
    "DVC does not look at it; a promoted file with conflict markers is broken for who takes the release, and we refuse it",
};

/** A position in a set of Python's: DVC takes what the interpreter's order puts there. */
export const setPosition: Decision & {
  readonly holds: (key: string, text: string, words: readonly [unknown, unknown]) => boolean;
} = {
  name: "a position in a Python set",
  holds: (key, text, [said, found]) =>
    (said === "modified" || said === "new") &&
    found === "deleted" &&
    /(?:^|\.)\s*[+-]?\d+\s*$/.test(key) &&
    /\{[^:}]+\}|\bset\(/.test(text),
  reason: "a set has no order and no lock can hold one: it is changed for both, in another word",
};

/** One dep or out of a stage of which DVC and we do not say the same. */
export interface Subject {
  readonly side: "dep" | "out";
  /** DVC's word, or `unchanged`. */
  readonly said: string;
  /** `rule key` of what we found of it. */
  readonly found: readonly string[];
  readonly isTracked: boolean;
  readonly isFrozen: boolean;
}

const differences: readonly (Decision & { readonly holds: (subject: Subject) => boolean })[] = [
  {
    name: "bytes outside of git",
    holds: ({ isTracked, found }) => !isTracked && found.length === 0,
    reason:
      "DVC hashes what lies in the workspace and the cache; a commit has the recorded hash alone, a gap that the report names",
  },
  {
    name: "frozen",
    holds: ({ isFrozen, side, said }) => isFrozen && side === "dep" && said === "unchanged",
    reason:
      "DVC hides the deps of a frozen stage; the release is inconsistent all the same, and we warn",
  },
  {
    name: "chain",
    holds: ({ side, said, found }) =>
      side === "dep" &&
      said === "unchanged" &&
      found.every((what) => what === "lock/chain-holds broken"),
    reason:
      "DVC compares a dep with the workspace; that another lock records something else as written is said by nobody but us",
  },
  {
    name: "nobody has it",
    holds: ({ side, said, found }) =>
      side === "dep" &&
      said === "unchanged" &&
      found.every((what) => what === "lock/deps-match untracked"),
    reason:
      "a dep that lies in the workspace alone is unchanged to DVC, and cannot be had from the release",
  },
];

export function accepted(subject: Subject): boolean {
  return differences.some(({ holds }) => holds(subject));
}

/** What DVC says nothing of, and no comparison asks for: the rest of the written list. */
const silences: readonly Decision[] = [
  {
    name: "orphan stages",
    reason:
      "DVC ignores a stage of the lock that dvc.yaml does not declare; lock/covers-pipeline warns",
  },
  {
    name: "removed inputs",
    reason: "DVC ignores deps, outs and params that only the lock has; lock/covers-pipeline warns",
  },
  {
    name: "the graph",
    reason:
      "dvc status builds no graph: overlapping outs and cycles are refused by lock/graph-valid alone",
  },
  {
    name: "never run",
    reason:
      "DVC calls every part of a stage without a lock entry modified; we say once that it was never run",
  },
  {
    name: "not in cache masks modified",
    reason:
      "DVC looks into the cache first; for an out that git tracks we compare its bytes in any case",
  },
];

/** Files that we refuse and DVC reads. */
export function conflicting(text: string): boolean {
  return strictness.some(({ says }) => says.test(text));
}

/** The whole written list, for people. */
export function listDecisions(): readonly Decision[] {
  return [...silences, ...differences, ...refusals, ...strictness, unreadParams, setPosition];
}
