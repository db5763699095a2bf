// What people do to a repository after the run: random edits of its files, its dvc.yaml and its dvc.lock.

import { isMap, isScalar, isSeq } from "yaml";

import {
  addTo,
  append,
  editEntry,
  editLock,
  editStage,
  namesOf,
  pickFrom,
  type Edit,
  type Mutation,
  type Texts,
} from "./edit-document.ts";
import type { Chance } from "./random.ts";

/** One that finds something to change, or none after a few attempts. */
export function mutate(chance: Chance, texts: Texts): Mutation | null {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const name = chance.pick(Object.keys(MUTATIONS));
    const edits = MUTATIONS[name]?.(chance, texts) ?? null;
    if (edits !== null) return { name, edits };
  }
  return null;
}

const MUTATIONS: Readonly<Record<string, (chance: Chance, texts: Texts) => Edit | null>> = {
  "edit a file": (chance, texts) => editFile(chance, texts, (text) => `${text}edited\n`),
  "turn line endings": (chance, texts) =>
    editFile(chance, texts, (text) =>
      text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text.replaceAll("\n", "\r\n"),
    ),
  "empty a file": (chance, texts) => editFile(chance, texts, () => ""),
  "remove a file": (chance, texts) => {
    const path = pickFrom(chance, plainFiles(texts));
    return path === null ? null : { [path]: null };
  },
  "add a file": (chance) => ({ [chance.pick(["data/new.csv", "src/new.py", "extra"])]: "new\n" }),
  "ignore a file": () => ({ ".dvcignore": "x.csv\n" }),
  "edit a param": editParam,
  "edit a command": (chance, texts) =>
    editStage(chance, texts, (at) => addTo(at, "cmd", " # edited")),
  "add a dep": (chance, texts) => editStage(chance, texts, (at) => append(at, "deps", "src")),
  "drop a list": (chance, texts) =>
    editStage(chance, texts, ({ file, path }) =>
      file.deleteIn([...path, chance.pick(["deps", "params", "outs", "metrics"])]),
    ),
  "list another param": (chance, texts) =>
    editStage(chance, texts, (at) => append(at, "params", chance.pick(["lr", "n", "other"]))),
  "freeze a stage": (chance, texts) =>
    editStage(chance, texts, ({ file, path }) => (file.setIn([...path, "frozen"], true), true)),
  "rename a stage": (chance, texts) =>
    editStage(chance, texts, ({ file, path }) => {
      const stage = file.getIn(path);
      file.deleteIn(path);
      file.setIn([...path.slice(0, -1), "renamed"], stage);
      return true;
    }),
  "drop a stage": (chance, texts) =>
    editStage(chance, texts, ({ file, path }) => file.deleteIn(path)),
  "unlock a stage": (chance, texts) =>
    editLock(chance, texts, ({ file, path }) => file.deleteIn(path)),
  "edit a recorded command": (chance, texts) =>
    editLock(chance, texts, (at) => addTo(at, "cmd", " # edited")),
  "edit a recorded hash": (chance, texts) =>
    editEntry(chance, texts, (file, path) => {
      file.setIn(
        [...path, "md5"],
        chance.pick(["b026324c6904b2a9cb4b88d6d61c81d1", "B026324C6904B2A9CB4B88D6D61C81D1"]),
      );
    }),
  "take a recorded hash for DVC 2's": (chance, texts) =>
    editEntry(chance, texts, (file, path) => void file.deleteIn([...path, "hash"])),
  "edit a recorded size": (chance, texts) =>
    editEntry(chance, texts, (file, path) => file.setIn([...path, "size"], 12_345)),
  "drop a recorded entry": (chance, texts) =>
    editEntry(chance, texts, (file, path) => void file.deleteIn(path)),
  "swap two recorded outs": swapOuts,
  "edit a recorded param": editRecordedParam,
  "drop the recorded params": (chance, texts) =>
    editLock(chance, texts, ({ file, path }) => file.deleteIn([...path, "params"])),
  "remove a lock": (chance, texts) => {
    const path = pickFrom(chance, namesOf(texts, "dvc.lock"));
    return path === null || !chance.once(4) ? null : { [path]: null };
  },
  "leave a conflict": (chance, texts) => {
    const path = pickFrom(chance, [...namesOf(texts, "dvc.lock"), ...namesOf(texts, "dvc.yaml")]);
    if (path === null || !chance.once(4)) return null;
    return { [path]: `<<<<<<< ours\n${texts.get(path)}=======\n>>>>>>> theirs\n` };
  },
};

/** Neither DVC's own files nor params: those have edits of their own. */
function plainFiles(texts: Texts): string[] {
  return [...texts.keys()].filter(
    (path) =>
      !/(?:^|\/)(?:dvc\.(?:yaml|lock)|params\.yaml|p\.\w+|\.\w+)$|\.dvc$|^\.dvc\//.test(path),
  );
}

function editFile(chance: Chance, texts: Texts, change: (text: string) => string): Edit | null {
  const path = pickFrom(chance, plainFiles(texts));
  if (path === null) return null;
  const text = texts.get(path) ?? "";
  const changed = change(text);
  return changed === text ? null : { [path]: { latin1: changed } };
}

const PARAM_EDITS: readonly (readonly [from: RegExp, to: string])[] = [
  [/0\.001|0\.25|0\.1|1e-05/, "0.5"],
  [/0\.001/, "1e-3"],
  [/\b3\b|\b7\b/, "3.0"],
  [/"?base"?|"text"|"p"|"t"/, '"other"'],
  [/^lr.*\n/m, ""],
  [/true/, "1"],
  [/\bm\b/, "mm"],
  [/1, 2/, "1, 3"],
  [/\[x, y\]/, "[y, x]"],
  [/$/, "\n"],
  [/^/, "<<<<<<< ours\n"],
];

function editParam(chance: Chance, texts: Texts): Edit | null {
  const paths = [...texts.keys()].filter((path) => /(?:^|\/)(?:params\.yaml|p\.\w+)$/.test(path));
  const path = pickFrom(chance, paths);
  if (path === null) return null;
  if (chance.once(12)) return { [path]: null };
  const text = texts.get(path) ?? "";
  const [from, to] = chance.pick(PARAM_EDITS);
  const changed = text.replace(from, to);
  return changed === text ? null : { [path]: changed };
}

function swapOuts(chance: Chance, texts: Texts): Edit | null {
  return editLock(chance, texts, ({ file, path }) => {
    const entries = file.getIn([...path, "outs"]);
    if (!isSeq(entries) || entries.items.length < 2) return false;
    const [first, second] = [0, 1].map((index) => file.getIn([...path, "outs", index, "md5"]));
    file.setIn([...path, "outs", 0, "md5"], second);
    file.setIn([...path, "outs", 1, "md5"], first);
    return true;
  });
}

function editRecordedParam(chance: Chance, texts: Texts): Edit | null {
  return editLock(chance, texts, ({ file, path }) => {
    const files = file.getIn([...path, "params"]);
    if (!isMap(files)) return false;
    const name = String(
      pickFrom(
        chance,
        files.items.map(({ key }) => key),
      ),
    );
    const values = files.get(name);
    if (!isMap(values)) return false;
    const key = pickFrom(
      chance,
      values.items.map((item) => item.key),
    );
    if (!isScalar(key)) return false;
    if (chance.once(3)) values.delete(key);
    else values.set(key, file.createNode(chance.pick([1, 0.5, "other", null, true])));
    return true;
  });
}
