// What a report format is: a name and a function from a report to text.

import type { AnyRule } from "../rule.ts";
import type { Report } from "../report.ts";
import { redactReport } from "./redact.ts";

export type Style = "bad" | "warn" | "good" | "dim" | "strong";

/** Colours a piece of text, or does not: the terminal decides, the reporter only says what it is. */
export type Paint = (style: Style, text: string) => string;

export interface RenderContext {
  /** For the headline of a refusal and what a format says of each rule. */
  readonly rules: readonly AnyRule[];
  readonly paint: Paint;
  /** Columns: the terminal's, 100 where there is none, 72 in hooks. */
  readonly width: number;
  /** What may be typed next, where the caller knows: one line each. */
  readonly hints: readonly string[];
  /** One line a release, where all of them are asked for. */
  readonly table?: boolean;
}

export interface Reporter {
  /** As `--format` names it. */
  readonly format: string;
  /** Text that ends with a newline and holds no control character of the repository. */
  readonly render: (report: Report, context: RenderContext) => string;
}

/** No colour: for files, pipes and hooks. */
export const plain: Paint = (_style, text) => text;

/** The one way to make a reporter: none of them sees a credential. */
export function defineReporter(format: string, render: Reporter["render"]): Reporter {
  return { format, render: (report, context) => render(redactReport(report), context) };
}
