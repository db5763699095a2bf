// A text as one word of a command that somebody is told to type.

/** For a POSIX shell, quoted where it has to be: names of tags and paths are those of the audited commit. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
