// Python's notion of white space and of integers in text, where JavaScript's differs.

/** What `str.isspace` takes for white space: the separators U+001C to U+001F too, U+FEFF not. */
const SPACE = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `str.strip()`. */
export function strip(text: string): string {
  let start = 0;
  while (start < text.length && SPACE.test(text.charAt(start))) start += 1;
  return stripEnd(text.slice(start));
}

/** `str.rstrip()`. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** `int(text)` of ASCII digits as a list index, or null: `-1`, `+1` and `1_0` are integers. */
export function toIndex(text: string): number | null {
  return /^[-+]?\d+(?:_\d+)*$/.test(text) ? Number(text.replaceAll("_", "")) : null;
}
