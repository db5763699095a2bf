// A text as one word of a command that somebody is told to type: names and paths are those of the audited commit.

/** For a POSIX shell, quoted where it has to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A path from where the command is typed: one that begins with a dash is no option. */
export function pathWord(path: string): string {
  return shellWord(path.startsWith("-") ? `./${path}` : path);
}

/** A tag where git wants a revision. */
export function revisionWord(tag: string, suffix = ""): string {
  return shellWord((tag.startsWith("-") ? `refs/tags/${tag}` : tag) + suffix);
}

/** Names of stages or tags at the end of a command, after `--` where one begins with a dash. */
export function operands(...names: readonly string[]): string {
  const words = names.map((name) => shellWord(name)).join(" ");
  return names.some((name) => name.startsWith("-")) ? `-- ${words}` : words;
}
