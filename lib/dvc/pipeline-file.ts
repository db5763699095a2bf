// Decodes dvc.yaml as it is written: stages are checked for their shape and stay templates.

import {
  getEntry,
  getNode,
  type MappingEntry,
  type MappingNode,
  type Node,
} from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { ANNOTATION_KEYS, checkAnnotations } from "./declared-out.ts";
import { isNothing } from "./declared-params.ts";
import { quoted } from "./known-keys.ts";
import type { DeclaredArtifact, DeclaredStage, PipelineFile, StageTemplate } from "./model.ts";
import { readPlotPaths } from "./plot-paths.ts";
import { isTemplate } from "./resolve/has-template.ts";
import {
  asMapping,
  asText,
  describe,
  kindFault,
  readEntries,
  readItems,
  readText,
  refuseUnknownKeys,
  startDecoding,
  stringKey,
  type Decoding,
} from "./shape.ts";
import { checkVars, readStage } from "./stage-declaration.ts";

const FILE_KEYS: ReadonlySet<string> = new Set([
  "stages",
  "vars",
  "artifacts",
  "params",
  "metrics",
  "plots",
  "datasets",
]);
const FOREACH_KEYS: ReadonlySet<string> = new Set(["foreach", "do"]);
const ARTIFACT_KEYS: ReadonlySet<string> = new Set(["path", ...ANNOTATION_KEYS]);

const EMPTY: PipelineFile = {
  stages: [],
  vars: [],
  artifacts: [],
  params: [],
  metrics: [],
  plots: [],
  datasets: [],
};

/** What a `dvc.yaml` declares. An empty file is valid and declares nothing. */
export function decodePipelineFile(document: Node): Parsed<PipelineFile> {
  if (isNothing(document)) return parsed(EMPTY);
  if (document.kind !== "mapping") {
    return malformed(`it is ${describe(document)}, not a mapping`, document.line);
  }
  const decoding = startDecoding();
  refuseUnknownKeys(decoding, document, "", FILE_KEYS);
  return decoding.finish({
    stages: readTemplates(decoding, document),
    vars: checkVars(decoding, document, ""),
    artifacts: readArtifacts(decoding, document),
    params: readPaths(decoding, document, "params"),
    metrics: readPaths(decoding, document, "metrics"),
    plots: readPlotPaths(decoding, document),
    datasets: readDatasets(decoding, document),
  });
}

function readTemplates(decoding: Decoding, document: MappingNode): readonly StageTemplate[] {
  return readEntries(decoding, getEntry(document, "stages"), "").flatMap(
    (entry) => readTemplate(decoding, entry) ?? [],
  );
}

/** One entry of `stages`; null where it has no name. */
export function readTemplate(decoding: Decoding, entry: MappingEntry): StageTemplate | null {
  const name = stringKey(decoding, entry, '"stages"');
  if (name === null) return null;
  const { line } = entry.key;
  const shape = checkTemplate(decoding, entry, `stage ${quoted(name)}`);
  if (shape === null || isTemplate(entry.value)) {
    return { name, line, node: entry.value, plain: null };
  }
  const plain = { ...shape, name, line, group: null, unresolved: null, templated: [] };
  return { name, line, node: null, plain };
}

type StageShape = Omit<DeclaredStage, "name" | "group" | "unresolved" | "templated">;

/** A stage, or `foreach` with `do` and nothing else, which has no shape of its own. */
function checkTemplate(decoding: Decoding, entry: MappingEntry, what: string): StageShape | null {
  const node = asMapping(decoding, entry.value, what, "it");
  if (node === null) return null;
  const foreach = getEntry(node, "foreach");
  const body = getEntry(node, "do");
  if (foreach === undefined && body === undefined) return readStage(decoding, node, what);
  refuseUnknownKeys(decoding, node, what, FOREACH_KEYS);
  if (foreach === undefined || body === undefined) {
    const [there, missing] = foreach === undefined ? ["do", "foreach"] : ["foreach", "do"];
    decoding.fault(entry.key.line, what, `it has "${there}" without "${missing}"`);
    return null;
  }
  checkIterable(decoding, foreach, what);
  const stage = asMapping(decoding, body.value, what, '"do"');
  if (stage !== null) readStage(decoding, stage, what);
  return null;
}

function checkIterable(decoding: Decoding, { key, value }: MappingEntry, what: string): void {
  if (value.kind !== "scalar" || typeof value.value === "string") return;
  decoding.fault(key.line, what, kindFault('"foreach"', value, "a list, a mapping or a template"));
}

function readArtifacts(decoding: Decoding, document: MappingNode): readonly DeclaredArtifact[] {
  return readEntries(decoding, getEntry(document, "artifacts"), "").flatMap((entry) => {
    const name = stringKey(decoding, entry, '"artifacts"');
    const what = `artifact ${quoted(name ?? "")}`;
    const node = asMapping(decoding, entry.value, what, "it");
    if (name === null || node === null) return [];
    refuseUnknownKeys(decoding, node, what, ARTIFACT_KEYS);
    checkAnnotations(decoding, node, what);
    const path = getEntry(node, "path");
    if (path === undefined) decoding.fault(entry.key.line, what, 'it has no "path"');
    const type = getNode(node, "type");
    return [
      {
        name,
        path: readText(decoding, path, what) ?? "",
        type: type?.kind === "scalar" && typeof type.value === "string" ? type.value : null,
        line: entry.key.line,
      },
    ];
  });
}

function readPaths(
  decoding: Decoding,
  document: MappingNode,
  key: "params" | "metrics",
): readonly string[] {
  return readItems(decoding, getEntry(document, key), "").map(
    (item) => asText(decoding, item, `"${key}"`, "an item") ?? "",
  );
}

/** Each with a name; what else they hold is for the resolver. */
function readDatasets(decoding: Decoding, document: MappingNode): readonly Node[] {
  const items = readItems(decoding, getEntry(document, "datasets"), "");
  for (const item of items) {
    const node = asMapping(decoding, item, '"datasets"', "an item");
    if (node === null) continue;
    if (readText(decoding, getEntry(node, "name"), '"datasets"') === null) {
      decoding.fault(node.line, '"datasets"', 'an item has no "name"');
    }
  }
  return items;
}
