// What a review note says, statement by statement: its code, comments and unfilled places taken away.

import { wide } from "../wide-pattern.ts";
import type { Block, Statement, TextBlock } from "./note-block.ts";
import { answered, isOpenRow, isRefusal } from "./unanswered.ts";
import { CODE, visibleLines } from "./visible-lines.ts";

export type { Statement } from "./note-block.ts";

/** Characters of a note that are read; nobody reviews more. */
export const NOTE_LIMIT: number = 64 * 1024;

const HEADING = /^ {0,3}(?<marks>#{1,6})(?:\s+(?<title>.*))?$/;
const UNDERLINE = /^ {0,3}(?:=+|-+)\s*$/;
const RULER = /^[\s|:*_-]+$/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?<text>.*)$/;
const UNTICKED = /^\[ \]/;
const TICKED = /^\[[xX]\]\s*/;
/** A line of a message that is of the tag, not of its text. */
export const TRAILER: RegExp = /^[A-Za-z][A-Za-z0-9-]*: /;
/** A trailer that names or signs something, and says nothing of the heading that it stands below. */
const NAMING = /^(?:[a-z-]+-by|baseline|experiment|change-id|waive|repairs): /i;
const SHOWN = /<(?:https?:|img\s)/i;
/** Code marks around all of a sentence. */
const MARKED = /^(`+)(?<code>[^`]+)\1[.;,]?$/;
const INDENTED = /^(?: {4}|\t)/;
/** Sentences end before what does not go on in lower case: `e.g. this` is one. */
const SENTENCE_END = wide(String.raw`(?<=[.!?])\s+(?=[^\p{Ll}\s])`, "u");
const UNFILLED = wide(
  String.raw`(?<![\p{L}\p{N}_])(?:TODO|TBD|TBC|FIXME|XXX)(?![\p{L}\p{N}_])|^\s*todo\b`,
  "u",
);

/** `<describe the change>` or `{{ reason }}`: what a template asks for. `<b>` and `a < b and c > d` are none. */
const OPEN_PLACE = wide(String.raw`<[\p{L}][^<>=/]*\s[\p{L}][^<>=]*(?<!\s)>|\{\{[^{}]*\}\}`, "u");

/** Underscores around words, not in them. */
const UNDERSCORES = wide(
  String.raw`(?<![\p{L}\p{N}_])_+(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])_+(?![\p{L}\p{N}_])`,
  "gu",
);

interface Reading {
  readonly blocks: Block[];
  /** An item that ends in a colon: what is indented more is said of it. */
  label: { readonly text: string; readonly indent: number } | null;
  heading: string;
  level: number;
  intro: string;
  lines: string[];
  indent: number;
  isItem: boolean;
  /** Inside of a list, what is indented belongs to an item; outside it is code. */
  inList: boolean;
  afterBlank: boolean;
}

/** Reads a note as Markdown, which a tag's message or a plain text is as well. Total, in linear time. */
export function statementsOf(note: string): readonly Statement[] {
  const reading: Reading = {
    blocks: [],
    label: null,
    heading: "",
    level: 0,
    intro: "",
    lines: [],
    indent: 0,
    isItem: false,
    inList: false,
    afterBlank: true,
  };
  for (const line of visibleLines(note.slice(0, NOTE_LIMIT))) {
    if (line === CODE) addCode(reading);
    else readLine(reading, line);
    reading.afterBlank = line === CODE || line.trim() === "";
  }
  endParagraph(reading);
  return answered(reading.blocks);
}

function readLine(reading: Reading, quoted: string): void {
  const line = quoted.replace(/^(?:\s{0,3}>\s?)+/, "");
  if (line.trim() === "") return endParagraph(reading);
  if (isCode(reading, line)) return addCode(reading);
  const heading = headingOf(reading, line);
  if (heading !== null) return startSection(reading, heading);
  if (RULER.test(line)) return endRow(reading, line);
  readText(reading, line);
}

function isCode(reading: Reading, line: string): boolean {
  return INDENTED.test(line) && reading.afterBlank && !reading.inList;
}

interface Heading {
  readonly title: string;
  readonly level: number;
}

/** With marks before it, or of the lines that this one underlines: those are no paragraph then. */
function headingOf(reading: Reading, line: string): Heading | null {
  const { title = "", marks } = HEADING.exec(line)?.groups ?? {};
  if (marks !== undefined) return { title, level: marks.length };
  if (!UNDERLINE.test(line) || reading.lines.length === 0 || reading.isItem) return null;
  const lines = reading.lines.join(" ");
  reading.lines = [];
  return { title: lines, level: line.includes("=") ? 1 : 2 };
}

function addCode(reading: Reading): void {
  endParagraph(reading);
  reading.blocks.push({ kind: "code" });
}

