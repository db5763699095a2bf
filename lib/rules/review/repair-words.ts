// The words by which a review note tells that something was wrong, and that something was made anew.

import { mentionOf } from "../../history/denial.ts";
import type { Statement } from "../../history/note-prose.ts";
import { doesName } from "../../history/review-text.ts";

/** Words that tell that something was wrong; the id of a rule does as well. */
export const FAILURE_WORDS: readonly string[] = [
  "fail",
  "refus",
  "reject",
  "mismatch",
  "wrong",
  "stale",
  "outdated",
  "broke",
  "differ",
  "disagree",
  "did not match",
  "do not match",
  "does not match",
  "did not belong",
  "did not fit",
  "another run",
  "mistake",
  "error",
  "incorrect",
  "inconsistent",
  "invalid",
  "corrupt",
  "missing",
];

/** Words that tell that something was made anew; the path of a file of the release does as well. */
export const REPAIR_WORDS: readonly string[] = [
  "regenerat",
  "re-generat",
  "rerun",
  "re-run",
  "reran",
  "re-ran",
  "rebuil",
  "reproduc",
  "repro",
  "remeasur",
  "re-measur",
  "measured again",
  "anew",
  "retrain",
  "re-train",
  "recomput",
  "recalculat",
  "reevaluat",
  "re-evaluat",
  "recreat",
  "re-creat",
  "republish",
  "re-publish",
  "replaced",
  "restor",
  "reverted",
];

/** Such words in what stands in any review: metrics are called errors, and runs are reproducible. */
const ORDINARY: readonly RegExp[] = [
  /\b(?:absolute|average|generali[sz]ation|maximum|mean|median|percentage|prediction|relative|squared?|standard|test|training|type|validation|word)\s+errors?\b/gi,
  /\berrors?[ -](?:analysis|bars?|by|distribution|margin|metrics?|per|rates?)\b/gi,
  /\berrors?(?:\s*[:=]|\s+(?:is|was|of|at|fell|dropped|rose))\s*(?:(?:to|by|from)\s+)?\d/gi,
  /\bmissing[ -](?:data|entries|features?|labels?|values?)\b/gi,
  /\bdifferent(?:ia\w*)?\b(?! (?:commit|model|params?|run|state|version)\b)/gi,
  /\breproducib\w*/gi,
];

const RULE_ID =
  /(?<![\w/])(?:lock|artifact|bundle|metrics|manifest|registry)\/[a-z]+(?:-[a-z]+)*(?![\w./-])/;

/** Files of a release by whose names a note may tell what was made anew. */
const MOST_FILES = 200;

/** In words, by the id of a rule in whatever language, or by what was not run again. */
export function namesFailure(note: readonly Statement[]): boolean {
  return note.some(
    (statement) =>
      mentions(statement, FAILURE_WORDS).plain ||
      mentions(statement, REPAIR_WORDS).denied ||
      (statement.isCode !== true && RULE_ID.test(statement.text)),
  );
}

/** In words, or by a file that is not only said to have been wrong. */
export function namesRepair(note: readonly Statement[], files: readonly string[]): boolean {
  const named = files.slice(0, MOST_FILES);
  return note.some(
    (statement) =>
      mentions(statement, REPAIR_WORDS).plain ||
      (!mentions(statement, FAILURE_WORDS).plain &&
        named.some((file) => doesName([statement], file))),
  );
}

function mentions({ text, heading, intro, isCode }: Statement, words: readonly string[]) {
  const [itself, above] = [isCode === true ? "" : text, `${heading} ${intro}`].map((part) =>
    mentionOf(
      ORDINARY.reduce((rest, phrase) => rest.replaceAll(phrase, " "), part),
      words,
    ),
  );
  return {
    plain: itself?.plain === true || above?.plain === true,
    denied: itself?.denied === true,
  };
}
