// The troubles that the schema finds, in words: what is there, what is expected, what is near.

import type * as z from "zod/mini";
import type { Node } from "../lib/document/node.ts";
import { nearestOf } from "../lib/nearest.ts";
import { lineAt, nodeAt, type ConfigProblem, type Path } from "./plain.ts";

type Issue = z.core.$ZodIssue;

/** Every problem of the document, each with its line. */
export function wordIssues(issues: readonly Issue[], root: Node): ConfigProblem[] {
  return issues.flatMap((issue) => wordIssue(issue, [], root));
}

function wordIssue(issue: Issue, above: Path, root: Node): ConfigProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(key, path, issue.message.split(", "), root));
  }
  const inner = issue.code === "invalid_union" ? meantBranch(issue.errors) : null;
  if (inner !== null) return inner.flatMap((each) => wordIssue(each, path, root));
  return [wrongValue(path, issue.message, root)];
}

/** The branch of a union whose outer shape fits, where one does: what is wrong is further in. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const fits = (issues: readonly Issue[]): boolean =>
    issues.length > 0 &&
    issues.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys");
  return branches.find(fits) ?? null;
}

function unknownKey(key: string, path: Path, known: readonly string[], root: Node): ConfigProblem {
  const nearest = nearestOf(key, known);
  const hint =
    nearest === null ? `known here: ${known.join(", ")}` : `did you mean \`${nearest}\`?`;
  return {
    line: lineAt(root, [...path, key]),
    text: `unknown key \`${pathText([...path, key])}\`; ${hint}`,
  };
}

function wrongValue(path: Path, expected: string, root: Node): ConfigProblem {
  const node = nodeAt(root, path);
  const subject = path.length === 0 ? "the policy" : `\`${pathText(path)}\``;
  const nearest = node?.kind === "scalar" ? nearestChoice(node.value, expected) : null;
  return {
    line: lineAt(root, path),
    text:
      `${subject} is ${node === undefined ? "missing" : received(node)}, expected ${expected}` +
      (nearest === null ? "" : `; did you mean \`${nearest}\`?`),
  };
}

/** The choice that was meant, where the expectation lists some single words. */
function nearestChoice(value: unknown, expected: string): string | null {
  if (typeof value !== "string" || expected.startsWith("a mapping")) return null;
  const choices = expected.replace(/^one of /, "").split(/,? or |, /);
  return nearestOf(
    value,
    choices.filter((choice) => /^[\w-]+$/.test(choice)),
  );
}

/** `releases.tags[2].match`. */
export function pathText(path: Path): string {
  const text = path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("");
  return text.replace(/^\./, "");
}

function received(node: Node): string {
  if (node.kind === "mapping") return node.entries.length === 0 ? "an empty mapping" : "a mapping";
  if (node.kind === "sequence") return node.items.length === 0 ? "an empty list" : "a list";
  const { value } = node;
  if (value === null) return "empty";
  if (typeof value === "string") return `the string ${JSON.stringify(shortened(value))}`;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "object") return `the date ${value.date}`;
  return `the number ${shortened(node.source ?? String(value))}`;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
