// Makes text from a repository safe to show: what does not print, or would act, is spelled out.

import { wide } from "../wide-pattern.ts";

/**
 * Controls, format characters (bidi, zero width), fillers, lone surrogates, private and unassigned
 * code points, and every space but the plain one: a no-break space could forge the words of a line.
 */
const unprintable = wide(
  String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]`,
  "gu",
);

/**
 * What a continuous-integration runner obeys when a log carries it: `##[group]`, `##vso[…]`,
 * `##teamcity[…]` anywhere in a line, `::error::` where a word begins.
 */
const runnerCommand = /##(?=\w*\[)|(?<=^|\s)::/gu;

function spelled(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/**
 * The text on one line, with what does not print as `\u{…}`. Every reporter and
 * lib/cli/complain.ts pass all that they did not write themselves through here.
 */
export function printable(text: string): string {
  return text
    .replace(unprintable(text), spelled)
    .replace(runnerCommand, (command) => spelled(command.slice(0, 1)) + command.slice(1));
}

/** A name as a word of a line: in quotation marks where it holds a space, or nothing at all. */
export function printableName(name: string): string {
  const shown = printable(name);
  return shown === "" || shown.includes(" ") ? JSON.stringify(shown) : shown;
}

function utf16Escape(text: string): string {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}

/**
 * JSON text that says the same and is safe to print. Nothing is lost: JSON has escapes for all of
 * it. Line feeds are left, as in JSON they only ever stand between tokens.
 */
export function printableJson(json: string): string {
  return json
    .replace(unprintable(json), (character) =>
      character === "\n" ? character : utf16Escape(character),
    )
    .replace(runnerCommand, (command) => utf16Escape(command.slice(0, 1)) + command.slice(1));
}
