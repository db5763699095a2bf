// What people write into a trailer that has nothing to name.

const NOTHING =
  /^(?:none|n\/?a|nil|null|nothing|no(?: (?:baseline|experiment|release|repair))?|(?:first|initial)(?: (?:release|version|one))?|[-–—~]+)(?:\s*[.,;:(].*|\s+[-–—]\s.*)?$/iu;

/** `none`, `n/a`, `-`, `none (the first release)`: nothing that could be wrong. */
export function namesNothing(value: string): boolean {
  return NOTHING.test(value.replaceAll(/^[("'[]+|[)"'\]]+$/g, "").trim());
}
