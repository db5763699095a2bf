// Parsers of YAML, JSON and TOML for tests of finding and reading the rc file.

import { parse as parseToml } from "smol-toml";
import { LineCounter, parseDocument } from "yaml";
import type { DocumentParsers } from "../../config/parse.ts";
import type { Node } from "../../lib/document/node.ts";
import { malformed, parsed, type Parsed } from "../../lib/reading.ts";
import { documentOf } from "./document.ts";

function parseYaml(text: string): Parsed<Node> {
  const lines = new LineCounter();
  const [error] = parseDocument(text, { lineCounter: lines }).errors;
  if (error === undefined) return parsed(documentOf(text));
  return malformed(error.code, lines.linePos(error.pos[0]).line);
}

export const parsers: DocumentParsers = {
  yaml: parseYaml,
  json: parseYaml,
  toml: (text) => parsed(documentOf(JSON.stringify(parseToml(text)))),
};
