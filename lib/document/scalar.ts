// What a plain YAML scalar means to ruamel.yaml's safe loader, the reader that DVC uses (YAML 1.2, with its habits).

import { MAX_INTEGER_DIGITS } from "./limits.ts";
import type { ScalarValue } from "./node.ts";
import { looksLikeTimestamp, parseTimestamp } from "./timestamp.ts";

// ruamel/yaml/resolver.py and constructor.py, 0.19.1. `.5e3` needs a sign in its exponent to be a float.
const FLOAT =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]?\d+)?|[-+]?\d[\d_]*[eE][-+]?\d+|[-+]?\.[\d_]+(?:[eE][-+]\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|[\d_]+|0x[\da-fA-F_]+)$/;
const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

/**
 * The value of an untagged plain scalar, or undefined where ruamel.yaml raises: a bare `=` or `<<`,
 * a number without digits (`0b_`, `._`), a date that no calendar has.
 */
export function resolvePlain(text: string): ScalarValue | undefined {
  const first = text.charCodeAt(0);
  // Digits, `+`, `-` and `.` are the only starts of numbers and dates.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) {
    return resolveNumeric(text);
  }
  if (text.length > 5) return text;
  if (text === "=" || text === "<<") return undefined;
  const word = WORDS.get(text);
  return word === undefined ? text : word;
}

function resolveNumeric(text: string): ScalarValue | undefined {
  const stop = afterDigits(text);
  if (stop === text.length && stop < 16 && /^\d+$/.test(text)) return BigInt(text);
  if (!AFTER_DIGITS.includes(text.charAt(stop))) return text;
  if (FLOAT.test(text)) return parseYamlFloat(text);
  if (INTEGER.test(text)) return parseYamlInteger(text);
  if (looksLikeTimestamp(text)) return parseTimestamp(text);
  return text;
}

/** What follows the first digits of a number or a date; a hash mostly goes on otherwise. */
const AFTER_DIGITS = ".eE-box";

/** The offset behind a sign, digits and underscores. */
function afterDigits(text: string): number {
  let at = text.charCodeAt(0) < 46 ? 1 : 0;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code < 48 || code > 57) && code !== 95) break;
  }
  return at;
}

/** `construct_yaml_int`: underscores go, then a sign, then a base. */
export function parseYamlInteger(text: string): bigint | undefined {
  const bare = text.includes("_") ? text.replaceAll("_", "") : text;
  const negative = bare.startsWith("-");
  const digits = negative || bare.startsWith("+") ? bare.slice(1) : bare;
  if (digits.length > MAX_INTEGER_DIGITS) return undefined;
  if (!/^(?:0b[01]+|0o[0-7]+|0x[\da-fA-F]+|\d+)$/.test(digits)) return undefined;
  const value = BigInt(digits);
  return negative ? -value : value;
}

/** `construct_yaml_float`: underscores go, then Python's `float`. */
export function parseYamlFloat(text: string): number | undefined {
  const bare = text.replaceAll("_", "").toLowerCase();
  const sign = bare.startsWith("-") ? -1 : 1;
  const digits = bare.startsWith("-") || bare.startsWith("+") ? bare.slice(1) : bare;
  if (digits === ".inf") return sign * Infinity;
  if (digits === ".nan") return Number.NaN;
  if (!/^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(digits)) return undefined;
  return sign * Number(digits);
}
