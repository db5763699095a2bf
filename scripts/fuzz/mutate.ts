// Random damage to a document: of its bytes, of its lines, and of its nesting.

import type { Chance } from "../differential/random.ts";
import { pieces } from "./corpus.ts";

type Damage = (chance: Chance, bytes: Buffer) => Buffer;

const LONGEST = 1 << 16;

/** One to six kinds of damage, one after the other. */
export function damage(chance: Chance, document: Buffer): Buffer {
  let bytes = document;
  for (let count = 1 + chance.below(6); count > 0; count -= 1) {
    bytes = chance.pick(DAMAGES)(chance, bytes).subarray(0, LONGEST);
  }
  return bytes;
}

const DAMAGES: readonly Damage[] = [
  flipByte,
  flipByte,
  insertPiece,
  insertPiece,
  insertPiece,
  replaceWithPiece,
  dropRange,
  repeatRange,
  moveRange,
  dropLine,
  repeatLine,
  indentLine,
  nest,
  repeatPiece,
];

function splice(bytes: Buffer, start: number, end: number, middle: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(end)]);
}

function rangeIn(chance: Chance, bytes: Buffer): readonly [number, number] {
  const start = chance.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + chance.below(40))];
}

function flipByte(chance: Chance, bytes: Buffer): Buffer {
  const at = chance.below(bytes.length + 1);
  return splice(bytes, at, at + 1, Buffer.from([chance.below(256)]));
}

function insertPiece(chance: Chance, bytes: Buffer): Buffer {
  const at = chance.below(bytes.length + 1);
  return splice(bytes, at, at, Buffer.from(chance.pick(pieces)));
}

function replaceWithPiece(chance: Chance, bytes: Buffer): Buffer {
  const [start, end] = rangeIn(chance, bytes);
  return splice(bytes, start, end, Buffer.from(chance.pick(pieces)));
}

function dropRange(chance: Chance, bytes: Buffer): Buffer {
  const [start, end] = rangeIn(chance, bytes);
  return splice(bytes, start, end, Buffer.alloc(0));
}

function repeatRange(chance: Chance, bytes: Buffer): Buffer {
  const [start, end] = rangeIn(chance, bytes);
  const range = bytes.subarray(start, end);
  const times = chance.once(10) ? 2000 : 2;
  return splice(bytes, end, end, Buffer.concat(Array.from({ length: times }, () => range)));
}

function moveRange(chance: Chance, bytes: Buffer): Buffer {
  const [start, end] = rangeIn(chance, bytes);
  const at = chance.below(bytes.length + 1);
  return splice(bytes, at, at, bytes.subarray(start, end));
}

function editLines(bytes: Buffer, edit: (lines: string[]) => void): Buffer {
  const lines = bytes.toString("latin1").split("\n");
  edit(lines);
  return Buffer.from(lines.join("\n"), "latin1");
}

function dropLine(chance: Chance, bytes: Buffer): Buffer {
  return editLines(bytes, (lines) => void lines.splice(chance.below(lines.length), 1));
}

function repeatLine(chance: Chance, bytes: Buffer): Buffer {
  return editLines(bytes, (lines) => {
    const at = chance.below(lines.length);
    lines.splice(chance.below(lines.length), 0, lines[at] ?? "");
  });
}

function indentLine(chance: Chance, bytes: Buffer): Buffer {
  return editLines(bytes, (lines) => {
    const at = chance.below(lines.length);
    lines[at] = chance.once(2) ? ` ${lines[at]}` : (lines[at] ?? "").slice(1);
  });
}

const OPENERS = [
  "[",
  "{",
  "{a: ",
  '{"a":',
  "- ",
  "? ",
  "(",
  "-",
  "!",
  "[[",
  "${",
  "a.",
  "**/",
  "*",
] as const;

/** Deeper than any document is, and sometimes closed again. */
function nest(chance: Chance, bytes: Buffer): Buffer {
  const opener = chance.pick(OPENERS);
  const times = chance.pick([10, 99, 100, 101, 1000, 20_000]);
  const at = chance.below(bytes.length + 1);
  const closer =
    { "[": "]", "{": "}", "{a: ": "}", '{"a":': "}", "(": ")" }[opener as string] ?? "";
  return splice(bytes, at, at, Buffer.from(opener.repeat(times) + closer.repeat(times)));
}

function repeatPiece(chance: Chance, bytes: Buffer): Buffer {
  const at = chance.below(bytes.length + 1);
  return splice(bytes, at, at, Buffer.from(chance.pick(pieces).repeat(chance.pick([3, 50, 3000]))));
}
