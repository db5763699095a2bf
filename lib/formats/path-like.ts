// Whether a text that may be a name of something is a path to a file.

/** Of a class (`sklearn.svm.SVC`) or a version (`risk-1.7`) the end is no extension of a file. */
const EXTENSION = /[^./]\.[a-z][a-z0-9_]{0,15}$/;
const CANDIDATE = /\d\.(?:a|alpha|b|beta|rc|dev|post|final)\d*$/;
/** `models:/risk/1`, `risk@v1`, `image:tag`, and sentences. */
const OTHER_NAME = /[:@#=\s]/;
/** The host of a hub. */
const HOST = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\//i;

/** By its extension, by where it starts, or by more than one slash: `google/bert` is a name too. */
export function isPathLike(text: string): boolean {
  if (text === "" || OTHER_NAME.test(text)) return false;
  if (EXTENSION.test(text) && !CANDIDATE.test(text)) return true;
  return /^\.{0,2}\//.test(text) || (/\/.*\//.test(text) && !HOST.test(text));
}

/** A place elsewhere, which is no file of a bundle. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text);
}