function startSection(reading: Reading, { title, level }: Heading): void {
  endParagraph(reading);
  reading.blocks.push({ kind: "heading", level });
  reading.level = level;
  reading.heading = cleaned(title.replace(/\s#+\s*$/, ""));
  reading.intro = "";
  reading.label = null;
  reading.inList = false;
}

function readText(reading: Reading, line: string): void {
  const item = ITEM.exec(line);
  if (line.includes("|")) return readRow(reading, line);
  if (item !== null || TRAILER.test(line)) endParagraph(reading);
  if (item === null) {
    if (reading.afterBlank && !/^\s/.test(line)) reading.inList = false;
    reading.lines.push(line);
    return;
  }
  reading.isItem = true;
  reading.inList = true;
  reading.indent = line.replaceAll("\t", "    ").search(/\S/);
  reading.lines.push(item.groups?.["text"] ?? "");
}

/** A row of a table is a statement of its own; so is any other line with such a stroke. */
function readRow(reading: Reading, line: string): void {
  endParagraph(reading);
  const cells = line.replaceAll(/^\s*\||\|\s*$/g, "").split("|");
  if (isOpenRow(cells.map(cleaned))) return;
  reading.lines.push(line.replaceAll("|", " "));
  endParagraph(reading, cells.length > 1 ? "row" : "paragraph");
}

/** What a rule with strokes stands below are the titles of columns. */
function endRow(reading: Reading, ruler: string): void {
  endParagraph(reading);
  const titles = reading.blocks.at(-1);
  if (titles?.kind !== "row" || !ruler.includes("|") || reading.afterBlank) return;
  reading.blocks.splice(-1, 1, { ...titles, kind: "title-row" });
}

/** Makes statements of the lines that were read, and keeps a line that introduces a list. */
function endParagraph(reading: Reading, kind: TextBlock["kind"] = kindOf(reading)): void {
  const { blocks, indent, level } = reading;
  const text = readLines(reading);
  const isItem = kind === "item";
  reading.lines = [];
  reading.isItem = false;
  if (text === "" || UNTICKED.test(text)) return;
  if (!isItem) startIntro(reading, text);
  const plain = text.replace(TICKED, "");
  const statements = sentencesOf(plain, {
    heading: kind === "trailer" ? "" : reading.heading,
    intro: isItem ? introOf(reading, text) : "",
  });
  const isTicked = plain !== text;
  if (statements.length > 0) blocks.push({ kind, statements, indent, level, isTicked });
  else if (SHOWN.test(text)) blocks.push({ kind: "code" });
}

function startIntro(reading: Reading, text: string): void {
  reading.label = null;
  reading.intro = text.endsWith(":") ? cleaned(text) : "";
}

function readLines({ lines }: Reading): string {
  return lines
    .filter((line, index) => !isRefusedLine(line, index))
    .join(" ")
    .trim();
}

/** Of an item: the label that it stands below in the list, or what introduces all of the list. */
function introOf(reading: Reading, text: string): string {
  const { label, indent, intro } = reading;
  const above = label !== null && indent > label.indent ? label : null;
  reading.label = text.endsWith(":") ? { text: cleaned(text), indent } : above;
  return above?.text ?? intro;
}

function kindOf({ isItem, lines: [first = ""] }: Reading): TextBlock["kind"] {
  if (isItem) return "item";
  return NAMING.test(first) ? "trailer" : "paragraph";
}

/** `What failed: n/a`, in a line of its own: what stands in the next one is no part of it. */
function isRefusedLine(line: string, index: number): boolean {
  return line.includes(":") && (index === 0 || /^\W*[A-Z]/.test(line)) && isRefusal(cleaned(line));
}

function sentencesOf(text: string, above: Omit<Statement, "text">): readonly Statement[] {
  return text.split(SENTENCE_END(text)).flatMap((sentence) => {
    if (UNFILLED(sentence).test(sentence) || OPEN_PLACE(sentence).test(sentence)) return [];
    const plain = cleaned(sentence);
    if (plain === "") return [];
    return isCommand(sentence)
      ? { text: plain, ...above, isCode: true }
      : { text: plain, ...above };
  });
}

/** Several words of code; one may be the name of what the list is about. */
function isCommand(sentence: string): boolean {
  return /\s/.test(MARKED.exec(sentence.trim())?.groups?.["code"]?.trim() ?? "");
}

/** Without markup, tags, `<describe …>`, `{{ … }}`; empty for what is `[nothing but a hint]`. */
function cleaned(text: string): string {
  const plain = text
    .replaceAll(/\{\{[^{}]*\}\}/g, " ")
    .replaceAll(/<[^<>]*>/g, " ")
    .replaceAll(/!?\[([^[\]]*)\]\([^()\s]*\)/g, "$1")
    .trim();
  return /^\[[^[\]]*\][.:]?$/.test(plain) ? "" : withoutMarkup(plain);
}

/** Without emphasis, code marks and escapes: as it is shown. Names are compared in this form. */
export function withoutMarkup(text: string): string {
  return text
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1")
    .replaceAll(/[*`]|~~/g, "")
    .replaceAll(UNDERSCORES(text), "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
