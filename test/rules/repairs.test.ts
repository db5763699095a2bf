// Repairs are told to be typed: a name of the audited commit must stay one word of the command that it stands in.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { rules } from "../../lib/rules/index.ts";
import { shellWord } from "../../lib/shell-word.ts";

const repairs = suite("rules/repairs");

/** As a path, stage, tag or artifact: a space, a quote, a variable, another command, and a dash. */
const HOSTILE = `--force x';"$HOME"; touch pwned #`;

/** Data that are not a single name; whatever is not here is one. */
const OTHER: Readonly<Record<string, unknown>> = {
  changes: [],
  forced: [HOSTILE],
  frozen: [HOSTILE],
  isGto: false,
  items: [HOSTILE],
  keys: [HOSTILE],
  kept: false,
  last: [HOSTILE],
  lockPaths: [HOSTILE],
  names: [HOSTILE],
  pairs: [],
  paths: [HOSTILE],
  read: [HOSTILE],
  readers: [{ stage: HOSTILE, at: HOSTILE }],
  roles: [HOSTILE],
  sources: [HOSTILE],
  stages: [HOSTILE],
  wanted: [HOSTILE],
};

/** Every field of a message's data, whatever it is called. */
function hostileData(more: Readonly<Record<string, unknown>>): unknown {
  const known = { ...OTHER, ...more };
  return new Proxy(
    {},
    { get: (_, name) => (String(name) in known ? known[String(name)] : HOSTILE) },
  );
}

/** Other data, for which some messages say something else. */
const WAYS: readonly (readonly [of: RegExp, way: Readonly<Record<string, unknown>>])[] = [
  [/./, {}],
  [/^bundle/, { kept: true }],
  [/^bundle.* contradicts/, { isDeclared: false }],
  [/^bundle.* edited/, { stage: null }],
  [/^bundle/, { baselineName: HOSTILE, oldPath: "other" }],
  [/^lock.outs-match/, { stage: null }],
  [/^lock/, { path: `${HOSTILE}.lock` }],
  [/^lock/, { dataset: `ds://${HOSTILE}` }],
  [/^metrics/, { sources: [], copied: null }],
  [/^tag/, { isGto: true }],
  [/^tag/, { nearest: null }],
  [/^tag/, { unmade: null, tags: null, remote: null }],
  [/^(?:tag|review)/, { isMade: false }],
];

const all = rules.flatMap(({ id, messages }) =>
  Object.entries(messages).flatMap(([key, { repair }]) => {
    const at = `${id} ${key}`;
    return WAYS.filter(([of]) => of.test(at)).flatMap(([, way]) =>
      repair(hostileData(way)).map((line) => ({ at, line })),
    );
  }),
);

const COMMAND = /\b(?:dvc|git|gto|tagproof) [a-z-]+ /;
const BARE = new RegExp(`${COMMAND.source}.*<bare>`);
/** As it stands in a word that was quoted. */
const QUOTED = HOSTILE.replaceAll("'", String.raw`'\''`);

/** What is typed of a line: a command to its end, which is where prose goes on. */
function commandsOf(line: string): readonly string[] {
  const marked = line
    .replaceAll(new RegExp(`'(?:\\./)?[^']*${escaped(QUOTED)}(?:[^'])*'`, "g"), (word) =>
      word.startsWith("'-") ? "<dash>" : "<word>",
    )
    .replaceAll(HOSTILE, "<bare>");
  return marked
    .split(/[,;()]|: (?=\w)| && /)
    .filter((clause) => COMMAND.test(`${clause} `))
    .map((clause) => clause.trim());
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

repairs("hold a hostile name in commands only as a word of its own", () => {
  assert.ok(shellWord(HOSTILE).includes(QUOTED));
  const bare = all.filter(({ line }) => commandsOf(line).some((clause) => BARE.test(clause)));
  assert.deepEqual(bare, []);
});

repairs("never let a name be an option", () => {
  const isOption = (clause: string): boolean =>
    clause.includes("<dash>") && !/ -- .*<dash>/.test(clause);
  const open = all.filter(({ line }) => commandsOf(line).some(isOption));
  assert.deepEqual(open, []);
});

repairs("are looked at in numbers", () => {
  const quoted = all.filter(({ line }) => commandsOf(line).some((clause) => clause.includes("<")));
  const messages = new Set(quoted.map(({ at }) => at));
  assert.ok(messages.size >= 30, `${messages.size} messages name something in a command`);
});

repairs.run();
