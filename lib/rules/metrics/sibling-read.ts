// Whether what was measured is another file of the training that wrote the promoted model: its best state, not its last.

import { posix } from "node:path";

import { isWithin } from "../../dvc/locate.ts";
import { producersFor, producersOf, upstreamOf, type Producers } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { View } from "../../rule.ts";
import { wide } from "../../wide-pattern.ts";
import { holdsAny, isClosed } from "./knows.ts";
import type { Promoted } from "./measured-instead.ts";

/** Words in the names of what a training writes beside its models, and what may be measured in their place. */
export const DATA_WORDS: readonly string[] =
  "answers embeddings eval features holdout labels logits oof output outputs pred prediction predictions predicted preds prob proba probabilities probs result results score scores targets test val valid validation".split(
    " ",
  );

/** Words in the names of what tells of a training, and measures nothing. */
export const RECORD_WORDS: readonly string[] =
  "config curve curves history importance importances log logs loss params plot plots report summary time timing".split(
    " ",
  );

const BETWEEN_WORDS = wide(String.raw`[^\p{L}\p{N}]+`, "u");

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
  const isSure = read.every(({ dep }) =>
    like.some((one) => one.dep === dep)
      ? likenessOf(dep, model) === "alike"
      : hasWord(dep, RECORD_WORDS),
  );
  return { stage, model, read: like, isSure };
}

/** Of the file in a directory, where that is what was written. */
function pathOfModel(out: LocatedEntry, hashes: ReadonlySet<string>): string | null {
  if (!holdsAny(out, hashes)) return null;
  const file = out.files?.find(({ hash }) => hashes.has(hash));
  return file === undefined ? pathOf(out) : `${pathOf(out)}/${file.path}`;
}

/**
 * `alike`: by its ending, or what is in the directory. `unclear`: the same name with another ending, which may be the same
 * model in another form; a directory that is closed. Null: it does not look like a model.
 */
function likenessOf(dep: LocatedEntry, model: string): "alike" | "unclear" | null {
  if (hasWord(dep, DATA_WORDS) || hasWord(dep, RECORD_WORDS)) return null;
  if (isClosed(dep)) return "unclear";
  const path = pathOf(dep);
  const { base, ext, name } = posix.parse(model);
  if (dep.files !== null)
    return dep.files.some((file) => posix.basename(file.path) === base) ? "alike" : null;
  if (posix.extname(path) === ext) return "alike";
  return posix.parse(path).name === name ? "unclear" : null;
}

function hasWord(entry: LocatedEntry, words: readonly string[]): boolean {
  const { name } = posix.parse(pathOf(entry).toLowerCase());
  return name.split(BETWEEN_WORDS(name)).some((word) => words.includes(word));
}

function pathOf({ at, path }: LocatedEntry): string {
  return at.kind === "inside" ? at.path : path;
}
