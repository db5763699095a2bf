// The `yaml` package behind guards: one document, no errors, never deeper than it can bear.

import type { CST, Document, Parser, YAMLError } from "yaml";
import { DocumentFault, fault, shielded, tooDeep } from "./fault.ts";
import { MAX_DEPTH } from "./limits.ts";
import { lineFinder } from "./lines.ts";
import { loadYaml, type YamlModule } from "./load.ts";
import { openIndenting } from "./yaml-indent.ts";

export interface Composed {
  readonly document: Document;
  /** 1-based line of an offset. */
  readonly lineOf: (offset: number) => number;
  readonly yaml: YamlModule;
  readonly length: number;
  /** What follows the last line break: empty in a well-kept file. */
  readonly lastLine: string;
}

/** Composes the only document of a text; all plain scalars stay strings (scalar.ts resolves them). */
export function composeYaml(text: string): Composed {
  const composed = composeOnce(text);
  const [error] = composed.document.errors;
  if (error === undefined) return composed;
  const indented = composeIndented(text, composed, error);
  if (indented !== null) return indented;
  const line = composed.lineOf(error.pos[0]);
  throw fault(`line ${line} is not YAML: ${describe(error.message)}`, line);
}

/** The same, with what goes on further left than `yaml` bears moved to the right; null where that does not help. */
function composeIndented(text: string, composed: Composed, error: YAMLError): Composed | null {
  const indent = openIndenting();
  let tried = composed;
  let reason: YAMLError | undefined = error;
  let moved: string | null = text;
  try {
    while (reason !== undefined) {
      moved = indent(moved, reason, tried.lineOf);
      if (moved === null) return null;
      tried = composeOnce(moved);
      [reason] = tried.document.errors;
    }
    return tried;
  } catch (failed) {
    if (failed instanceof DocumentFault) return null;
    throw failed;
  }
}

function composeOnce(text: string): Composed {
  const yaml = loadYaml();
  const lineOf = lineFinder(text);
  const [document, second] = compose(yaml, text, lineOf);
  if (document === undefined) throw fault("is not a YAML document", null);
  refuseVersions(document);
  if (document.errors.length === 0 && second !== undefined) {
    const line = lineOf(second.range?.[0] ?? 0);
    throw fault(`line ${line} starts a second document`, line);
  }
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  return { document, lineOf, yaml, length: text.length, lastLine };
}

function compose(yaml: YamlModule, text: string, lineOf: (offset: number) => number): Document[] {
  const composer = new yaml.Composer({
    schema: "failsafe",
    resolveKnownTags: false,
    // Its own check is quadratic; yaml-nodes.ts checks.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const parser = new yaml.Parser();
  return shielded(() => [
    ...composer.compose(tokens(yaml, parser, text, lineOf), true, text.length),
  ]);
}

/**
 * Tokens of a text, refused before they are composed where they nest too deeply: composing two
 * documents of 1,000 and 2,000 brackets aborts the whole process on Node 20 (V8 cannot allocate
 * a regular expression), which no `catch` can stop. Neither lexer nor parser is recursive.
 */
function* tokens(
  yaml: YamlModule,
  parser: Parser,
  text: string,
  lineOf: (offset: number) => number,
): Generator<CST.Token> {
  let offset = 0;
  for (const lexeme of new yaml.Lexer().lex(text)) {
    offset += lexeme.length;
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH) throw tooDeep(lineOf(Math.min(offset, text.length)));
  }
  yield* parser.end();
}

function refuseVersions({ directives }: Document): void {
  const { version, explicit } = directives?.yaml ?? { version: "1.2", explicit: false };
  if (explicit === true && version !== "1.2") {
    throw fault(`is YAML ${version}, which is read in more than one way`, 1, "unsupported");
  }
}

function describe(message: string): string {
  const clause = (message.split("\n", 1)[0] ?? "").replace(/[\s:.]+$/, "");
  return clause.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
