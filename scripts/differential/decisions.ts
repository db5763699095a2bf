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
