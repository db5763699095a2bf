// The command that makes a tag anew where it stands.

import { operands } from "../../shell-word.ts";

/** `git tag -a -f v1.0.0 'v1.0.0^{}'`: on the commit that the old one names. */
export function tagAgain(name: string, options = "-a -f"): string {
  return `git tag ${options} ${operands(name, `${name}^{}`)}`;
}
