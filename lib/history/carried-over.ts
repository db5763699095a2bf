// What a review note says anew: statements that the note before it does not have.

import { wide } from "../wide-pattern.ts";
import type { Statement } from "./note-prose.ts";

/** A title that only counts on is the same title: `Review of v1.1.0`. */
const NUMBER = wide(String.raw`v?\d[\p{L}\p{N}.+-]*`, "giu");

/** Names whose values are looked for; a release with more metrics is not written about by hand. */
const MOST_NAMES = 100;

/** What a statement says in whatever layout, and with whatever value of a metric. */
export type KeyOf = (statement: Statement) => string;

/** What stands between values, and says nothing of them. */
const SEPARATORS = /[\s,;|&()]+(?:and\s)?/g;
const SAYING = wide(String.raw`[\p{L}\p{N}]`, "u");

export interface ValueOptions {
  /** Whether an unknown name may go on a list of values: where not all metrics are known. */
  readonly further?: boolean;
}

/**
 * A name in a list says another thing below another heading. A line that is generated with the
 * values of the metrics says the same with other values and with more of them; any other number is
 * a part of what it says.
 */
export function keyWithout(metrics: readonly string[], options: ValueOptions = {}): KeyOf {
  const values = valuesOf(metrics.slice(0, MOST_NAMES), options);
  return ({ text, heading, intro }) =>
    [
      values === null ? text : withoutValues(text, values(text)),
      withoutNumbers(heading),
      withoutNumbers(intro),
    ].join("\n");
}

/** Empty where nothing else is said. */
function withoutValues(text: string, values: RegExp): string {
  const rest = text.replaceAll(values, " ").replaceAll(SEPARATORS, " ").trim();
  return SAYING(rest).test(rest) ? rest : "";
}

/** `auc 0.91`, `auc: 0.91`, `auc = 91 %`, `an auc of 0.91`. */
function valuesOf(
  metrics: readonly string[],
  { further = false }: ValueOptions,
): ((text: string) => RegExp) | null {
  const names = metrics.filter((name) => name !== "").toSorted((a, b) => b.length - a.length);
  if (names.length === 0) return null;
  const any = names
    .map((name) => name.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`))
    .join("|");
  const between = String.raw`(?:\s*[:=(]\s*|\s+(?:is|was|of|at)\s+|\s+)`;
  const digits = String.raw`[-+]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:e[-+]?\d+)?(?:\s*%)?`;
  const number = String.raw`${digits}(?:\s*(?:±|\+/-)\s*${digits})?`;
  const name = String.raw`[\p{L}_][\p{L}\p{N}_@-]*`;
  const more = String.raw`(?:\)?(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+)${name}(?:\s*[:=(]\s*|\s+)${number})*`;
  const list = further ? more : "";
  return wide(String.raw`(?<![\p{L}\p{N}_])(?:${any})${between}${number}${list}`, "giu");
}

/**
 * The statements that none of the earlier notes has. Where one stands more often than before, as in
 * a section of its own, what is more is new.
 */
export function withoutEarlier(
  statements: readonly Statement[],
  earlier: readonly (readonly Statement[])[],
  keyOf: KeyOf = keyWithout([]),
): readonly Statement[] {
  const left = mostOf(earlier.map((note) => countsOf(note, keyOf)));
  return statements.filter((statement) => {
    const key = keyOf(statement);
    const count = left.get(key) ?? 0;
    // Nothing but values is as little as before, however many there are.
    if (!key.startsWith("\n")) left.set(key, count - 1);
    return count <= 0;
  });
}

function withoutNumbers(title: string): string {
  return title.replaceAll(NUMBER(title), "#");
}

function countsOf(statements: readonly Statement[], keyOf: KeyOf): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const statement of statements) {
    const key = keyOf(statement);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** One sentence in two notes is one sentence. */
function mostOf(all: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const counts of all) {
    for (const [key, count] of counts) most.set(key, Math.max(count, most.get(key) ?? 0));
  }
  return most;
}
