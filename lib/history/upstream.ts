// Inside one lock: the stage that wrote a content, and what it and all before it ran with.

import type { ScalarNode, Node } from "../document/node.ts";
import type { Lock, LockedEntry, LockedStage } from "../dvc/model.ts";
import type { OriginAnswer } from "../finding.ts";

/** The stage that has a hash among its outs, or in the listing of one; null where none has. */
export function findWriter(lock: Lock, hash: string): LockedStage | null {
  const holds = (out: LockedEntry): boolean =>
    out.hash?.value === hash || (out.files ?? []).some((file) => file.hash === hash);
  return [...lock.stages.values()].find((stage) => stage.outs.some(holds)) ?? null;
}

/** The stage and every stage that it depends on through the paths of the lock, nearest first. */
export function withUpstream(lock: Lock, stage: LockedStage): LockedStage[] {
  const writers = indexOuts(lock);
  const found = new Set([stage]);
  for (const reader of found) {
    for (const dep of reader.deps) {
      for (const writer of writersOf(writers, dep.path)) found.add(writer);
    }
  }
  return [...found];
}

/** The recorded params of some stages, each file and key once; a nearer stage's value holds. */
export function recordedParams(stages: readonly LockedStage[]): OriginAnswer["params"] {
  const params = new Map<string, OriginAnswer["params"][number]>();
  const recorded = stages.flatMap((stage) => stage.params);
  for (const { path: file, values } of recorded) {
    for (const { key, value } of values) {
      const id = `${file}\0${key}`;
      if (!params.has(id)) params.set(id, { file, key, value: renderValue(value) });
    }
  }
  return [...params.values()];
}

interface Outs {
  readonly exact: ReadonlyMap<string, readonly LockedStage[]>;
  /** Directory to the stages that write something below it. */
  readonly below: ReadonlyMap<string, readonly LockedStage[]>;
}

function indexOuts(lock: Lock): Outs {
  const exact = new Map<string, LockedStage[]>();
  const below = new Map<string, LockedStage[]>();
  for (const stage of lock.stages.values()) {
    for (const out of stage.outs) {
      const path = trim(out.path);
      add(exact, path, stage);
      for (const parent of parentsOf(path)) add(below, parent, stage);
    }
  }
  return { exact, below };
}

/** Who wrote the path, something in it, or a directory that it lies in. */
function writersOf({ exact, below }: Outs, path: string): LockedStage[] {
  const name = trim(path);
  return [name, ...parentsOf(name)]
    .flatMap((directory) => exact.get(directory) ?? [])
    .concat(below.get(name) ?? []);
}

function parentsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1, MAXIMAL_DEPTH).map((_, index) => parts.slice(0, index + 1).join("/"));
}

const MAXIMAL_DEPTH = 100;

function trim(path: string): string {
  return path.replace(/^\.\//, "").replace(/\/$/, "");
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

const VALUE_LIMIT = 200;

/** A value on one line: a scalar as the file spells it, the rest in flow style, cut where long. */
function renderValue(node: Node): string {
  return render(node, VALUE_LIMIT).slice(0, VALUE_LIMIT);
}

/** `room` bounds the work: an alias bomb unfolds no further than what would be shown. */
function render(node: Node, room: number): string {
  if (node.kind === "scalar") return renderScalar(node);
  let text = "";
  const items: readonly [string, Node][] =
    node.kind === "sequence"
      ? node.items.map((item) => ["", item])
      : node.entries.map(({ key, value }) => [`${renderScalar(key)}: `, value]);
  for (const [label, item] of items) {
    if (text.length >= room) break;
    text += `${text === "" ? "" : ", "}${label}${render(item, room - text.length - 1)}`;
  }
  return node.kind === "sequence" ? `[${text}]` : `{${text}}`;
}

function renderScalar({ value, source }: ScalarNode): string {
  if (source !== null) return source;
  if (value !== null && typeof value === "object") return value.date;
  return String(value);
}
