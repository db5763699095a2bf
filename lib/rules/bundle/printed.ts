// How a printed number relates to the one that it was made of: rounded, cut off, or in another unit.

import type { ScalarNode, ScalarValue } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";

/** Percent, thousandths and millionths, and back. */
const UNITS = [2, -2, 3, -3, 6, -6];

/**
 * `rounded`: to the digits that are printed. `near`: cut off after them, or rounded to a whole where
 * nothing is left of it; or the same in another unit. `other`: another number.
 * `unclear`: not both are numbers.
 */
export type Likeness = "rounded" | "near" | "other" | "unclear";

export function likenessOf(printed: ScalarNode, exact: ScalarNode): Likeness {
  const [left, right] = [numberOf(printed.value), numberOf(exact.value)];
  if (left === null || right === null) return "unclear";
  const last = lastDigit(printed, left);
  if (isRounded(left, right, last)) return typeof printed.value === "string" ? "near" : "rounded";
  if (Math.abs(left - right) < last) return "near";
  const inUnit = (power: number): boolean => isRounded(left, scaled(right, power), last);
  return UNITS.some(inUnit) ? "near" : "other";
}

/** The same, or rounded to the digits that are printed. */
export function isSameNumber(printed: ScalarNode, exact: ScalarNode): boolean {
  return pythonEquals(printed, exact) || likenessOf(printed, exact) === "rounded";
}

/** A text that is a number is one: quotes make no other number of it. */
function numberOf(value: ScalarValue): number | null {
  const isText = typeof value === "string" && value.trim() !== "";
  if (!isText && typeof value !== "number" && typeof value !== "bigint") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** What one more in the last printed digit is worth: 0.01 of `0.91`, 1e-7 of `1e-07`. */
function lastDigit({ source, value }: ScalarNode, number: number): number {
  const text = source ?? (typeof value === "string" ? value : String(number));
  const [, decimals = "", exponent = "0"] = /^[^.e]*\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  return 10 ** (Number(exponent) - decimals.length);
}

/** A rounded number keeps something of it: 1 is no rounded 0.6. */
function isRounded(left: number, right: number, last: number): boolean {
  if (last >= 1 && Math.abs(right) < 1 && left !== right) return false;
  const slack = Number.EPSILON * Math.max(1, Math.abs(right));
  return Math.abs(left - right) <= last / 2 + slack;
}

function scaled(number: number, power: number): number {
  return power > 0 ? number * 10 ** power : number / 10 ** -power;
}
