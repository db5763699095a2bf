// Standard input of a hook, whole and bounded.

import { AuditError } from "../lib/error.ts";

/** More than a million refs; a push of 20,000 is about 3 MB. */
export const inputLimit: number = 1 << 28;

/** What was read, also when it did not end well: whether a tag is in it decides what an error does. */
export interface HookInput {
  readonly text: string;
  readonly error: Error | null;
}

/** Reads to the end as UTF-8. Never throws. */
export async function readInput(
  input: AsyncIterable<Uint8Array | string>,
  limit: number = inputLimit,
): Promise<HookInput> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of input) {
      text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      if (text.length > limit) return { text, error: tooLong(limit) };
    }
    return { text: text + decoder.decode(), error: null };
  } catch (error) {
    return { text, error: unreadable(error) };
  }
}

function tooLong(limit: number): AuditError {
  return new AuditError(
    "hook-input",
    `git gave the hook more than ${limit} characters of refs`,
    "Push fewer refs at once.",
  );
}

function unreadable(cause: unknown): AuditError {
  return new AuditError(
    "hook-input",
    "the refs that git gave to the hook cannot be read",
    "Push again.",
    cause,
  );
}
