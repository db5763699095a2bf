// What reading one thing gave: its value, its absence, or why it could not be read. Never an exception.

/** Where a reading came from: a path in the audited tree (or `<ref>` for a tag), and its object. */
export interface Source {
  readonly path: string;
  readonly oid: string | null;
}

/**
 * Why something could not be read.
 * `malformed` is a fault of the bytes and a rule may report it; the other three are limits of this
 * place, and make what needs the bytes unverifiable.
 */
export type ProblemCause = "malformed" | "missing-object" | "too-large" | "unsupported";

export interface Problem {
  readonly cause: ProblemCause;
  /** One clause without a final full stop: "line 3 repeats the key \"stages\"". */
  readonly text: string;
  /** 1-based, null where unknown. */
  readonly line: number | null;
  readonly column: number | null;
}

/** The result of a pure parser. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export type Reading<Value> =
  | { readonly state: "present"; readonly value: Value; readonly source: Source }
  | { readonly state: "absent"; readonly source: Source }
  | { readonly state: "unreadable"; readonly problem: Problem; readonly source: Source };

/** A parser's result, with the place that its bytes came from. */
export function toReading<Value>(result: Parsed<Value>, source: Source): Reading<Value> {
  return result.ok
    ? { state: "present", value: result.value, source }
    : { state: "unreadable", problem: result.problem, source };
}

export function parsed<Value>(value: Value): Parsed<Value> {
  return { ok: true, value };
}

export function malformed(
  text: string,
  line: number | null = null,
  column: number | null = null,
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { cause: "malformed", text, line, column } };
}
