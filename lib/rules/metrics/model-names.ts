// What the name of a recorded file tells of it: a model, data that may be measured in its place, or what comes with it.

import { posix } from "node:path";

import { isStructured } from "../../document/structured.ts";
import { DOCUMENT_ENDINGS } from "../../roles.ts";
import { wide } from "../../wide-pattern.ts";

/** Words in the names of what a training writes beside its models, and what may be measured in their place. */
export const DATA_WORDS: readonly string[] =
  "answers clusters completions data dataset detections embeddings eval evaluation features forecast forecasts generations holdout input inputs labels logits masks oof output outputs pred predicted prediction predictions preds prob proba probabilities probs recommendations residuals responses result results samples score scores segments targets test translations val valid validation yhat".split(
    " ",
  );

/** Words in the names of what tells of a training, and measures nothing. */
export const RECORD_WORDS: readonly string[] =
  "args config curve curves history importance importances log logs loss metric metrics params plot plots report summary time timing trainer".split(
    " ",
  );

/** Words in the names of models. */
export const MODEL_WORDS: readonly string[] =
  "checkpoint checkpoints ckpt ckpts model models weights".split(" ");

/** Words in the names of the states that a training was in. */
export const STATE_WORDS: readonly string[] = "best checkpoint ckpt epoch final last latest".split(
  " ",
);

/** What a state is chosen by: such a word in its name makes no data of it. */
const WATCHED_WORDS: readonly string[] = "eval loss score test val valid validation".split(" ");

/** Words in the names of directories of data. */
const DATA_DIRECTORY_WORDS: readonly string[] =
  "corpus data dataset datasets features input inputs interim prepared processed raw splits".split(
    " ",
  );

/** Words in the names of what a model is served with, and what is nothing without it. */
export const COMPANION_WORDS: readonly string[] =
  "classes encoder imputer normalizer preprocessor scaler tokenizer tokens vectorizer vocab vocabulary".split(
    " ",
  );

/** Words in the names of stages that train. */
export const TRAINING_WORDS: readonly string[] =
  "distill finetune finetuning fit learn pretrain retrain train training tune tuning".split(" ");

/** Words in the names of stages that make what others are trained on: `train_test_split`. */
const PREPARING_WORDS: ReadonlySet<string> = new Set(
  "data dataset featurize features fetch load prep prepare preprocess process sample set split test".split(
    " ",
  ),
);

/** Endings of files that hold a model and nothing else. */
export const MODEL_ENDINGS: readonly string[] =
  ".cbm .ckpt .gguf .joblib .keras .mlmodel .onnx .pt .pth .safetensors .skops .tflite .ubj".split(
    " ",
  );

/** Endings of tables and texts, which are learned from. */
export const TABLE_ENDINGS: readonly string[] =
  ".arrow .csv .feather .jsonl .ndjson .npy .parquet .tfrecord .tsv .txt".split(" ");

const OTHER_WORDS: ReadonlySet<string> = new Set([...DATA_WORDS, ...RECORD_WORDS]);

const BETWEEN_WORDS = wide(String.raw`[^\p{L}\p{N}]+`, "u");

/** Lower-case words of a name, numbers at their ends left out: `epoch`, `val` and `loss` of `epoch10-val_loss`. */
export function wordsOf(name: string): readonly string[] {
  const words = name.toLowerCase();
  return words.split(BETWEEN_WORDS(words)).map((word) => word.replace(/\d+$/, ""));
}

/** Whether the name of a file, without its ending and where it lies, has one of the words. */
export function hasWord(path: string, words: readonly string[]): boolean {
  return wordsOf(posix.parse(path).name).some((word) => words.includes(word));
}

/** Whether a path tells of a model: by the directory that it lies in, by a word, or by its ending. */
export function isCalledModel(path: string): boolean {
  if (isCalledData(path) || hasWord(path, COMPANION_WORDS)) return false;
  const directory = kindOfDirectory(posix.dirname(path));
  if (directory !== null) return directory === "models";
  return hasWord(path, MODEL_WORDS) || MODEL_ENDINGS.includes(endingOf(path));
}

/** The nearest that tells: `data/06_models` is of models, and `data/model_input` is of data. */
export function kindOfDirectory(directory: string): "models" | "data" | null {
  for (const name of directory.split("/").toReversed()) {
    const words = wordsOf(name).filter((word) => word !== "");
    if (words.some((word) => DATA_DIRECTORY_WORDS.includes(word))) return "data";
    const isModels = words.every(
      (word) => MODEL_WORDS.includes(word) || STATE_WORDS.includes(word),
    );
    if (isModels && words.some((word) => MODEL_WORDS.includes(word))) return "models";
  }
  return null;
}

/** Whether a stage is called as one that makes models, and not what they are made of. */
export function isCalledTraining(stage: string): boolean {
  const words = wordsOf(stage);
  return (
    words.some((word) => TRAINING_WORDS.includes(word)) &&
    !words.some((word) => PREPARING_WORDS.has(word))
  );
}

/** Whether a name tells of anything but a model. */
export function isCalledData(path: string): boolean {
  const ending = endingOf(path);
  if (TABLE_ENDINGS.includes(ending) || DOCUMENT_ENDINGS.includes(ending)) return true;
  return isCalledOther(path) && !isWatchedState(path);
}

/** By a word of data or of records in its name. */
export function isCalledOther(path: string): boolean {
  return otherWordsOf(path).length > 0;
}

/** A model by its name, but for what it was chosen by. */
export function isCalledWatched(path: string): boolean {
  const isModel = hasWord(path, STATE_WORDS) || hasWord(path, MODEL_WORDS);
  return isModel && otherWordsOf(path).every((word) => WATCHED_WORDS.includes(word));
}

/** `best_val_loss.pt`, but not `best_score.json`, which may be that number itself. */
export function isWatchedState(path: string): boolean {
  return isCalledWatched(path) && hasWord(path, STATE_WORDS) && !isStructured(path);
}

function otherWordsOf(path: string): readonly string[] {
  return wordsOf(posix.parse(path).name).filter((word) => OTHER_WORDS.has(word));
}

function endingOf(path: string): string {
  return posix.extname(path).toLowerCase();
}
