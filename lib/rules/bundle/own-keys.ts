// What a publishing stage may say of its own file beside the metrics that it passes on.

/** Under a name that the metrics may have too: it is no measurement. */
export const OWN_KEYS: readonly string[] =
  "build created created_at date generated_at id release run_id schema schema_version timestamp updated_at version".split(
    " ",
  );

export function isOwnKey(name: string): boolean {
  return OWN_KEYS.includes(name.toLowerCase());
}
