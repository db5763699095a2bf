// What a review note says, statement by statement: its code, comments and unfilled places taken away.

import { wide } from "../wide-pattern.ts";

/** One sentence, list item or table row, with what stands over it. */
export interface Statement {
  readonly text: string;
  /** The nearest heading above it. */
  readonly heading: string;
  /** The line that ends in a colon and introduces the list that it is in. */
  readonly intro: string;
}

/** Characters of a note that are read; nobody reviews more. */
export const NOTE_LIMIT: number = 64 * 1024;

const FENCE = /^[\s>]*(?:[-*+]\s+)?(?<fence>`{3,}|~{3,})(?<info>.*)$/;
const HEADING = /^ {0,3}#{1,6}(?:\s+(?<text>.*))?$/;
const UNDERLINE = /^ {0,3}(?:=+|-+)\s*$/;
const RULER = /^[\s|:*_-]+$/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?<text>.*)$/;
const UNTICKED = /^\[ \]/;
const TICKED = /^\[[xX]\]\s*/;
/** A line of a message that is of the tag, not of its text. */
export const TRAILER: RegExp = /^[A-Za-z][A-Za-z0-9-]*: /;
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
  readonly statements: Statement[];
  heading: string;
  intro: string;
  lines: string[];
  isItem: boolean;
  /** Inside of a list, what is indented belongs to an item; outside it is code. */
  inList: boolean;
  afterBlank: boolean;
}

/** Reads a note as Markdown, which a tag's message or a plain text is as well. Total, in linear time. */
export function statementsOf(note: string): readonly Statement[] {
  const reading: Reading = {
    statements: [],
    heading: "",
    intro: "",
    lines: [],
    isItem: false,
    inList: false,
    afterBlank: true,
  };
  for (const line of visibleLines(note.slice(0, NOTE_LIMIT))) {
    readLine(reading, line);
    reading.afterBlank = line.trim() === "";
  }
  endParagraph(reading);
  return reading.statements;
}

/** The lines without fenced code and HTML comments; both end with the note where nothing ends them. */
function visibleLines(text: string): readonly string[] {
  let fence: string | null = null;
  let isComment = false;
  return text.split(/\r\n?|\n/).map((line) => {
    if (fence !== null) {
      if (closes(line, fence)) fence = null;
      return "";
    }
    const visible = withoutComments(line, isComment);
    isComment = visible.isOpen;
    const opening = FENCE.exec(visible.text)?.groups;
    if (opening?.["fence"] === undefined || opening["info"]?.includes("`") === true) {
      return visible.text;
    }
    fence = opening["fence"];
    return "";
  });
}

function closes(line: string, fence: string): boolean {
  const bare = line.replace(/^[\s>]*/, "").trimEnd();
  return bare.length >= fence.length && bare === (fence[0] ?? "").repeat(bare.length);
}

function withoutComments(line: string, isOpen: boolean): { text: string; isOpen: boolean } {
  let text = "";
  let rest = line;
  let open = isOpen;
  while (rest !== "") {
    const at = rest.indexOf(open ? "-->" : "<!--");
    if (at === -1) return { text: open ? text : text + rest, isOpen: open };
    if (!open) text += rest.slice(0, at);
    rest = rest.slice(at + (open ? 3 : 4));
    open = !open;
  }
  return { text, isOpen: open };
}

function readLine(reading: Reading, quoted: string): void {
  const line = quoted.replace(/^(?:\s{0,3}>\s?)+/, "");
  if (line.trim() === "") return endParagraph(reading);
  if (isCode(reading, line)) return;
  const heading = HEADING.exec(line);
  if (heading !== null) return startSection(reading, heading.groups?.["text"] ?? "");
  if (UNDERLINE.test(line) && reading.lines.length > 0 && !reading.isItem) {
    const title = reading.lines.join(" ");
    reading.lines = [];
    return startSection(reading, title);
  }
  if (RULER.test(line)) return endParagraph(reading);
  readText(reading, line);
}

function isCode(reading: Reading, line: string): boolean {
  return INDENTED.test(line) && reading.afterBlank && !reading.inList;
}

function startSection(reading: Reading, title: string): void {
  endParagraph(reading);
  reading.heading = cleaned(title.replace(/\s#+\s*$/, ""));
  reading.intro = "";
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
  reading.lines.push(item.groups?.["text"] ?? "");
}

/** A row of a table is a statement of its own; so is any other line with such a stroke. */
function readRow(reading: Reading, line: string): void {
  endParagraph(reading);
  reading.lines.push(line.replaceAll("|", " "));
  endParagraph(reading);
}

/** Makes statements of the lines that were read, and keeps a line that introduces a list. */
function endParagraph(reading: Reading): void {
  const { statements, heading, intro, lines, isItem } = reading;
  const text = lines.join(" ").trim();
  reading.lines = [];
  reading.isItem = false;
  if (text === "" || UNTICKED.test(text)) return;
  if (!isItem) reading.intro = text.endsWith(":") ? cleaned(text) : "";
  for (const sentence of text.replace(TICKED, "").split(SENTENCE_END(text))) {
    if (UNFILLED(sentence).test(sentence) || OPEN_PLACE(sentence).test(sentence)) continue;
    const plain = cleaned(sentence);
    if (plain !== "") statements.push({ text: plain, heading, intro: isItem ? intro : "" });
  }
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
