// Whether what was measured is another file of the training that wrote the promoted model: its best state, not its last.

import { posix } from "node:path";

import { isStructured } from "../../document/structured.ts";
import { isWithin } from "../../dvc/locate.ts";
import { producersFor, producersOf, upstreamOf, type Producers } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { View } from "../../rule.ts";
import { holdsAny, isClosed } from "./knows.ts";
import type { Promoted } from "./measured-instead.ts";
import {
  COMPANION_WORDS,
  hasWord,
  isCalledOther,
  isCalledWatched,
  isWatchedState,
  MODEL_WORDS,
  RECORD_WORDS,
  STATE_WORDS,
  wordsOf,
} from "./model-names.ts";

/** Of what nobody measures alone. */
const SIDE_WORDS: readonly string[] = [...RECORD_WORDS, ...COMPANION_WORDS];

export interface SiblingRead {
  /** The stage that wrote both. */
  readonly stage: Stage;
  /** Where it records the promoted model. */
  readonly model: string;
  /** What was read of it and looks like a model. */
  readonly read: readonly { readonly stage: Stage; readonly dep: LocatedEntry }[];
  /** False where data of that stage was read too, which may be the promoted model's. */
  readonly isSure: boolean;
}

/**
 * A stage whose predictions are measured has its model measured with them, although nothing reads that. But where a
 * stage writes several files that look like the model, the one that was read is the one that was measured. Null
 * where the promoted model was read, or nothing like it was.
 */
export function siblingRead(
  writer: Stage,
  { hashes }: Promoted,
  { pipelines }: View<"pipelines">,
): SiblingRead | null {
  const producers = producersOf(pipelines);
  const stages = [...upstreamOf(writer, producers).stages];
  if (writer.outs.some((out) => holdsAny(out, hashes))) return null;
  const deps = stages.flatMap((stage) => stage.deps.map((dep) => ({ stage, dep })));
  if (deps.some(({ dep }) => holdsAny(dep, hashes))) return null;
  for (const stage of stages) {
    const found = siblingOf(stage, { hashes, deps, producers });
    if (found !== null) return found;
  }
  return null;
}

interface Read {
  readonly hashes: ReadonlySet<string>;
  readonly deps: SiblingRead["read"];
  readonly producers: Producers;
}

function siblingOf(stage: Stage, { hashes, deps, producers }: Read): SiblingRead | null {
  const model = stage.outs.map((out) => pathOfModel(out, hashes)).find((path) => path !== null);
  if (model === undefined) return null;
  const read = deps.filter(({ dep }) =>
    producersFor(dep, producers).some((producer) => producer.stage === stage),
  );
  if (read.some(({ dep }) => isWithin(model, pathOf(dep)))) return null;
  const like = read.filter(({ dep }) => likenessOf(dep, model) !== null);
  if (like.length === 0) return null;
  const alike = like.filter(({ dep }) => likenessOf(dep, model) === "alike");
  const isSure =
    alike.length > 0 &&
    read.every((one) => alike.includes(one) || hasWord(pathOf(one.dep), SIDE_WORDS));
  return { stage, model, read: isSure ? alike : like, isSure };
}

/** Of the file in a directory, where that is what was written. */
function pathOfModel(out: LocatedEntry, hashes: ReadonlySet<string>): string | null {
  if (!holdsAny(out, hashes)) return null;
  const file = out.files?.find(({ hash }) => hashes.has(hash));
  return file === undefined ? pathOf(out) : `${pathOf(out)}/${file.path}`;
}

/**
 * `alike`: by its ending, or what is in the directory. `unclear`: the same name with another ending, which may be the same
 * model in another form; a directory that is closed; values under any name. Null: it does not look like a model.
 */
function likenessOf(dep: LocatedEntry, model: string): "alike" | "unclear" | null {
  const path = pathOf(dep);
  if (isCalledOther(path) && !isCalledWatched(path)) return null;
  if (isClosed(dep)) return "unclear";
  const { base, ext, name } = posix.parse(model);
  if (dep.files !== null)
    return dep.files.some((file) => posix.basename(file.path) === base) ? "alike" : null;
  if (posix.extname(path) === ext) return isState(path, model) ? "alike" : "unclear";
  return posix.parse(path).name === name ? "unclear" : null;
}

/** What holds values may be anything but a model, and is called so where it is one. */
function isState(path: string, model: string): boolean {
  if (isCalledOther(path))
    return isWatchedState(path) || (hasWord(path, STATE_WORDS) && hasWord(model, STATE_WORDS));
  if (!isStructured(path)) return true;
  return hasWord(path, [...STATE_WORDS, ...MODEL_WORDS]) || isNumbered(path, model);
}

/** `fold_1.json` and `fold_2.json`; `1/model.json` and `2/model.json`. */
function isNumbered(path: string, model: string): boolean {
  const [one, other] = [path, model].map((file) => wordsOf(posix.parse(file).name).join(" "));
  return one === other;
}

function pathOf({ at, path }: LocatedEntry): string {
  return at.kind === "inside" ? at.path : path;
}
