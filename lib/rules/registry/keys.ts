// The keys of a registry or manifest that name a state or a file.

/** Their values say which state is meant. */
export const REVISION_KEYS: readonly string[] = [
  "version",
  "rev",
  "ref",
  "tag",
  "tags",
  "alias",
  "aliases",
  "revision",
  "git_ref",
  "git_rev",
  "git_revision",
  "git_tag",
  "commit",
  "model_version",
];

/** Where an entry is worked on: they say which state is meant where nothing else does. */
export const BRANCH_KEYS: readonly string[] = ["branch", "git_branch"];

/** Their values are paths, whatever they look like. */
const EXPLICIT_KEYS: readonly string[] = ["path", "paths", "file", "files"];

/** Their values say where a model is, and no page. */
const LOCATION_KEYS: readonly string[] = [
  "model_path",
  "model_uri",
  "model_url",
  "model_file",
  "artifact_path",
  "artifact_uri",
  "artifact_url",
];

/** Their values are URLs more often than paths. */
const URL_KEYS: readonly string[] = ["url", ...LOCATION_KEYS];

/** Their values say where a file is. */
export const PATH_KEYS: readonly string[] = [
  ...EXPLICIT_KEYS,
  ...URL_KEYS,
  "location",
  "uri",
  "model",
  "metrics",
  "params",
  "manifest",
  "artifact",
  "artifacts",
  "models",
  "weights",
  "source",
];

/** Under it stands what a registry of names and paths alone gives for a name; no key is written so. */
export const ANY_NAME = "(any name)";

/** A mapping below them may give each name its path. */
export const NAMING_KEYS: readonly string[] = ["artifacts", "models", "files", "paths"];

/** What a registry says of itself beside the names in it. */
export const HEAD_KEYS: readonly string[] = [
  "version",
  "schema",
  "schema_version",
  "format",
  "description",
];

/** What stands beside them may be a path from there. */
export const DIRECTORY_KEYS: readonly string[] = ["path", "directory", "dir", "folder", "bundle"];

/** Their values say which repository an entry is of. */
export const REPOSITORY_KEYS: readonly string[] = ["repo", "repository"];

/** What stands below them is for people to read. */
export const DOCUMENTATION_KEYS: readonly string[] = [
  "docs",
  "documentation",
  "readme",
  "changelog",
  "license",
];

const URL = /^[a-z][a-z0-9+.-]*:/i;
const DOCUMENT = /(?:\.(?:md|rst|txt|html?|pdf|adoc)|(?:^|\/)[A-Z]+)$/;

/** A key as it is compared: `modelPath` and `model-path` are `model_path`. */
export function bareKey(key: string): string {
  return key
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")
    .replaceAll("-", "_")
    .toLowerCase();
}

/** Whether a value is a path in this repository, and neither a URL nor a name without a directory. */
export function isPath(key: string, value: string): boolean {
  if (isUrl(value) || value.trim() === "") return false;
  return key === "path" || key === "file" || value.includes("/");
}

export function isUrl(value: string): boolean {
  return URL.test(value);
}

/** Whether the key says that its value is where a model is. */
export function isLocation(key: string): boolean {
  return LOCATION_KEYS.includes(key);
}

/** Whether the key says that its value is a path: other texts with a slash may be names. */
export function isExplicit(key: string): boolean {
  return EXPLICIT_KEYS.includes(key);
}

/** Whether the value may as well be an address without its scheme. */
export function isAddress(key: string): boolean {
  return URL_KEYS.includes(key) || key === "models";
}

/** A document by its name: `README.md`, `LICENSE`. */
export function isDocument(path: string): boolean {
  return DOCUMENT.test(path);
}
