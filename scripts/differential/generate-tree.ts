// Random trees of files with everything that changes a hash: ignore files, links, nested projects, line endings.

import { split } from "./flow.ts";
import type { Chance } from "./random.ts";
import type { FileContent, Files } from "./store.ts";

export interface TreeCase {
  readonly files: Files;
  /** Paths of which both are asked for the hash. */
  readonly asked: readonly string[];
}

const NAMES = split(
  'a¦b¦a b¦a.txt¦A¦é¦e\u0301¦\u{1f600}¦\uffee¦\ue000x¦.hidden¦a-b¦data¦~x¦a\tb¦a"b¦a\\b¦\u007f¦\u2028¦a\nb¦[a]¦x.dvc¦dvc.yaml¦dvc.lock',
);

export function makeTreeCase(chance: Chance): TreeCase {
  const files = new Map<string, FileContent>();
  fill(chance, files, "", 3);
  // A pattern of DVC and a name with a line break: it is a pattern of Python's `re`, line by line.
  const isBroken = [...files.keys()].some((path) => path.includes("\n"));
  if (!isBroken && chance.once(2)) files.set(".dvcignore", ignoreText(chance));
  const directories = directoriesOf(files.keys());
  if (!isBroken && chance.once(4) && directories.length > 0) {
    files.set(`${chance.pick(directories)}/.dvcignore`, ignoreText(chance));
  }
  // DVC leaves a nested project out by a pattern made of its name: one with `[` or `\\` matches itself not.
  const nestable = directories.filter((path) => !/[[\\]/.test(path));
  if (chance.once(6) && nestable.length > 0) {
    files.set(`${chance.pick(nestable)}/.dvc/config`, "");
  }
  if (chance.once(3)) addLinks(chance, files, nestable);
  const paths = [...files.keys()].filter((path) => !path.endsWith("/.dvc/config"));
  const asked = [...directories, ...chance.some(() => chance.pick(paths), 4, 1)];
  return { files: Object.fromEntries(files), asked: [...new Set(asked.filter(isAskable))] };
}

/** DVC refuses them as deps before it hashes anything. */
function isAskable(path: string): boolean {
  return !/(?:^|\/)dvc\.yaml$|\.dvc$/.test(path);
}

function fill(
  chance: Chance,
  files: Map<string, FileContent>,
  directory: string,
  depth: number,
): void {
  for (const name of new Set(chance.some(() => chance.pick(NAMES), 5, 1))) {
    const path = directory === "" ? name : `${directory}/${name}`;
    if (depth > 0 && chance.once(directory === "" ? 2 : 3)) fill(chance, files, path, depth - 1);
    else files.set(path, content(chance));
  }
}

function directoriesOf(paths: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    for (let cut = path.indexOf("/"); cut !== -1; cut = path.indexOf("/", cut + 1)) {
      found.add(path.slice(0, cut));
    }
  }
  return [...found];
}

const TEXTS = split("¦\n¦a\n¦a\r\n¦a\r\nb\r\n¦\r\n¦\r¦a\r\r\n¦x: 1\n¦é\r\n¦\u00e9\u00e9\u00e9\r\n");

function content(chance: Chance): FileContent {
  if (chance.once(300)) return large(chance);
  if (chance.once(3)) return { latin1: mixed(chance, chance.below(24)) };
  if (chance.once(8)) return { latin1: mixed(chance, 500 + chance.below(40)) };
  return chance.pick(TEXTS);
}

/** Near the share of strange bytes that makes it binary for DVC. */
function mixed(chance: Chance, length: number): string {
  const strange = Math.round(length * 0.3) + chance.below(3) - 1;
  const odd = (): string => chance.pick(["\u00ff", "\u001b", "\u000b", "\u0080", "\u007f"]);
  const body = odd().repeat(Math.max(0, strange)) + "a".repeat(Math.max(0, length - strange));
  return `${body}${chance.once(4) ? "\0" : ""}\r\n${chance.pick(["", "z\r\n", "\b\f\t\r\n"])}`;
}

/** More than the MiB that DVC hashes at once, with line endings at its edge. */
function large(chance: Chance): FileContent {
  const edge = "x".repeat((1 << 20) - 1 - chance.below(2));
  return { latin1: `${edge}\r\n${chance.pick(["", "\0", "\u00ff".repeat(600)])}\r\n` };
}

const PATTERNS = split(
  "a¦*.txt¦a*¦/a¦a/¦!a¦**/a¦a/**¦data¦/data/¦*¦!*.txt¦# note¦\\#x¦é¦a b¦[ab]¦?¦.hidden¦!/a¦data/*¦a/*/b¦**¦!data/a¦/**/a¦a\\ b¦b/ ¦ ",
);

function ignoreText(chance: Chance): string {
  return chance.some(() => chance.pick(PATTERNS), 4, 1).join(chance.once(6) ? "\r\n" : "\n");
}

const TARGETS = split("a¦b¦../a¦a.txt¦data¦.¦..¦none¦a/b¦../../x¦../data/a¦./a¦/elsewhere");

function addLinks(
  chance: Chance,
  files: Map<string, FileContent>,
  directories: readonly string[],
): void {
  for (let count = 1 + chance.below(2); count > 0; count -= 1) {
    const directory = chance.once(2) || directories.length === 0 ? "" : chance.pick(directories);
    const path = `${directory === "" ? "" : `${directory}/`}link${count}`;
    files.set(path, { link: chance.pick(TARGETS) });
  }
}
