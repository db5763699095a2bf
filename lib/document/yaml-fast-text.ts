// What may stand behind a value on its line, for the fast lane.

import { DOUBT } from "./yaml-fast-line.ts";

/** Text behind an indicator: without spaces in front, nothing where only a comment stands. */
export function textAfter(text: string, end: number): string {
  let start = end;
  while (text.charCodeAt(start) === 32) start += 1;
  return text.charCodeAt(start) === 35 && start > end ? "" : text.slice(start);
}

/** Only a comment may stand behind a value that ends by itself. */
export function refuseRest(text: string, end: number): void {
  if (end < text.length && textAfter(text, end) !== "") throw DOUBT;
}
