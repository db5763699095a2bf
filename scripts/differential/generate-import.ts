// Random pointer files of imports, as DVC wrote them or as somebody edited them.

import { mapOf, plain, split, toYaml, type Flow, type FlowMap } from "./flow.ts";
import type { Chance } from "./random.ts";
import type { Files } from "./store.ts";

export interface ImportCase {
  readonly pointer: string;
  readonly files: Files;
}

type Pairs = FlowMap["pairs"];

const SUM = "b026324c6904b2a9cb4b88d6d61c81d1";

export function makeImportCase(chance: Chance): ImportCase {
  const pointer = chance.pick(["x.dvc", "sub/x.dvc", "sub/deep/ü.dvc"]);
  const text = toYaml(
    mapOf([
      ...maybe(chance, 2, "md5", () => chance.pick([SUM, SUM, "", "ABC", plain("null")])),
      ...maybe(chance, 2, "frozen", () => flag(chance)),
      ...maybe(chance, 12, "locked", () => flag(chance)),
      ...maybe(chance, 5, "wdir", () => chance.pick(WDIRS)),
      ["deps", chance.once(12) ? chance.some(() => dep(chance), 2) : [dep(chance)]],
      ["outs", chance.once(12) ? chance.some(() => out(chance), 2) : [out(chance)]],
      ...maybe(chance, 8, "desc", () => anyText(chance)),
      ...maybe(chance, 8, "meta", () => mapOf([["a", anyText(chance)]])),
      ...maybe(chance, 8, "always_changed", () => flag(chance)),
      ...maybe(chance, 40, "cmd", () => "run"),
      ...maybe(chance, 40, "unknown", () => "x"),
    ]),
  );
  return { pointer, files: { [pointer]: text } };
}

function maybe(chance: Chance, times: number, key: string, make: () => Flow): Pairs {
  return chance.once(times) ? [[key, make()]] : [];
}

const WDIRS = split(".¦..¦sub¦sub/..¦../sub¦./a¦a/¦");
const PATHS = split(
  "data.csv¦./data.csv¦a/../b¦../x¦../../x¦../../../x¦sub/é¦a//b¦d/¦x y¦.¦/elsewhere/x",
);
const URLS = split("https://h.org/x.csv¦http://h.org/a b¦HTTPS://h.org/x¦https://h.org/é");

function flag(chance: Chance): Flow {
  return plain(chance.once(40) ? chance.pick(["null", "1"]) : chance.pick(["true", "false"]));
}

function anyText(chance: Chance): Flow {
  return chance.once(60)
    ? plain(chance.pick(["1", "null", "1.5"]))
    : chance.pick(split("a¦¦é\u{1f600}¦x\ny¦\u007f"));
}

function dep(chance: Chance): Flow {
  if (chance.once(3))
    return mapOf([
      ["path", chance.pick(PATHS)],
      ["repo", repo(chance)],
    ]);
  if (chance.once(8)) return mapOf([["db", database(chance)]]);
  const path = chance.once(2) ? chance.pick(URLS) : chance.pick(PATHS);
  return mapOf([...entry(chance, path), ...maybe(chance, 40, "cache", () => flag(chance))]);
}

function repo(chance: Chance): Flow {
  return mapOf([
    ["url", chance.pick(["https://h.org/r.git", "../src", "git@h.org:r"])],
    ...maybe(chance, 2, "rev", () => anyText(chance)),
    ...maybe(chance, 2, "rev_lock", () => `${SUM}6016276e`),
    ...maybe(chance, 8, "remote", () => chance.pick(["storage", ""])),
    ...maybe(chance, 8, "config", () =>
      chance.once(2) ? "conf" : mapOf([["core", mapOf([["remote", anyText(chance)]])]]),
    ),
  ]);
}

function database(chance: Chance): Flow {
  return mapOf([
    ...maybe(chance, 2, "query", () => anyText(chance)),
    ...maybe(chance, 2, "table", () => anyText(chance)),
    ...maybe(chance, 2, "connection", () => anyText(chance)),
    ...maybe(chance, 2, "file_format", () => chance.pick(["csv", "json", ""])),
  ]);
}

function sum(chance: Chance): Flow {
  return chance.once(30)
    ? chance.pick([plain("null"), "", plain("123"), "AB", "zz"])
    : chance.pick([SUM, `${SUM}.dir`, 'W/\\"x']);
}

function entry(chance: Chance, path: string): Pairs {
  return [
    ...maybe(chance, 2, "md5", () => sum(chance)),
    ...maybe(chance, 6, "etag", () => sum(chance)),
    ...maybe(chance, 15, "checksum", () => sum(chance)),
    ...maybe(chance, 15, "version_id", () => anyText(chance)),
    ...maybe(chance, 2, "size", () => plain(chance.pick(["1", "0", "5"]))),
    ...maybe(chance, 6, "nfiles", () => plain("2")),
    ...maybe(chance, 10, "isexec", () => flag(chance)),
    ...maybe(chance, 2, "hash", () => chance.pick(["md5", "md5", "md5", "etag", ""])),
    ...maybe(chance, 10, "files", () => chance.some(() => listed(chance), 3, 1)),
    ...maybe(chance, 10, "cloud", () => cloud(chance)),
    ["path", path],
    ...maybe(chance, 20, "fs_config", () => mapOf([["a", anyText(chance)]])),
  ];
}

function listed(chance: Chance): Flow {
  return mapOf([
    ["relpath", chance.pick(split("a¦b/c¦é¦\uffee¦\u{1f600}"))],
    ...maybe(chance, 2, "md5", () => SUM),
    ...maybe(chance, 4, "etag", () => "e"),
    ...maybe(chance, 4, "version_id", () => "v1"),
    ...maybe(chance, 3, "size", () => plain("3")),
    ...maybe(chance, 6, "isexec", () => flag(chance)),
    ...maybe(chance, 8, "cloud", () => cloud(chance)),
  ]);
}

function cloud(chance: Chance): Flow {
  const values = mapOf([
    ["etag", "e1"],
    ...maybe(chance, 2, "version_id", () => "v2"),
    ...maybe(chance, 4, "checksum", () => "c"),
    ...maybe(chance, 4, "size", () => plain("7")),
  ]);
  return mapOf([[chance.pick(["storage", "é"]), values]]);
}

function out(chance: Chance): Flow {
  return mapOf([
    ...entry(chance, chance.pick(PATHS)),
    ...maybe(chance, 5, "cache", () => flag(chance)),
    ...maybe(chance, 6, "persist", () => flag(chance)),
    ...maybe(chance, 5, "push", () => flag(chance)),
    ...maybe(chance, 8, "remote", () => chance.pick(["storage", ""])),
    ...maybe(chance, 8, "desc", () => anyText(chance)),
    ...maybe(chance, 8, "type", () => anyText(chance)),
    ...maybe(chance, 8, "labels", () => chance.some(() => anyText(chance), 2)),
    ...maybe(chance, 8, "meta", () => mapOf([["a", anyText(chance)]])),
  ]);
}
