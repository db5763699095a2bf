// Words that tell that something is not what it was.

import { wide } from "../wide-pattern.ts";

/** What a heading or an introduction says when its list names what is not what it was. */
const CHANGE_WORDS = wide(
  String.raw`(?<![\p{L}\p{N}])(?:chang|remov|renam|drop|replac|redefin|deprecat|differ|affect|meaning|no longer|instead)`,
  "iu",
);

/** In any form of such a word: `removed`, `changes`, `no longer`. */
export function saysChange(text: string): boolean {
  return CHANGE_WORDS(text).test(text);
}
