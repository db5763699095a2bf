// Who may sign releases: the list that a policy names, read from where the policy came from.

/** An allowed-signers file (ssh-keygen(1)), or why there is none. */
export type AllowedSigners =
  | { readonly state: "none" }
  /** `name` is for people: a path, or `<rev>:<path>`. */
  | { readonly state: "present"; readonly name: string; readonly bytes: Uint8Array }
  | { readonly state: "unreadable"; readonly name: string; readonly why: string };

/** Of a policy that names nobody. */
export function noSigners(): Promise<AllowedSigners> {
  return Promise.resolve({ state: "none" });
}
