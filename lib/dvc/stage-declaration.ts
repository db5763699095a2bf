// Decodes one stage of dvc.yaml: first as a template, and again once its templates are resolved.

import { getEntry, type MappingNode, type Node } from "../document/node.ts";
import type { Parsed } from "../reading.ts";
import { readCommand } from "./command.ts";
import { readDeclaredOuts } from "./declared-out.ts";
import { readDeclaredParams } from "./declared-params.ts";
import { checkPath } from "./entry.ts";
import { printableKey, quoted } from "./known-keys.ts";
import type { DeclaredStage } from "./model.ts";
import {
  asMapping,
  asText,
  kindFault,
  readEntries,
  readFlag,
  readItems,
  readText,
  refuseUnknownKeys,
  startDecoding,
  stringKey,
  type Decoding,
} from "./shape.ts";

const STAGE_KEYS: ReadonlySet<string> = new Set([
  "cmd",
  "wdir",
  "deps",
  "params",
  "outs",
  "metrics",
  "plots",
  "frozen",
  "always_changed",
  "matrix",
  "vars",
  "desc",
  "meta",
]);

/** A stage mapping whose templates are resolved; `group` is the foreach or matrix that made it. */
export function decodeStage(name: string, node: Node, group: string | null): Parsed<DeclaredStage> {
  const decoding = startDecoding();
  const what = `stage ${quoted(name)}`;
  const mapping = asMapping(decoding, node, what, "it");
  const stage = readStage(decoding, mapping ?? { kind: "mapping", entries: [], line: 1 }, what);
  return decoding.finish({ ...stage, name, group, unresolved: null, templated: [] });
}

/** What a stage mapping declares. DVC checks this shape before it resolves templates. */
export function readStage(
  decoding: Decoding,
  node: MappingNode,
  what: string,
): Omit<DeclaredStage, "name" | "group" | "unresolved" | "templated"> {
  refuseUnknownKeys(decoding, node, what, STAGE_KEYS);
  const cmd = getEntry(node, "cmd");
  if (cmd === undefined) decoding.fault(node.line, what, 'it has no "cmd"');
  readText(decoding, getEntry(node, "desc"), what);
  checkMatrix(decoding, node, what);
  checkVars(decoding, node, what);
  return {
    line: node.line,
    command: readCommand(decoding, cmd, what),
    workingDirectory: readText(decoding, getEntry(node, "wdir"), what),
    deps: readDeclaredDeps(decoding, node, what),
    params: readDeclaredParams(decoding, node, what),
    outs: [
      ...readDeclaredOuts(decoding, node, "outs", what),
      ...readDeclaredOuts(decoding, node, "metrics", what),
      ...readDeclaredOuts(decoding, node, "plots", what),
    ],
    frozen: readFlag(decoding, getEntry(node, "frozen"), what, false),
    alwaysChanged: readFlag(decoding, getEntry(node, "always_changed"), what, false),
  };
}

/** `vars`: names of files, or mappings. */
export function checkVars(decoding: Decoding, node: MappingNode, what: string): readonly Node[] {
  const items = readItems(decoding, getEntry(node, "vars"), what);
  for (const item of items) {
    const fits =
      item.kind === "mapping" || (item.kind === "scalar" && typeof item.value === "string");
    if (!fits) {
      decoding.fault(
        item.line,
        what,
        kindFault('an item of "vars"', item, "a string or a mapping"),
      );
    }
  }
  return items;
}

function readDeclaredDeps(
  decoding: Decoding,
  node: MappingNode,
  stage: string,
): DeclaredStage["deps"] {
  const what = `deps of ${stage}`;
  const deps = new Map<string, number>();
  for (const item of readItems(decoding, getEntry(node, "deps"), stage)) {
    const path = asText(decoding, item, what, "an item");
    if (path === null || !checkPath(decoding, path, item.line, what) || deps.has(path)) continue;
    deps.set(path, item.line);
  }
  return Array.from(deps, ([path, line]) => ({ path, line }));
}

/** `matrix`: each axis is a list, or a template that gives one. */
function checkMatrix(decoding: Decoding, node: MappingNode, stage: string): void {
  for (const axis of readEntries(decoding, getEntry(node, "matrix"), stage)) {
    stringKey(decoding, axis, `matrix of ${stage}`);
    if (axis.value.kind === "sequence") continue;
    const name = `axis ${printableKey(axis.key)} of ${stage}`;
    asText(decoding, axis.value, name, "it");
  }
}
