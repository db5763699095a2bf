// A tree object: one directory of a commit, as git stores it.

import { malformed, parsed, type Parsed } from "../reading.ts";
import { decodePath, toBuffer } from "./text.ts";
import type { EntryKind } from "./tree.ts";

export interface RawEntry {
  readonly name: string;
  /** Six octal digits. */
  readonly mode: string;
  readonly kind: EntryKind | "directory";
  readonly oid: string;
}

const SPACE = 0x20;
const FORMAT = 0o170000;
const KINDS = new Map<number, RawEntry["kind"]>([
  [0o040000, "directory"],
  [0o100000, "file"],
  [0o120000, "link"],
  [0o160000, "submodule"],
]);

/**
 * `<mode> SP <name> NUL <binary oid>`, repeated (gitformat: tree object). `oidBytes` is 20 or 32.
 * Names that would lead out of the directory or into `.git`, and names that come twice, are
 * malformed: git never writes them, and what reads them by path would be led astray.
 */
export function parseTreeObject(bytes: Uint8Array, oidBytes: 20 | 32): Parsed<RawEntry[]> {
  const buffer = toBuffer(bytes);
  const entries: RawEntry[] = [];
  const names = new Set<string>();
  for (let start = 0; start < buffer.length;) {
    const space = buffer.indexOf(SPACE, start);
    const end = space === -1 ? -1 : buffer.indexOf(0, space);
    const next = end + 1 + oidBytes;
    if (end === -1 || next > buffer.length) return malformed("a tree entry is cut off");
    const entry = toEntry(buffer.toString("latin1", start, space), {
      name: decodePath(buffer.subarray(space + 1, end)),
      oid: buffer.toString("hex", end + 1, next),
    });
    if (!entry.ok) return entry;
    const { name } = entry.value;
    if (names.has(name)) return malformed(`a tree has two entries named ${JSON.stringify(name)}`);
    names.add(name);
    entries.push(entry.value);
    start = next;
  }
  return parsed(entries);
}

function toEntry(
  modeText: string,
  { name, oid }: { readonly name: string; readonly oid: string },
): Parsed<RawEntry> {
  const mode = /^[0-7]{5,6}$/.test(modeText) ? Number.parseInt(modeText, 8) : 0;
  const kind = KINDS.get(mode & FORMAT);
  if (kind === undefined) return malformed(`a tree entry has the mode ${JSON.stringify(modeText)}`);
  if (isForbidden(name)) return malformed(`a tree entry is named ${JSON.stringify(name)}`);
  return parsed({ name, oid, kind, mode: mode.toString(8).padStart(6, "0") });
}

/** What git itself refuses to check out, on every system. */
function isForbidden(name: string): boolean {
  return (
    name === "" || name === "." || name === ".." || name.includes("/") || /^\.git$/i.test(name)
  );
}
