// Dates and timestamps of YAML as ruamel.yaml makes them, in the words of Python's `str`.

import type { DateValue } from "./node.ts";

const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;
const PLAIN_DATE = /^\d{4}-\d\d-\d\d$/;

/** Whether an untagged plain scalar is a date: `2020-1-1` alone is not, with a time it is. */
export function looksLikeTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  return match !== null && (match[4] !== undefined || PLAIN_DATE.test(text));
}

/** The date, or undefined where Python would raise (month 13, 25 hours). */
export function parseTimestamp(text: string): DateValue | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (!isDate(year, month, day)) return undefined;
  if (match[4] === undefined) return { date: dateText(year, month, day) };
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const clock = clockOn(date, match);
  const zone = zoneText(match);
  return clock === undefined || zone === undefined ? undefined : { date: `${clock}${zone}` };
}

/** Date and time of day, the fraction in six digits where there is one. */
function clockOn(date: Date, match: RegExpExecArray): string | undefined {
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const { micros, carry } = fraction(match[7] ?? "");
  date.setUTCHours(hour, minute, second + carry);
  if (date.getUTCFullYear() > 9999) return undefined;
  return micros === 0 ? clockText(date) : `${clockText(date)}.${pad(micros, 6)}`;
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return day <= last.getUTCDate();
}

/** Six digits; the seventh rounds, and may carry a second. */
function fraction(digits: string): { micros: number; carry: number } {
  const micros = Number(digits.slice(0, 6).padEnd(6, "0")) + (Number(digits[6] ?? "0") > 4 ? 1 : 0);
  return micros > 999_999 ? { micros: 0, carry: 1 } : { micros, carry: 0 };
}

/** `+02:00`; undefined where the offset is not less than a day. */
function zoneText(match: RegExpExecArray): string | undefined {
  if (match[8] === undefined) return "";
  if (match[8] === "Z") return "+00:00";
  const minutes = Number(match[10]) * 60 + Number(match[11] ?? "0");
  if (minutes >= 24 * 60) return undefined;
  const sign = minutes === 0 ? "+" : match[9];
  return `${sign}${pad(Math.trunc(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

function clockText(time: Date): string {
  const date = dateText(time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate());
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()];
  return `${date} ${clock.map((part) => pad(part, 2)).join(":")}`;
}

function dateText(year: number, month: number, day: number): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
