// What hooks recorded of their refusals (hooks/refusals.ts), read again.

import type { Refusal } from "../review-facts.ts";

/** A line a refusal; other lines, and a first one that is cut off, are passed over. */
export function parseRefusals(text: string): readonly Refusal[] {
  return text.split("\n").flatMap((line) => parseLine(line) ?? []);
}

function parseLine(line: string): Refusal | null {
  const value = parseJson(line);
  if (value === null) return null;
  const { tag, time, commit, refused } = value;
  if (typeof tag !== "string" || typeof time !== "string" || !isTexts(refused)) return null;
  return { tag, time, commit: typeof commit === "string" ? commit : null, rules: refused };
}

function parseJson(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it starts with a brace
    return value as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/**
 * Rules whose repair makes something anew. What only concerned the tag, its review or the place
 * where it was audited left nothing wrong in the release.
 */
const REGENERATING = /^(?:lock|artifact|bundle|metrics|manifest|registry)\//;

/** Refusals of another commit under this name, for what a repair regenerates. Where the tag object was another one's, this release was not meant. */
export function refusalsOf(
  refusals: readonly Refusal[],
  tag: string,
  commit: string,
): readonly Refusal[] {
  return refusals.flatMap((refusal) => {
    const rules = refusal.rules.filter((rule) => REGENERATING.test(rule));
    const isOther = refusal.tag === tag && refusal.commit !== null && refusal.commit !== commit;
    const isMeant = !refusal.rules.includes("tag/matches-ref");
    return isOther && isMeant && rules.length > 0 ? [{ ...refusal, rules }] : [];
  });
}
