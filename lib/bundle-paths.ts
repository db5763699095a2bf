// Where a release bundle is looked for when the policy names no path.

/**
 * Tried in order, the narrowest first; each counts as a bundle only if it looks like one. `{version}`
 * is without its `v`; a template with a part that the release's name does not say is passed over.
 */
export const BUNDLE_PATHS: readonly string[] = [
  "publish/{artifact}/{version}",
  "publish/{artifact}/v{version}",
  "publish/{tag}",
  "publish/{version}",
  "publish/v{version}",
  "publish/v{major}.{minor}",
  "publish/v{major}",
  "registry/{artifact}/{tag}",
  "registry/{artifact}/{version}",
  "registry/{artifact}/v{version}",
  "releases/{tag}",
  "releases/{version}",
  "releases/v{version}",
  "publish",
];

/** Why rules of a bundle do not apply: the release is judged by its locks and artifacts alone. */
export const NO_BUNDLE = "the release has no bundle";
