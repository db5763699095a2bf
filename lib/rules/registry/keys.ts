// The keys of a registry or manifest that name a state or a file.

/** Their values say which state is meant. */
export const REVISION_KEYS: readonly string[] = ["version", "rev", "ref", "tag", "alias"];

/** Their values say where a file is. */
export const PATH_KEYS: readonly string[] = [
  "path",
  "paths",
  "file",
  "files",
  "location",
  "uri",
  "model",
  "metrics",
  "params",
  "manifest",
  "artifact",
  "artifacts",
];

const URL = /^[a-z][a-z0-9+.-]*:/i;

/** Whether a value is a path in this repository, and neither a URL nor a name without a directory. */
export function isPath(key: string, value: string): boolean {
  if (URL.test(value) || value.trim() === "") return false;
  return key === "path" || key === "file" || value.includes("/");
}
