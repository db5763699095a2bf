// What a YAML text must look like before any parser sees it.

import { conflictFault, findConflictMarker } from "./conflict.ts";
import { fault } from "./fault.ts";
import { lineAt } from "./lines.ts";

// ruamel.yaml refuses all but these (reader.py, NON_PRINTABLE); lone surrogates are no text at all.
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
// Most files hold nothing else, and are looked through once.
const OTHER_THAN_ASCII = /[^\t\n\x20-\x7e]/;
// Half a line break to ruamel.yaml (it ends a plain scalar there, and stays inside of a quoted one), a letter elsewhere.
const ODD_BREAK = /[\x85\u2028\u2029]/;

/**
 * The text without byte order mark and with `\n` for every line break, which keeps all line numbers.
 * Throws a `DocumentFault` for conflict markers and for characters that DVC's reader refuses.
 */
export function prepareYamlText(text: string): string {
  const bare = text.startsWith("\ufeff") ? text.slice(1) : text;
  const clean = bare.includes("\r") ? bare.replace(/\r\n?/g, "\n") : bare;
  const conflict = findConflictMarker(clean);
  if (conflict !== null) throw conflictFault(conflict);
  if (!OTHER_THAN_ASCII.test(clean)) return clean;
  const control = UNPRINTABLE.exec(clean);
  if (control !== null) throw unprintable(clean, control);
  const odd = ODD_BREAK.exec(clean);
  if (odd !== null) {
    const line = lineAt(clean, odd.index);
    throw fault(`line ${line} holds ${codePoint(odd[0])}, an odd line break`, line, "unsupported");
  }
  return clean;
}

function unprintable(text: string, match: RegExpExecArray): Error {
  const line = lineAt(text, match.index);
  return fault(`line ${line} holds the character ${codePoint(match[0])}`, line);
}

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
