// Which files hold values under names, by their endings.

const STRUCTURED = /\.(?:json|toml|ya?ml)$/i;

/** JSON, TOML or YAML: what can be compared value by value. */
export function isStructured(path: string): boolean {
  return STRUCTURED.test(path);
}
