// Patterns with classes of Unicode. V8 builds a table of their characters where one is written, and again when it is
// first used, half a millisecond for each pattern; most of what is read is ASCII, whose share of a class is a few ranges.

/** The ASCII characters of each class; a class that is not here cannot be used. */
const ASCII: Readonly<Record<string, string>> = {
  C: String.raw`\0-\x1f\x7f`,
  Cc: String.raw`\0-\x1f\x7f`,
  Cf: "",
  Cn: "",
  Co: "",
  Cs: "",
  Default_Ignorable_Code_Point: "",
  L: "A-Za-z",
  Ll: "a-z",
  Lu: "A-Z",
  N: "0-9",
  Zl: "",
  Zp: "",
  Zs: " ",
};
const FOREIGN_SCRIPT = /^sc=(?!Latin$|Common$)/;

/**
 * For each text the pattern to use: that of this source, or one that matches the same in ASCII. Classes
 * stand in brackets in it (`[\p{L}]`), and nothing else in it needs the `u` flag.
 */
export function wide(source: string, flags: string): (text: string) => RegExp {
  let whole: RegExp | null = null;
  let narrow: RegExp | null = null;
  return (text) => {
    if (isAscii(text)) return (narrow ??= narrowed(source, flags));
    return (whole ??= new RegExp(source, flags));
  };
}

export function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[^\0-\u007f]/.test(text);
}

function narrowed(source: string, flags: string): RegExp {
  const ascii = source.replaceAll(/\\p\{([\w=]+)\}/g, (written, name: string) => {
    const characters = FOREIGN_SCRIPT.test(name) ? "" : ASCII[name];
    if (characters === undefined) throw new Error(`${written} has no share of ASCII here`);
    return characters;
  });
  return new RegExp(ascii, flags.replace("u", ""));
}
