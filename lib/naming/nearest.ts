// The good name that a bad one is nearest to.

import type { Policy, TagGrammar } from "../policy.ts";
import { GTO_ARTIFACT } from "./gto.ts";
import { withoutLabels } from "./labels.ts";
import { ignoredBy, readName } from "./read.ts";
import { piecesOf } from "./template.ts";

/** A name taken apart around its version. */
interface Parts {
  readonly before: string;
  readonly v: string;
  readonly numbers: string;
  /** As SemVer writes it, with its `-` or `+`; may be empty. */
  readonly suffix: string;
}

/**
 * The nearest name that the policy reads as a release, or null where none can be derived without
 * a guess. `folded` holds no look-alikes any more (fold.ts).
 */
export function nearestName(folded: string, releases: Policy["releases"]): string | null {
  for (const name of candidates(folded, releases.tags)) {
    if (readName(name, releases.tags) !== null && ignoredBy(name, releases.ignore) === null) {
      return name;
    }
  }
  return null;
}

function* candidates(folded: string, tags: readonly TagGrammar[]): Generator<string> {
  yield* respellings(folded);
  const bare = withoutPrefix(folded);
  yield bare;
  const unlabelled = trimmed(withoutLabels(bare));
  yield unlabelled;
  yield* rebuilt(unlabelled, tags);
}

/** The same name in the right case and with digits for the letters that pose as them. */
export function* respellings(folded: string): Generator<string> {
  yield folded;
  const lowerV = folded.replaceAll(/(?<![A-Za-z])V(?=\d)/g, "v");
  yield lowerV;
  yield lowerV.toLowerCase();
  yield withDigits(folded);
}

/** `vl.O.0` as `v1.0.0`, where a digit shows that numbers are meant. */
function withDigits(text: string): string {
  if (!/[0-9]/.test(text)) return text;
  const digits = text
    .replaceAll(/(?<=^|[vV0-9.])[Oo](?=[0-9.OoIl]|$)/g, "0")
    .replaceAll(/(?<=^|[vV0-9.])[Il](?=[0-9.OoIl]|$)/g, "1");
  return /\d\.\d/.test(digits) ? digits : text;
}

/** Without what only repeats that it is a tag or a version: `refs/tags/v1.0.0`, `version-1.0`, `v.1.0`. */
function withoutPrefix(text: string): string {
  return text
    .replace(/^(?:refs\/)?tags?\//i, "")
    .replace(/^(?:version|ver|v)[-_./]+(?=\d)/i, (word) => (/^v[^e]/i.test(word) ? "v" : ""))
    .replace(/^(?:version|ver)(?=\d)/i, "")
    .replaceAll(/(?<![A-Za-z])V(?=\d)/g, "v");
}

function trimmed(text: string): string {
  return text.replace(/^[-_./ ]+/, "").replace(/[-_./ ]+$/, "");
}

function* rebuilt(text: string, tags: readonly TagGrammar[]): Generator<string> {
  const parts = takeApart(text);
  if (parts === null) return;
  // What a team made a template for is how it calls its releases.
  const own = tags.filter(({ kind }) => kind === "template");
  for (const grammar of [...own, ...tags.filter(({ kind }) => kind !== "template")]) {
    const name = rebuild(parts, grammar);
    if (name !== null) yield name;
  }
}

function takeApart(text: string): Parts | null {
  const dotted = /(?<![A-Za-z0-9.])(v?)(\d+(?:\.\d+){1,3})(?!\d|\.\d)/.exec(text);
  const match = dotted ?? /(?<![A-Za-z0-9.])(v?)(\d+)(?!\d)/.exec(text);
  if (match === null) return null;
  const suffix = asSuffix(text.slice(match.index + match[0].length));
  if (suffix === null) return null;
  const before = text.slice(0, match.index).replace(/[-_./@=#:+~ ]+$/, "");
  const isArtifact = text.charAt(before.length) === "@";
  if (before !== "" && suffix !== "" && !isArtifact && !KNOWN_SUFFIX.test(suffix)) return null;
  return { before, v: match[1] ?? "", numbers: match[2] ?? "", suffix };
}

/** With other words on both sides (`before-1.2-refactor`) a version may be named, but not meant. */
const KNOWN_SUFFIX = /^(?:-(?:alpha|beta|preview|pre|rc|dev)\b|\+)/;

const PRE_RELEASES: Readonly<Record<string, string>> = { a: "alpha", b: "beta", c: "rc" };

/** What follows the numbers, as SemVer writes it (`rc1` and Python's `.dev3` too); null if no one knows. */
function asSuffix(text: string): string | null {
  if (text === "") return "";
  const python = /^[-_.]?(alpha|beta|preview|pre|rc|dev|a|b|c)[-_.]?(\d+)$/i.exec(text);
  if (python !== null) {
    const word = (python[1] ?? "").toLowerCase();
    return `-${PRE_RELEASES[word] ?? word}.${BigInt(python[2] ?? "0")}`;
  }
  if (!/^[-_~+][0-9A-Za-z]/.test(text)) return null;
  const written = text.replace(/^[_~]/, "-").replaceAll(/[_~]/g, "-");
  return written.replaceAll(/(?<=[-.])0+(?=\d+(?:[.+]|$))/g, "");
}

function rebuild(parts: Parts, grammar: TagGrammar): string | null {
  if (grammar.kind === "template") return rebuildTemplate(parts, grammar.template ?? "");
  if (grammar.kind === "gto") return rebuildGto(parts);
  return parts.before === "" ? `${parts.v}${parts.numbers}${parts.suffix}` : null;
}

const ARTIFACT = new RegExp(`^${GTO_ARTIFACT}$`);

function rebuildGto({ before, numbers, suffix }: Parts): string | null {
  const three = numbers.split(".").map((number) => String(BigInt(number)));
  if (!ARTIFACT.test(before) || three.length > 3) return null;
  while (three.length < 3) three.push("0");
  return `${before}@v${three.join(".")}${suffix}`;
}

/** Only of a template whose every piece is known: what stands before the version is its artifact or its own text. */
function rebuildTemplate({ before, v, numbers, suffix }: Parts, template: string): string | null {
  const pieces = piecesOf(template);
  if (pieces.includes("stage")) return null;
  const known = pieces.includes("artifact") ? before !== "" : isTextOf(template, before);
  if (!known) return null;
  const values: Readonly<Record<string, string>> = {
    artifact: before,
    version: `${v}${numbers}${suffix}`,
  };
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : values[piece])).join("");
}

function isTextOf(template: string, before: string): boolean {
  return before === "" || letters(template.slice(0, template.indexOf("{"))) === letters(before);
}

function letters(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
}
