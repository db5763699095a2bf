// Tag and commit objects as facts. Pure; hostile bytes give a problem, never an exception.

import type { CommitFacts, Person, TagFacts, Trailer } from "../evidence.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { decodeText } from "./text.ts";
import { parseTrailers } from "./trailers.ts";

/** What one tag object says. */
export interface TagObject {
  readonly object: string;
  readonly type: string;
  readonly name: string;
  readonly tagger: Person | null;
  /** Without the signature. */
  readonly message: string;
  readonly trailers: readonly Trailer[];
  readonly signature: TagFacts["signature"];
}

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Headers `object`, `type`, `tag`, `tagger`, a blank line, the message, the signature. */
export function parseTag(bytes: Uint8Array): Parsed<TagObject> {
  const { headers, body } = splitObject(decodeText(bytes));
  const object = first(headers, "object");
  const type = first(headers, "type");
  const name = first(headers, "tag");
  if (object === null || !OBJECT_ID.test(object)) return malformed("the tag names no object");
  if (type === null) return malformed("the tag does not say the type of its object");
  if (name === null) return malformed("the tag object has no name");
  const tagger = first(headers, "tagger");
  const { message, signature } = splitSignature(body);
  const headerSignature = first(headers, "gpgsig") ?? first(headers, "gpgsig-sha256");
  return parsed({
    object,
    type,
    name,
    tagger: tagger === null ? null : parsePerson(tagger),
    message,
    trailers: parseTrailers(message),
    signature: signature ?? signatureKind(headerSignature ?? ""),
  });
}

/** Headers `tree`, `parent`…, `author`, a blank line, the message. */
export function parseCommit(oid: string, bytes: Uint8Array): Parsed<CommitFacts> {
  const { headers, body } = splitObject(decodeText(bytes));
  const tree = first(headers, "tree");
  const parents = headers.get("parent") ?? [];
  if (tree === null || !OBJECT_ID.test(tree)) return malformed("the commit names no tree");
  if (!parents.every((parent) => OBJECT_ID.test(parent))) {
    return malformed("the commit has a parent that is no object id");
  }
  const author = parsePerson(first(headers, "author") ?? "");
  return parsed({ oid, tree, parents, author, subject: subjectOf(body), message: body });
}

/** `Name <email> seconds zone`; what is missing is empty, and the time 0. */
export function parsePerson(line: string): Person {
  const match = /^(?<name>[^<]*)<(?<email>[^>]*)>(?: (?<time>\d{1,15})(?: [+-]\d{4})?$)?/.exec(
    line,
  );
  const { name = line, email = "", time = "0" } = match?.groups ?? {};
  return { name: name.trim(), email: email.trim(), time: Number(time) };
}

/** The first paragraph on one line, as `git log --format=%s` shows it. */
function subjectOf(message: string): string {
  const paragraph = /^\s*(?<text>[^]*?)(?:\n[ \t]*\n|$)/.exec(message)?.groups?.["text"] ?? "";
  return paragraph
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();
}

interface Parts {
  /** Every header by its name, continuation lines joined with LF. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

function splitObject(text: string): Parts {
  const end = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
  const head = end === -1 ? text : text.slice(0, end);
  const body = end === -1 ? "" : text.slice(end === 0 ? 1 : end + 2);
  const headers = new Map<string, string[]>();
  // A line that starts with a space continues the header above it.
  for (const header of head.split(/\n(?! )/)) {
    const [, name = "", value = ""] = /^(\S*) ?(.*)$/s.exec(header) ?? [];
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [value.replaceAll("\n ", "\n")]);
    else values.push(value.replaceAll("\n ", "\n"));
  }
  return { headers, body };
}

function first(headers: Parts["headers"], name: string): string | null {
  return headers.get(name)?.[0] ?? null;
}

const SIGNATURES: readonly (readonly [string, TagFacts["signature"]])[] = [
  ["-----BEGIN PGP SIGNATURE-----", "openpgp"],
  ["-----BEGIN PGP MESSAGE-----", "openpgp"],
  ["-----BEGIN SSH SIGNATURE-----", "ssh"],
  ["-----BEGIN SIGNED MESSAGE-----", "x509"],
];

function signatureKind(text: string): TagFacts["signature"] {
  return SIGNATURES.find(([start]) => text.startsWith(start))?.[1] ?? null;
}

/** The signature starts at the last line that begins one (git: gpg-interface.c parse_signed_buffer). */
function splitSignature(body: string): {
  readonly message: string;
  readonly signature: TagFacts["signature"];
} {
  const at = Math.max(...SIGNATURES.map(([start]) => lastLineStart(body, start)));
  if (at === -1) return { message: body, signature: null };
  return { message: body.slice(0, at), signature: signatureKind(body.slice(at)) };
}

function lastLineStart(text: string, start: string): number {
  const at = text.lastIndexOf(`\n${start}`);
  if (at !== -1) return at + 1;
  return text.startsWith(start) ? 0 : -1;
}
