// Sentences that say of something that it did not happen.

import { wide } from "../wide-pattern.ts";

const WORD_CHARACTER = wide(String.raw`[\p{L}\p{N}_]`, "u");

/** `No errors`, `was never rerun`, `has not yet been rerun`, `without any mismatch`; `no longer stale` was stale. */
const DENIAL = wide(
  String.raw`(?<![\p{L}])(?:no(?!\s+longer)|nor|not|nothing|never|none|without|cannot|[\p{L}]+n['’]t)\s+(?:(?:yet|ever|been|has|have|had|was|were|is|are)\s+)*(?:[\p{L}]+\s+)?$`,
  "iu",
);
/** `No stage of the pipeline has failed`: what is denied stands before the verb. `No doubt` is none. */
const DENIED_SUBJECT = wide(
  String.raw`^(?:no|none|neither)\s+(?:(?!(?:doubt|longer|matter|more|that|which|who|why|how|if|because|since|as|and|but|when|where|than)\s)[\p{L}\p{N}_-]+\s+){1,6}(?:has|have|had|was|were|is|are|did|does|do)\s+(?:(?:ever|yet|been)\s+)*$`,
  "iu",
);
const CLAUSE_END = /[.,;:!?()]/;
/** `not rerun the evaluation or regenerated the bundle`. */
const OR = /\sn?or\s+$/;
const TURN = /[.,;:!?()]|\s(?:but|and|yet)\s/;
const DENIAL_LENGTH = 100;

/** Whether a text holds a word, or some words, that begin so: plainly, or denied by what stands before. */
export function mentionOf(
  text: string,
  beginnings: readonly string[],
): { readonly plain: boolean; readonly denied: boolean } {
  const words = text.toLowerCase();
  const places = beginnings.flatMap((beginning) => beginsAt(words, beginning));
  let plain = false;
  let denied: number | null = null;
  for (const at of places.toSorted((left, right) => left - right)) {
    const before = words.slice(Math.max(0, at - DENIAL_LENGTH), at);
    const isDenied = isDeniedBy(before) || (denied !== null && goesOn(words.slice(denied, at)));
    if (isDenied) denied = at;
    else plain = true;
  }
  return { plain, denied: denied !== null };
}

function isDeniedBy(before: string): boolean {
  if (DENIAL(before).test(before)) return true;
  const clause = before.split(CLAUSE_END).at(-1)?.trimStart() ?? "";
  return DENIED_SUBJECT(clause).test(clause);
}

/** From one denied word to the next: no other clause between them. */
function goesOn(between: string): boolean {
  return between.length <= DENIAL_LENGTH && OR.test(between) && !TURN.test(between);
}

function beginsAt(text: string, beginning: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(beginning); at !== -1; at = text.indexOf(beginning, at + 1)) {
    if (at === 0 || !WORD_CHARACTER(text).test(text[at - 1] ?? "")) places.push(at);
  }
  return places;
}

const NO_CHANGE =
  /^(?:nothing(?:\s+(?:has|was|is))?(?:\s+(?:changed|new|different))|no\s+changes?(?:\s+(?:was|were)\s+made)?)(?:\s+(?<where>(?:at|in|to|of|about|for|with)\s.*?))?(?:\s+(?:since|from|against|compared)\s.*)?[.!]*$/i;

/** Words around a name that is all that did not change. */
const AROUND = /\b(?:at|in|to|of|about|for|with|the|our|stage|metric|code|file|param|step)\b/gi;

/** What is longer says more than that. */
const LONGEST_DENIAL = 200;

/** `Nothing changed in evaluate since v1.0.0.`, and no word more: what else a sentence says counts. */
export function deniesChange(text: string, name: string): boolean {
  if (text.length > LONGEST_DENIAL) return false;
  const unlabelled = text.startsWith(name)
    ? text.slice(name.length).replace(/^\s*[:–-]\s*/, "")
    : text;
  const match = NO_CHANGE.exec(unlabelled);
  if (match === null) return false;
  const where = match.groups?.["where"] ?? "";
  return where.replaceAll(name, " ").replaceAll(AROUND, " ").trim() === "";
}
