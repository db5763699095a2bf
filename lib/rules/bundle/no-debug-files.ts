// bundle/no-debug-files: nothing in the bundle is a leftover of the work.

import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { COPY_WORDS, DEBUG_GLOBS, isLeftover, leftoversBeside } from "../../formats/leftovers.ts";
import { memberCause } from "../cause.ts";
import { at, counted, listed } from "../wording.ts";

interface Leftovers {
  readonly bundle: string;
  readonly paths: readonly string[];
  /** Not in git, where nothing can be removed. */
  readonly kept: boolean;
}

const leftover: Message<Leftovers> = {
  level: "error",
  text: ({ bundle, paths }) =>
    `${bundle} holds ${counted(paths.length, "debug, scratch, candidate or backup file")}: ${listed(paths)}.`,
  repair: ({ bundle, paths, kept }) => [
    kept
      ? `let the stage that writes ${bundle} leave ${paths.length === 1 ? "it" : "them"} out (dvc repro, dvc push; without a stage, remove ${paths.length === 1 ? "it" : "them"} and run: dvc add), or mark in bundle.internal what is meant to stay`
      : `remove ${paths.length === 1 ? "it" : "them"} (git rm), or mark in bundle.internal what is meant to stay`,
    `regenerate the manifest of ${bundle} if it lists ${paths.length === 1 ? "it" : "them"}, commit, and tag that commit`,
  ],
};

export const bundleNoDebugFiles: AnyRule = defineRule({
  id: "bundle/no-debug-files",
  holds:
    "no debug, scratch, candidate or backup file is in the bundle without being marked internal",
  why: "Consumers may use whatever a bundle holds. What was left over from the work becomes an interface that nobody wanted.",
  repair: "Remove the leftovers, or mark in bundle.internal what is meant to stay.",
  refusal: "its bundle holds leftovers of the work",
  example: {
    given: "what was left over from a debugging session is published with the rest",
    says: "publish/v1 holds 2 debug, scratch, candidate or backup files: publish/v1/debug.log and publish/v1/notes/scratch.md.",
  },
  lists: [
    { name: "names of leftovers", values: DEBUG_GLOBS },
    { name: "words that make a leftover of a name that is there without them", values: COPY_WORDS },
  ],
  on: true,
  needs: ["bundle"],
  messages: { leftover },
  *check({ bundle }) {
    if (bundle.files.length === 0) yield notApplicable(`${bundle.path} holds no file`);
    const beside = new Set(leftoversBeside(bundle.files.map(({ relative }) => relative)));
    const files = bundle.files.filter(
      ({ internal, relative }) => !internal && (isLeftover(relative) || beside.has(relative)),
    );
    const paths = files.map(({ path }) => path);
    const [first] = paths;
    if (first === undefined) return;
    const causes = paths.map((path) => memberCause(path));
    const kept = files.every(({ entry }) => entry === null);
    yield finding("leftover", { bundle: bundle.path, paths, kept }, { where: at(first), causes });
  },
});
