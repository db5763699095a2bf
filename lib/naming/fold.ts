// Names as people see them: look-alikes become the ASCII characters that they pose as.

import { wide } from "../wide-pattern.ts";

/** Look-alikes of single ASCII characters that NFKC keeps (after Unicode's confusables.txt, UTS 39). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  // Cyrillic, Greek and Armenian, lower case
  a: "аαɑ",
  b: "Ьᖯ",
  c: "сϲᴄ",
  d: "ԁ",
  e: "еҽ",
  g: "ցɡ",
  h: "һհ",
  i: "іιıӏ",
  j: "јϳ",
  k: "кκ",
  l: "ǀ",
  m: "м",
  n: "пոη",
  o: "оοօσ",
  p: "рρ",
  q: "ԛզ",
  r: "гᴦ",
  s: "ѕꜱ",
  t: "тτ",
  u: "սυʋ",
  v: "νѵᴠ",
  w: "ԝաѡ",
  x: "хχ",
  y: "уγү",
  z: "ᴢ",
  // upper case
  A: "АΑ",
  B: "ВΒ",
  C: "СϹ",
  E: "ЕΕ",
  G: "Ԍ",
  H: "НΗ",
  I: "ІΙ",
  J: "ЈͿ",
  K: "КΚ",
  M: "МΜϺ",
  N: "Ν",
  O: "ОΟՕ",
  P: "РΡ",
  S: "ЅՏ",
  T: "ТΤ",
  U: "Ս",
  V: "Ѵ",
  W: "Ԝ",
  X: "ХΧ",
  Y: "УΥҮ",
  Z: "Ζ",
  // punctuation
  "-": "‐‑‒–—―⁃−➖ー˗",
  ".": "·•∙⋅・。･۔܁ꓸ",
  "/": "⁄∕⧸╱",
  "=": "᐀⹀゠꓿═꞊",
  "!": "ǃⵑ",
  "#": "⌗",
  _: "ߺ",
};

const asciiOf = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([ascii, characters]) =>
    Array.from(characters, (character) => [character, ascii] as const),
  ),
);

/** What no font shows, and what turns the direction of text. */
const INVISIBLE = wide(String.raw`[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]`, "gu");

export interface Folded {
  /** Case is kept. */
  readonly text: string;
  /** The invisible characters and the look-alikes of the name, as `U+200B`, each once. */
  readonly invisible: readonly string[];
  readonly lookAlikes: readonly string[];
}

/** NFKC, look-alikes and foreign digits to ASCII, invisible and bidirectional characters removed. */
export function foldName(name: string): Folded {
  const visible = name.replaceAll(INVISIBLE(name), "");
  return {
    text: foldText(visible),
    invisible: codePoints(name.match(INVISIBLE(name)) ?? []),
    lookAlikes: codePoints(
      Array.from(visible).filter((character) => foldText(character) !== character),
    ),
  };
}

function foldText(text: string): string {
  const normal = text.normalize("NFKC");
  const plain = normal.replaceAll(INVISIBLE(normal), "");
  return plain.replaceAll(
    /[^\0-\u007f]/gu,
    (character) => asciiOf.get(character) ?? digit(character),
  );
}

/** The ASCII digit of any decimal digit: Unicode lays ten in a row, from …0 or from …6. */
function digit(character: string): string {
  if (!/^\p{Nd}$/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const start = /^\p{Nd}$/u.test(String.fromCodePoint(code - (code % 16))) ? 0 : 6;
  return String((code % 16) - start);
}

function codePoints(characters: readonly string[]): string[] {
  const names = characters.map(
    (character) =>
      `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return [...new Set(names)];
}
