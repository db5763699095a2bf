// The text of a configuration file as a document, by the file's name. Nothing is ever executed.

import { posix } from "node:path";
import { getNode, type Node } from "../lib/document/node.ts";
import type { Parsed } from "../lib/reading.ts";
import type { ConfigProblem } from "./plain.ts";

/** The parsers of lib/document/. */
export interface DocumentParsers {
  readonly yaml: (text: string) => Parsed<Node>;
  /** Refuses duplicate keys. */
  readonly json: (text: string) => Parsed<Node>;
  readonly toml: (text: string) => Parsed<Node>;
}

/** What a file holds for us; `absent` where it is empty, or a shared file without our section. */
export type ConfigText =
  | { readonly state: "present"; readonly document: Node }
  | { readonly state: "absent" }
  | { readonly state: "broken"; readonly problem: ConfigProblem };

/** Bytes. A policy has a few hundred. */
export const CONFIG_LIMIT = 1_000_000;

export const SCRIPT_EXTENSIONS: readonly string[] = [".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"];

/** @param file path with `/`; its last part decides the format, and anything unknown is YAML */
export function parseConfig(file: string, content: string, parsers: DocumentParsers): ConfigText {
  const text = content.replace(/^\uFEFF/, "");
  const name = posix.basename(file);
  const extension = posix.extname(name);
  if (text.trim() === "") return { state: "absent" };
  if (text.includes("\uFFFD")) return broken("it is not UTF-8");
  if (SCRIPT_EXTENSIONS.includes(extension)) {
    return broken("JavaScript is refused: a policy is data; write it as tagproof.config.yaml");
  }
  if (name === "package.json") return sectionOf(text, parsers.json, ["tagproof"]);
  if (name === "pyproject.toml") return sectionOf(text, parsers.toml, ["tool", "tagproof"]);
  const parse =
    extension === ".json" ? parsers.json : extension === ".toml" ? parsers.toml : parsers.yaml;
  return toConfigText(parse(text));
}

/** A shared file that nowhere says `tagproof` is not ours, and not parsed: it may be malformed. */
function sectionOf(
  text: string,
  parse: DocumentParsers["json"],
  path: readonly string[],
): ConfigText {
  if (!text.includes("tagproof")) return { state: "absent" };
  const whole = toConfigText(parse(text));
  if (whole.state !== "present") return whole;
  let node: Node | undefined = whole.document;
  for (const key of path) node = node?.kind === "mapping" ? getNode(node, key) : undefined;
  return node === undefined ? { state: "absent" } : { state: "present", document: node };
}

function toConfigText(parsed: Parsed<Node>): ConfigText {
  if (parsed.ok) return { state: "present", document: parsed.value };
  return broken(parsed.problem.text, parsed.problem.line);
}

function broken(text: string, line: number | null = null): ConfigText {
  return { state: "broken", problem: { line, text } };
}
