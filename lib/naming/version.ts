// What a version may look like, and which of two is the higher one.

const NUMERIC = "(?:0|[1-9]\\d*)";
const IDENTIFIER = `(?:${NUMERIC}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;

/** SemVer 2.0.0, 9 and 10: an optional pre-release and build. */
const SUFFIX = `(?:-${IDENTIFIER}(?:\\.${IDENTIFIER})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?`;

/** `v?` and one to four numbers (`2026.01.02` too: calendars write zeros), as the source of a pattern. */
export const VERSION: string = `v?\\d+(?:\\.\\d+){0,3}${SUFFIX}`;

/** GTO's: `v` and strict SemVer (gto/constants.py). */
export const GTO_VERSION: string = `v${NUMERIC}\\.${NUMERIC}\\.${NUMERIC}${SUFFIX}`;

interface Version {
  readonly numbers: readonly bigint[];
  readonly preRelease: readonly string[];
}

const WHOLE = new RegExp(`^${VERSION}$`);
const DIGITS = /^\d+$/;

/**
 * Negative where `left` is the lower version, 0 where neither is higher: `v1` and `1.0.0` are the
 * same height, and a build says nothing (SemVer 2.0.0, 11). Missing numbers count as 0, numbers are
 * exact at any size. What is no version at all is lower than every version.
 */
export function versionOrder(left: string, right: string): number {
  const [first, second] = [parseVersion(left), parseVersion(right)];
  if (first === null || second === null) {
    if (first === second) return order(left, right);
    return first === null ? -1 : 1;
  }
  return numbersOrder(first, second) || preReleaseOrder(first.preRelease, second.preRelease);
}

/** Whether a version is a candidate of a later one; false of what is no version. */
export function isPreRelease(text: string): boolean {
  return (parseVersion(text)?.preRelease.length ?? 0) > 0;
}

/** Whether one is the other, or a candidate of it: the same numbers, whatever follows them. */
export function isSameCore(left: string, right: string): boolean {
  const [first, second] = [parseVersion(left), parseVersion(right)];
  return first !== null && second !== null && numbersOrder(first, second) === 0;
}

/** What the numbers count: a version that starts with a year is a date. */
export function schemeOf(text: string): "calendar" | "plain" {
  const [year = 0n] = parseVersion(text)?.numbers ?? [];
  return year >= 1970n && year < 2200n ? "calendar" : "plain";
}

const known = new Map<string, Version | null>();
const REMEMBERED = 50_000;

/** Remembered: to sort ten thousand versions, each is looked at a dozen times. */
function parseVersion(text: string): Version | null {
  const before = known.get(text);
  if (before !== undefined) return before;
  const version = readVersion(text);
  if (known.size >= REMEMBERED) known.clear();
  known.set(text, version);
  return version;
}

function readVersion(text: string): Version | null {
  if (!WHOLE.test(text)) return null;
  const core = /^v?([\d.]+)(?:-([^+]*))?/.exec(text);
  if (core === null) return null;
  return {
    numbers: (core[1] ?? "").split(".").map(BigInt),
    preRelease: core[2]?.split(".") ?? [],
  };
}

function numbersOrder(left: Version, right: Version): number {
  for (let index = 0; index < 4; index += 1) {
    const result = order(left.numbers[index] ?? 0n, right.numbers[index] ?? 0n);
    if (result !== 0) return result;
  }
  return 0;
}

function preReleaseOrder(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return order(right.length, left.length);
  for (const [index, identifier] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const result = identifierOrder(identifier, other);
    if (result !== 0) return result;
  }
  return order(left.length, right.length);
}

function identifierOrder(left: string, right: string): number {
  const [leftIsNumber, rightIsNumber] = [DIGITS.test(left), DIGITS.test(right)];
  if (leftIsNumber && rightIsNumber) return order(BigInt(left), BigInt(right));
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  return order(left, right);
}

function order<Value extends string | number | bigint>(left: Value, right: Value): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
