// Patterns with classes of Unicode. V8 builds a table of their characters when one is first used, half a millisecond
// for each pattern, while most of what is read is ASCII, whose share of a class is a few ranges.

/** The ASCII characters of each class; a class that is not here cannot be used. */
const ASCII: Readonly<Record<string, string>> = {
  L: "A-Za-z",
  Ll: "a-z",
  Lu: "A-Z",
  N: "0-9",
};

/**
 * For each text the pattern to use: `pattern`, or one that matches the same in ASCII. Classes stand in
 * brackets in it (`[\p{L}]`), and nothing else in it needs the `u` flag.
 */
export function wide(pattern: RegExp): (text: string) => RegExp {
  let narrow: RegExp | null = null;
  return (text) => {
    if (!isAscii(text)) return pattern;
    narrow ??= narrowed(pattern);
    return narrow;
  };
}

export function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[^\0-\u007f]/.test(text);
}

function narrowed({ source, flags }: RegExp): RegExp {
  const ascii = source.replaceAll(/\\p\{(\w+)\}/g, (written, name: string) => {
    const characters = ASCII[name];
    if (characters === undefined) throw new Error(`${written} has no share of ASCII here`);
    return characters;
  });
  return new RegExp(ascii, flags.replace("u", ""));
}
