// What a template asks and nobody answered: it names things, and says nothing of them.

import type { Block, Statement, TextBlock } from "./note-block.ts";
import { saysChange } from "./change-words.ts";
import { isNoAnswer } from "./no-claim.ts";

/** What is longer than this is a sentence, whatever its last character is. */
const LONGEST_LABEL = 80;
const ASKING = /[:：?？]$/;
const PARTS = /[:：]/;
/** `auc: n/a`, `What failed? None.`, also several in one paragraph. */
const ANSWER = /\s*[:：?？]\s*|\s+[-–—]+\s+/;

/** The statements of the blocks, without questions and labels that no text, list, table or code follows. */
export function answered(blocks: readonly Block[]): readonly Statement[] {
  const after: Block[] = [];
  for (const block of blocks.toReversed()) {
    const kept = isText(block) ? keptOf(block, after) : block;
    if (kept !== null) after.push(kept);
  }
  return after.toReversed().flatMap((block) => (isText(block) ? block.statements : []));
}

function isText(block: Block): block is TextBlock {
  return block.kind !== "heading" && block.kind !== "code";
}

/** @param after what stands below it, the nearest last */
function keptOf(block: TextBlock, after: readonly Block[]): TextBlock | null {
  if (block.isTicked || block.kind === "trailer") return block;
  let hasAnswer = isAnswered(block, after);
  const kept: Statement[] = [];
  for (const statement of block.statements.toReversed()) {
    const isRefused = isRefusal(statement.text);
    if (isRefused) hasAnswer = false;
    else if (block.kind !== "title-row" && !isAsking(statement.text)) hasAnswer = true;
    if (!isRefused && hasAnswer) kept.push(statement);
  }
  return kept.length === 0 ? null : { ...block, statements: kept.toReversed() };
}

function isAnswered(block: TextBlock, after: readonly Block[]): boolean {
  const next = after.findLast((each) => each.kind !== "heading" || each.level <= block.level);
  if (next === undefined || next.kind === "heading" || next.kind === "trailer") return false;
  if (next.kind === "code") return true;
  if (block.kind === "title-row") return next.kind === "row";
  if (next.kind === "item") return block.kind !== "item" || isBelow(block, next);
  return next.kind !== "paragraph" || !isNextLabel(block, next);
}

/** Words of a label that another one may follow; a longer one may be a sentence about both. */
const MOST_LABEL_WORDS = 3;

function isNextLabel({ statements }: TextBlock, next: TextBlock): boolean {
  const { text = "" } = statements.at(-1) ?? {};
  const isLabel = !PARTS.test(text) || text.split(" ").length <= MOST_LABEL_WORDS;
  return isLabel && next.statements.every((statement) => isAsking(statement.text));
}

/** In a list, what is indented more is an answer; what is not may be the next label. */
function isBelow(item: TextBlock, next: TextBlock): boolean {
  if (next.indent !== item.indent) return next.indent > item.indent;
  return !next.statements.some(({ text }) => ASKING.test(text) || PARTS.test(text));
}

function isAsking(text: string): boolean {
  return ASKING.test(text) && text.split(PARTS).every((part) => part.length <= LONGEST_LABEL);
}

/** `n/a`, or labels with nothing else behind them. */
export function isRefusal(text: string): boolean {
  const [label = "", ...answers] = text.split(ANSWER);
  const last = answers.pop();
  if (last === undefined) return isNoAnswer(label);
  if (label.length > LONGEST_LABEL || !isNoAnswer(last)) return false;
  return answers.every((answer) => isNoAnswer(answer.split(" ")[0] ?? ""));
}

/** Words of a cell that may be a name, and no sentence. */
const MOST_NAME_WORDS = 2;

/** Whether all cells of a row but a name or question are empty. */
export function isOpenRow(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "" && !isNoAnswer(cell));
  if (cells.length < 2 || filled.length > 1) return false;
  const [only = ""] = filled;
  return isAsking(only) || (only.split(" ").length <= MOST_NAME_WORDS && !saysChange(only));
}
