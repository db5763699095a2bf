// dvc.yaml in the form in which DVC writes it and people keep it: stage by stage, without nodes in between.
//
// As for the lock: a stage of another form, and each one that holds a template, is read by itself in the
// general way, and so is what else the file holds. Where that does not understand, nothing is answered.

import type { MappingEntry } from "../../document/node.ts";
import { parseYamlPart } from "../../document/yaml-fast.ts";
import type { PipelineFile, StageTemplate } from "../model.ts";
import { decodePipelineFile, readTemplate } from "../pipeline-file.ts";
import { skipBlank, type Cursor } from "./cursor.ts";
import { readOther } from "./other.ts";
import { readWrittenStage } from "./stage.ts";
import { isPlainText } from "./text.ts";

const HEAD = /^stages:\n/m;

/** The file, or undefined where the general way has to judge. The text is as `prepareYamlText` leaves it. */
export function readWrittenPipeline(text: string): PipelineFile | undefined {
  const head = HEAD.exec(text);
  if (head === null || !isPlainText(text)) return undefined;
  const before = text.slice(0, head.index);
  const cursor: Cursor = { text, offset: head.index + head[0].length, line: 1 };
  cursor.line += before.split("\n").length;
  const stages = readStages(cursor);
  const rest = stages === undefined ? undefined : readRest(before, cursor);
  return stages === undefined || rest === undefined ? undefined : { ...rest, stages };
}

/** What stands before and behind the stages. */
function readRest(before: string, { text, offset, line }: Cursor): PipelineFile | undefined {
  const entries: MappingEntry[] = [];
  for (const part of [
    { text: before, line: 1 },
    { text: text.slice(offset), line },
  ]) {
    if (!/^[^#\n]/m.test(part.text)) continue;
    const node = parseYamlPart(part.text, 0, part.line);
    if (node?.kind !== "mapping") return undefined;
    entries.push(...node.entries);
  }
  const keys = new Set(entries.map(({ key }) => key.value));
  if (keys.size < entries.length || keys.has("stages")) return undefined;
  const file = decodePipelineFile({ kind: "mapping", entries, line: 1 });
  return file.ok ? file.value : undefined;
}

function readStages(cursor: Cursor): readonly StageTemplate[] | undefined {
  const stages: StageTemplate[] = [];
  const names = new Set<string>();
  for (skipBlank(cursor); cursor.text.startsWith(" ", cursor.offset); skipBlank(cursor)) {
    const stage = readWrittenStage(cursor) ?? readOther(cursor, readTemplate);
    if (stage === undefined || names.has(stage.name)) return undefined;
    names.add(stage.name);
    stages.push(stage);
  }
  return stages.length === 0 ? undefined : stages;
}
