// What people write where they have nothing to say.

const NOTHING =
  /^(?:none|n\/?a|nil|null|nothing|no(?: (?:baseline|experiment|release|repair))?|(?:first|initial)(?: (?:release|version|one))?|[-–—~]+)(?:\s*[.,;:(].*|\s+[-–—]\s.*)?$/iu;

/** `none`, `n/a`, `-`, `none (the first release)`: nothing that could be wrong. */
export function namesNothing(value: string): boolean {
  return NOTHING.test(value.replaceAll(/^[("'[]+|[)"'\]]+$/g, "").trim());
}

const NO_ANSWER =
  /^[("'[]*(?:n\.?\/?a|none|nothing|no|tb[acd]|to\s?do|[-–—~._…?/]+)[)"'\]]*[.!;,]*$/i;

const LONGEST = 16;

/** `n/a`, `None.`, `-`: an answer that a template was given so that it has one. Other languages may mean something by theirs. */
export function isNoAnswer(text: string): boolean {
  const answer = text.trim();
  return answer.length <= LONGEST && NO_ANSWER.test(answer);
}
