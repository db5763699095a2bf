// The compiled code of the program between runs: found again where it is whole and ours, else made anew.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { placeOf, readKept, writeKept, type Place } from "../../lib/cli/kept-code.ts";
import { createProject } from "../helpers/pipeline.ts";
import { isolatedEnvironment } from "../helpers/repository.ts";

const kept = suite("cli/kept-code");
const CODE = Buffer.from("compiled code");

/** A place in a cache directory that is new, with something kept there. */
function filled(): Place & { readonly path: string } {
  const environment = { HOME: temporaryDirectory(), XDG_CACHE_HOME: temporaryDirectory() };
  const place = placeOf("/bundle/program-0123.cjs", environment);
  assert.ok(place !== null);
  writeKept(place, CODE);
  return { ...place, path: join(place.directory, place.name) };
}

kept("is read as it was written, by a name that tells the program and Node.js", () => {
  const place = filled();
  assert.deepEqual(readKept(place), CODE);
  assert.equal(place.name, `program-0123-${process.version}-${process.arch}.code`);
  assert.deepEqual(readdirSync(place.directory), [place.name]);
  assert.equal(statSync(place.path).mode & 0o777, 0o600);
  assert.equal(statSync(place.directory).mode & 0o777, 0o700);
});

const SPOILED: Readonly<Record<string, (place: ReturnType<typeof filled>) => void>> = {
  "that was cut off": ({ path }) => writeFileSync(path, readFileSync(path).subarray(0, -1)),
  "that is empty": ({ path }) => writeFileSync(path, ""),
  "of which a byte is another": ({ path }) =>
    writeFileSync(
      path,
      readFileSync(path).map((byte, n) => (n === 9 ? byte ^ 1 : byte)),
    ),
  "that others may write": ({ path }) => chmodSync(path, 0o620),
  "in a directory that others may write": ({ directory }) => chmodSync(directory, 0o770),
};

for (const [why, spoil] of Object.entries(SPOILED))
  kept(`does not take a file ${why}`, () => {
    const place = filled();
    spoil(place);
    assert.equal(readKept(place), null);
  });

kept("does not follow a link in the place of the directory", () => {
  const place = filled();
  const caches = temporaryDirectory();
  symlinkSync(place.directory, join(caches, "tagproof"));
  assert.equal(readKept({ directory: join(caches, "tagproof"), name: place.name }), null);
});

kept("makes no home, and says nothing where it cannot write", () => {
  const home = join(temporaryDirectory(), "nobody");
  const place = placeOf("program.cjs", { HOME: home });
  assert.equal(place?.directory, join(home, ".cache", "tagproof"));
  writeKept(place, CODE);
  assert.equal(existsSync(home), false);
});

kept("is turned off by Node's own switch, without a home, and by a path that is relative", () => {
  const home = temporaryDirectory();
  const off = { HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" };
  for (const environment of [off, {}, { HOME: "home" }, { HOME: home, NODE_V8_COVERAGE: "/c" }])
    assert.equal(placeOf("program.cjs", environment), null, JSON.stringify(environment));
});

kept("removes what no version uses any more, and nothing of others", () => {
  const place = filled();
  const month = Date.now() / 1000 - 31 * 24 * 3600;
  for (const name of ["program-old.code", ".program-old.code-77", "notes.txt", "program-new.code"])
    writeFileSync(join(place.directory, name), "x");
  for (const name of ["program-old.code", ".program-old.code-77", "notes.txt"])
    utimesSync(join(place.directory, name), month, month);
  writeKept(place, CODE);
  const left = readdirSync(place.directory).filter((name) => name !== place.name);
  assert.deepEqual(left.toSorted(), ["notes.txt", "program-new.code"]);
});

const repository = createProject();
repository.commit("a state");
repository.git("tag", "-a", "-m", "released", "v1.0.0");

/** Runs a command of a copy of the bundle in the repository; returns what it said. */
function run(bundle: string, home: string, ...args: readonly string[]): string {
  const environment = isolatedEnvironment({ HOME: home, XDG_CACHE_HOME: undefined });
  delete environment["NODE_V8_COVERAGE"];
  return execFileSync(process.execPath, [join(bundle, "tagproof.cjs"), ...args], {
    cwd: repository.directory,
    env: environment,
    encoding: "utf8",
    stdio: "pipe",
  });
}

kept(
  "serves the next audit of a release, which says the same; what audits none, or all, keeps nothing",
  () => {
    const home = temporaryDirectory();
    const bundle = temporaryDirectory();
    cpSync("dist/bundle", bundle, { recursive: true });
    const directory = join(home, ".cache", "tagproof");
    run(bundle, home, "--version");
    run(bundle, home, "audit", "--since", "HEAD");
    run(bundle, home, "audit", "--all");
    assert.equal(existsSync(directory), false);
    const said = run(bundle, home, "audit", "v1.0.0");
    const [name = ""] = readdirSync(directory);
    const written = statSync(join(directory, name));
    assert.equal(run(bundle, home, "audit", "v1.0.0"), said);
    assert.deepEqual(readdirSync(directory), [name]);
    assert.equal(statSync(join(directory, name)).mtimeMs, written.mtimeMs, "it was not made again");
    const bytes = readFileSync(join(directory, name));
    bytes.fill(0xff, 100_000, 200_000);
    writeFileSync(join(directory, name), bytes);
    assert.equal(run(bundle, home, "audit", "v1.0.0"), said, "damage costs time, and nothing else");
    assert.notDeepEqual(readFileSync(join(directory, name)), bytes);
  },
);

kept("is not taken for a program of another text", () => {
  const home = temporaryDirectory();
  const bundle = temporaryDirectory();
  cpSync("dist/bundle", bundle, { recursive: true });
  run(bundle, home, "audit", "v1.0.0");
  const program = join(
    bundle,
    readdirSync(bundle).find((name) => name.startsWith("program-")) ?? "",
  );
  writeFileSync(
    program,
    "(function (exports) { exports.tagproof = async () => ({ main: async () => console.log(1) }); })",
  );
  assert.equal(run(bundle, home, "audit"), "1\n");
});

kept.run();
