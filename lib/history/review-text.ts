// What a review note answers: whether it says something at all, and whether it names a thing.

import { wide } from "../wide-pattern.ts";
import { saysChange } from "./change-words.ts";
import { deniesChange } from "./denial.ts";
import { withoutMarkup, type Statement } from "./note-prose.ts";

/** Words that say nothing by themselves, and what is written where a template asked for more. */
export const FILLERS: ReadonlySet<string> = new Set(
  `a an and are as at be been but by for from had has have i in is it its of on or our so that the
  their then there these this those to was we were which will with you your
  n/a na nil none nothing null ok okay lgtm tba tbc tbd todo unknown yes no`.split(/\s+/),
);

const WORD = wide(String.raw`[\p{L}\p{N}]+(?:['’./_-][\p{L}\p{N}]+)*`, "gu");
const WORD_CHARACTER = wide(String.raw`[\p{L}\p{N}_]`, "u");
const PLAIN_WORD = wide(String.raw`^[\p{L}\p{N}]+$`, "u");
const LETTER = wide(String.raw`[\p{L}]`, "u");
/** Scripts that put no space between words, or none before what follows a foreign one. */
const UNSPACED_LETTER = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]`;
const UNSPACED = wide(UNSPACED_LETTER, "u");
/** Two of their letters count as a word. */
const PIECE = wide(`${UNSPACED_LETTER}{1,2}|(?:(?!${UNSPACED_LETTER}).)+`, "gu");
/** Between two word characters, these make one name of both: `eval.auc` is not `auc`. */
const JOINING = "./-@";

/** Three words that say something: a signature, `LGTM` or an empty template is no review. */
const FEWEST_WORDS = 3;

/** Whether anything stands in the note besides headings, code, comments and what a template left open. */
export function saysSomething(note: readonly Statement[]): boolean {
  const prose = note.filter(({ isCode }) => isCode !== true);
  return wordsOf(prose.map(({ text }) => text)).size >= FEWEST_WORDS;
}

/**
 * Whether the note names a thing in a statement with other words. The name must stand there as a
 * whole (`auc` is not named by `eval.auc`, `pre-auc` or `aucs`), in any case where it is one plain
 * word. A name alone says nothing, unless its heading or the line over its list does; the names in
 * `besides` are no other words.
 */
export function doesName(
  note: readonly Statement[],
  name: string,
  besides: readonly string[] = [],
): boolean {
  const wanted = withoutMarkup(name);
  if (wanted === "") return false;
  return note.some((statement) => isNamedIn(statement, wanted, besides));
}

function isNamedIn(
  { text, heading, intro, isCode }: Statement,
  name: string,
  besides: readonly string[],
): boolean {
  // Who lists what each metric means may say of one that it is as before.
  if (besides.length === 0 && deniesChange(text, name)) return false;
  const says = (words: string): boolean => hasOtherWords(words, [name, ...besides]);
  const above = [heading, intro].filter((words) => words !== "");
  if (placesOf(text, name).length > 0) {
    return (isCode !== true && says(text)) || above.some((words) => saysChange(words));
  }
  return says(text) && above.some((words) => placesOf(words, name).length > 0);
}

function hasOtherWords(text: string, names: readonly string[]): boolean {
  let rest = text;
  for (const name of names) {
    for (const place of placesOf(rest, name).toReversed()) {
      rest = `${rest.slice(0, place)} ${rest.slice(place + name.length)}`;
    }
  }
  return wordsOf([rest]).size > 0;
}

/** Where a name stands as a whole. */
function placesOf(text: string, name: string): readonly number[] {
  if (name === "") return [];
  const isPlain = PLAIN_WORD(name).test(name);
  const [haystack, needle] = isPlain ? [text.toLowerCase(), name.toLowerCase()] : [text, name];
  const places: number[] = [];
  for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, at + 1)) {
    const end = at + needle.length;
    const isWhole =
      !joins(haystack[at - 1], haystack[at - 2]) && !joins(haystack[end], haystack[end + 1]);
    if (isWhole) places.push(at);
  }
  return places;
}

/** Whether the character beside a name, or the one behind a joining one, makes it a part of more. */
function joins(beside: string | undefined, behind: string | undefined): boolean {
  if (beside === undefined) return false;
  if (isOfWord(beside)) return true;
  return JOINING.includes(beside) && behind !== undefined && isOfWord(behind);
}

function isOfWord(character: string): boolean {
  return WORD_CHARACTER(character).test(character) && !UNSPACED(character).test(character);
}

function wordsOf(texts: readonly string[]): ReadonlySet<string> {
  const words = texts.flatMap((text) => wordsIn(text.toLowerCase()));
  return new Set(words.filter((word) => LETTER(word).test(word) && !FILLERS.has(word)));
}

function wordsIn(text: string): readonly string[] {
  const words = text.match(WORD(text)) ?? [];
  return words.flatMap((word) => word.match(PIECE(word)) ?? []);
}
