// Every manifest format, and the choice between them.

import { parseJson } from "../document/json.ts";
import { decodeUtf8, parseDocument } from "../document/read.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { artifactsFormat } from "./artifacts.ts";
import { bareMappingFormat } from "./bare-mapping.ts";
import { byRoleFormat } from "./by-role.ts";
import { contentsFormat } from "./contents.ts";
import { cycloneDxFormat } from "./cyclonedx.ts";
import { filesFormat } from "./files.ts";
import type { Manifest, ManifestContent, ManifestFormat } from "./manifest.ts";
import { modelSigningFormat } from "./model-signing.ts";
import { plainListFormat } from "./plain-list.ts";
import { sumsFormat } from "./sums.ts";

/** The first that matches reads. */
export const manifestFormats: readonly ManifestFormat[] = [
  cycloneDxFormat,
  modelSigningFormat,
  artifactsFormat,
  filesFormat,
  bareMappingFormat,
  byRoleFormat,
  contentsFormat,
  sumsFormat,
  plainListFormat,
];

/**
 * Reads a manifest of any format. JSON is read strictly: a key that stands there twice says two
 * things, and readers disagree on which one holds. Never throws.
 */
export function readManifest(path: string, bytes: Uint8Array): Parsed<Manifest> {
  const content = contentOf(path, bytes);
  if (!content.ok) return content;
  const format = manifestFormats.find(({ match }) => match(path, content.value));
  return (
    format?.read(content.value, path) ??
    malformed(
      'lists no files: it has neither "files" nor "artifacts", names no model with its metrics or params, and is no other known format',
    )
  );
}

function contentOf(path: string, bytes: Uint8Array): Parsed<ManifestContent> {
  const text = decodeUtf8(bytes);
  if (text === null) return malformed("is not UTF-8");
  const isOther = /\.(?:ya?ml|toml)$/i.test(path);
  const isJson = /\.json$/i.test(path) || (!isOther && LIKE_JSON.test(text));
  if (!isJson && !isOther) return textContent(text);
  const document = isJson ? parseJson(text, { duplicates: "refuse" }) : parseDocument(path, bytes);
  return document.ok ? { ok: true, value: { kind: "document", node: document.value } } : document;
}

/** How JSON begins, whatever its file is called: no path of a list does. */
const LIKE_JSON = /^\s*(?:\{|\[\s*["{\]])/;

/** A byte order mark would be part of the first digest or path, also to `sha256sum --check`. */
function textContent(text: string): Parsed<ManifestContent> {
  return text.startsWith("\ufeff")
    ? malformed("starts with a byte order mark", 1)
    : parsed({ kind: "text", text });
}
