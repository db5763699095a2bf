// Whether what was measured is another file of the training that wrote the promoted model: its best state, not its last.

import { posix } from "node:path";

import { isWithin } from "../../dvc/locate.ts";
import { producersFor, producersOf, upstreamOf, type Producers } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { View } from "../../rule.ts";
import { holdsAny, isClosed } from "./knows.ts";
import { DATA_WORDS, hasWord, RECORD_WORDS } from "./model-names.ts";
import type { Promoted } from "./measured-instead.ts";

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
      : hasWord(pathOf(dep), RECORD_WORDS),
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
  if (hasWord(pathOf(dep), DATA_WORDS) || hasWord(pathOf(dep), RECORD_WORDS)) return null;
  if (isClosed(dep)) return "unclear";
  const path = pathOf(dep);
  const { base, ext, name } = posix.parse(model);
  if (dep.files !== null)
    return dep.files.some((file) => posix.basename(file.path) === base) ? "alike" : null;
  if (posix.extname(path) === ext) return "alike";
  return posix.parse(path).name === name ? "unclear" : null;
}

function pathOf({ at, path }: LocatedEntry): string {
  return at.kind === "inside" ? at.path : path;
}
