// The same questions to the real DVC: where are the cache and the remotes, and what is in the cache?

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { parseConfig } from "../../../lib/dvc/config.ts";
import { machineDirectories, readLevel } from "../../../lib/dvc/store/levels.ts";
import { placesOf } from "../../../lib/dvc/store/places.ts";
import { openStore } from "../../../lib/dvc/store/store.ts";
import { createPipelineRepository, dvcCommand, dvcEnvironment, runDvc } from "../../helpers/dvc.ts";

const store = suite("dvc/store against DVC");

const ASK = `
import json, os, sys
from dvc.repo import Repo
said = []
for directory in sys.argv[1:]:
    repo = Repo(directory)
    places = ["cache " + os.path.normpath(repo.cache.local_cache_dir)]
    default = repo.config["core"].get("remote")
    for name in sorted(repo.config["remote"], key=lambda name: (name != default, name)):
        remote = repo.cloud.get_remote_odb(name=name, hash_name="md5-dos2unix")
        if remote.fs.protocol == "local":
            places.append(name + " " + os.path.normpath(remote.path))
    said.append(places)
print(json.dumps(said))
`;

function remote(name: string, url: string): string {
  return `['remote "${name}"']\n    url = ${url}\n`;
}

/** The repository's file, config.local, and the user's. */
const CONFIGS: readonly (readonly [repo: string, local?: string])[] = [
  [""],
  ["[cache]\n    dir = ../../shared\n"],
  ["[cache]\n    dir = relative\n", "[cache]\n    dir = ../local\n"],
  ["[CACHE]\nDIR = /abs/cache/ # here\n"],
  ['[cache]\n"dir" = "/with space/and # hash"\n'],
  [`[core]\n    remote = R\n${remote("r", "../../storage")}${remote("a", "/abs/x/../y")}`],
  [`[core]\nremote = r\n${remote("r", "/first")}`, remote("R", "../second")],
  [`[core]\nremote = on\n${remote("base", "/base")}${remote("on", "remote://base/sub/dir")}`],
  [`[cache]\n    dir = ~/cache\n${remote("home", "~/remote")}`],
  [`# a comment\n[core]\n    remote = q\n${remote("q", "'/single quoted'")}`],
];

store("finds the cache and the remotes where DVC does", async () => {
  const user = join(dvcEnvironment()["DVC_GLOBAL_CONFIG_DIR"] ?? "", "config");
  mkdirSync(dirname(user), { recursive: true });
  writeFileSync(user, `[core]\nno_scm = true\n${remote("user", "of-user")}`);
  const directories = CONFIGS.map(([repo, local]) => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, ".dvc"));
    writeFileSync(join(directory, ".dvc/config"), repo);
    if (local !== undefined) writeFileSync(join(directory, ".dvc/config.local"), local);
    return directory;
  });
  const python = join(dirname(dvcCommand()), "python");
  const said = execFileSync(python, ["-c", ASK, ...directories], {
    env: dvcEnvironment(),
    encoding: "utf8",
  });
  const ours = await Promise.all(directories.map(describe));
  rmSync(user);
  assert.deepEqual(ours, JSON.parse(said.trim().split("\n").at(-1) ?? ""));
});

async function describe(directory: string): Promise<readonly string[]> {
  const environment = dvcEnvironment();
  const machine = machineDirectories(environment).map((place) => readLevel(place, "config"));
  const text = readFileSync(join(directory, ".dvc/config"), "utf8");
  const committed = { settings: parseConfig(text), directory: join(directory, ".dvc") };
  const local = readLevel(join(directory, ".dvc"), "config.local");
  const levels = [...machine, committed, local].filter((level) => level !== null);
  const names = levels.flatMap(({ settings }) =>
    [...settings.keys()].flatMap((key) => /^remote "(.*)"$/.exec(key)?.[1] ?? []),
  );
  const home = environment["HOME"] ?? null;
  const configured = { levels, defaultCache: join(directory, ".dvc/cache"), home };
  return placesOf(configured, "", names.toSorted()).map(
    (place) => `${place.kind === "cache" ? "cache" : place.name} ${place.directory}`,
  );
}

store("misses in the cache what dvc data status misses", async () => {
  const repository = createPipelineRepository();
  const recorded = [
    ...`${repository.read("dvc.lock")}${repository.read("data/raw.csv.dvc")}`.matchAll(
      /(?:path: (\S+)\n\s+hash: md5\n\s+md5: (\w+))|(?:md5: (\w+)\n\s+size: \d+\n\s+hash: md5\n\s+path: (\S+))/g,
    ),
  ].map(([, path, md5, pointed, name]) => [path ?? `data/${name}`, md5 ?? pointed ?? ""] as const);
  const hashes = new Map(recorded);
  const cache = join(repository.directory, ".dvc/cache");
  for (const gone of ["models/model.json", "data/raw.csv"]) {
    const md5 = hashes.get(gone) ?? "";
    rmSync(join(cache, "files/md5", md5.slice(0, 2), md5.slice(2)));
  }
  const status = JSON.parse(runDvc(repository.directory, "data", "status", "--json")) as {
    not_in_cache?: readonly string[];
  };
  const opened = await openStore([{ kind: "cache", name: ".", directory: cache }]);
  const cached = ["data/raw.csv", "data/prepared.csv", "models/model.json"];
  const missing = await Promise.all(
    cached.map(async (path) => {
      const hash = { kind: "md5" as const, value: hashes.get(path) ?? "" };
      return (await opened.read(hash, 1 << 20)).state === "absent" ? [path] : [];
    }),
  );
  assert.deepEqual(missing.flat().toSorted(), [...(status.not_in_cache ?? [])].toSorted());
  assert.equal(missing.flat().length, 2);
});

store.run();
