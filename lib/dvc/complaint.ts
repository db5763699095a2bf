// Why DVC failed, as one clause, out of what it wrote on standard error.

import { stripVTControlCharacters } from "node:util";

const LONGEST = 200;

/**
 * The first sentence of the last `ERROR:` line. DVC follows it with hints, and writes what is wrong
 * with a file without that word, and first: then it is the first line that is no warning.
 */
export function complaintOf(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) =>
      stripVTControlCharacters(line)
        .replaceAll(/\p{Cc}/gu, "")
        .trim(),
    )
    .filter((line) => line !== "" && !line.startsWith("WARNING"));
  const line = lines.findLast((text) => text.startsWith("ERROR:")) ?? lines[0] ?? "";
  const [sentence = ""] = line.replace(/^ERROR:\s*/, "").split(/\.\s+(?=[A-Z])/);
  return Array.from(sentence).slice(0, LONGEST).join("").replace(/\.$/, "");
}
