// The bundle: whole in itself, and the build fails when it would not be.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { bundleDirectory, writeBundle } from "../../scripts/build/bundle.ts";
import { licenseText } from "../../scripts/build/licenses.ts";
import { modulesBehind } from "../helpers/modules-behind.ts";
import { removeStaleOutput } from "../../scripts/build/stale.ts";

const build = suite("scripts/build");

function project(files: Record<string, string>): string {
  const root = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function bundle(files: Record<string, string>): Promise<string> {
  const root = project(files);
  const outDir = join(root, "out");
  await writeBundle({ root, entries: { main: "main.ts" }, command: "main", outDir });
  return outDir;
}

function run(file: string, cwd: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout;
}

build("makes one program, what loads it, and an entry for each name", async () => {
  const outDir = await bundle({
    "main.ts":
      'import { sep } from "node:path";\nexport async function main() {\n  const { lazy } = await import("./lazy.ts");\n  console.log(lazy, sep);\n}\n',
    "lazy.ts": 'export const lazy: string = "lazy";\n',
  });
  const written = readdirSync(outDir).toSorted();
  assert.deepEqual(
    written.map((name) => name.replace(/-[\da-f]{16}\./, "-*.")),
    ["load-*.cjs", "main.cjs", "program-*.cjs"],
  );
  assert.equal(run(join(outDir, "main.cjs"), outDir), "lazy /\n");
});

const PACKAGE = {
  "node_modules/big/package.json": '{ "name": "big", "version": "1.0.0", "main": "big.js" }',
  "node_modules/big/big.js": 'console.log("loaded"); exports.size = 7;',
};

async function bundleApart(main: string): Promise<string> {
  const root = project({ ...PACKAGE, "main.ts": main });
  const outDir = join(root, "out");
  const entries = { main: "main.ts" };
  await writeBundle({ root, entries, command: "main", outDir, libraries: ["big"] });
  // What it does not carry would be found there.
  writeFileSync(join(root, "node_modules/big/big.js"), 'console.log("not ours");');
  return outDir;
}

build("keeps libraries apart, and loads them when one is asked for", async () => {
  const outDir = await bundleApart(
    'export async function main() {\n  console.log("started");\n  const { size } = await import("big");\n  console.log(size);\n  return true;\n}\n',
  );
  const [libraries = ""] = readdirSync(outDir).filter((name) => name.startsWith("libraries-"));
  assert.match(readFileSync(join(outDir, libraries), "utf8"), /loaded/);
  const main = join(outDir, "main.cjs");
  assert.ok(readFileSync(main, "utf8").includes(`"./${libraries}"`), "install looks for the name");
  for (let times = 0; times < 2; times += 1)
    assert.equal(run(main, dirname(outDir)), "started\nloaded\n7\n");
  writeFileSync(join(outDir, libraries), "(function (");
  const { stdout, status } = spawnSync(process.execPath, [main], { encoding: "utf8" });
  assert.deepEqual([stdout, status], ["started\n", 1]);
});

build("refuses a library that would be loaded whatever is asked", async () => {
  const main =
    'import { size } from "big";\nexport async function main() {\n  console.log(size);\n}\n';
  await assert.rejects(bundleApart(main), /the bundle is not whole: it imports big/);
});

const REFUSED: Record<string, string> = {
  "a package that is not installed": 'import "not-installed";',
  "a lazy one": 'export const late = () => import("not-installed");',
  "a required one": 'import { createRequire } from "node:module";\nimport "./old.cjs";',
};

for (const [name, source] of Object.entries(REFUSED))
  build(`refuses ${name}`, async () => {
    const main = `export async function main() {}\n${source}`;
    const files = { "main.ts": main, "old.cjs": 'module.exports = require("not-installed");' };
    await assert.rejects(bundle(files), /not-installed/);
  });

build("refuses an import that stays outside, though it can be resolved", async () => {
  const files = { "main.ts": 'import "https://example.org/a.mjs";' };
  await assert.rejects(bundle(files), /the bundle is not whole: it imports https:/);
});

build("puts an empty module in the place of typescript", async () => {
  const outDir = await bundle({
    "main.ts":
      'export async function main() {\n  const typescript = await import("typescript");\n  console.log(Object.keys(typescript));\n}\n',
    "node_modules/typescript/package.json": '{ "name": "typescript", "main": "evil.js" }',
    "node_modules/typescript/evil.js": 'console.log("evil");',
  });
  assert.equal(run(join(outDir, "main.cjs"), dirname(outDir)), "[]\n");
});

build("makes a program in ASCII that says what its sources say", async () => {
  const outDir = await bundle({
    "main.ts":
      "export function main() {\n  console.log('é😀', `\\n${1}ü`, /^[é😀-😂]$/u.test('😁'), { größe: 1 }.größe);\n}\n",
  });
  const program = readdirSync(outDir).find((name) => name.startsWith("program-")) ?? "";
  assert.ok(readFileSync(join(outDir, program)).every((byte) => byte < 128));
  assert.equal(run(join(outDir, "main.cjs"), outDir), "é😀 \nü true 1\n".replace("\n", "\n1"));
});

build("names the licences of what it holds, a package once", () => {
  const root = project({
    "node_modules/@s/a/package.json": '{ "name": "@s/a", "version": "1.0.0", "license": "MIT" }',
    "node_modules/@s/a/LICENSE": "Copyright Ada\n",
    "node_modules/@s/a/node_modules/b/package.json": '{ "name": "b", "version": "2.0.0" }',
  });
  const modules = ["@s/a/x.js", "@s/a/deep/y.js", "@s/a/node_modules/b/z.js"];
  const text = licenseText([
    ...modules.map((path) => join(root, "node_modules", path)),
    join(root, "lib/own.ts"),
  ]);
  assert.equal(text.match(/^----/gm)?.length, 2);
  assert.match(text, /---- @s\/a 1\.0\.0 \(MIT\)\n\nCopyright Ada\n/);
  assert.match(text, /---- b 2\.0\.0 \(undefined\)/);
});

build("removes the output of sources that are gone, and nothing else", () => {
  const root = project({
    "lib/kept.ts": "",
    "dist/lib/kept.js": "",
    "dist/lib/kept.d.ts": "",
    "dist/lib/old/gone.js": "",
    "dist/lib/old/gone.js.map": "",
    "dist/lib/old/gone.d.ts": "",
    "dist/bundle/tagproof.cjs": "",
    "dist/tsconfig.tsbuildinfo": "",
  });
  assert.deepEqual(removeStaleOutput(root).toSorted(), [
    "lib/old/gone.d.ts",
    "lib/old/gone.js",
    "lib/old/gone.js.map",
  ]);
  for (const path of [
    "lib/kept.js",
    "lib/kept.d.ts",
    "bundle/tagproof.cjs",
    "tsconfig.tsbuildinfo",
  ])
    assert.ok(existsSync(join(root, "dist", path)), path);
});

build("knows what an entry loads before it runs: types and lazy imports are left out", () => {
  const root = project({
    "main.ts":
      'import type { T } from "./type.ts";\nimport {\n  a,\n  b,\n} from "./a.ts";\nexport { c } from "./c.ts";\nawait import("./lazy.ts");\n',
    "a.ts": 'import { main } from "./main.ts";\nimport { sep } from "node:path";\n',
    "c.ts": 'export * from "./deep/d.ts";\n',
    "deep/d.ts": 'import { a, type B } from "../a.ts";\n',
  });
  assert.deepEqual(
    [...modulesBehind([join(root, "main.ts")])].map((path) => path.slice(root.length + 1)),
    ["main.ts", "a.ts", "c.ts", "deep/d.ts"],
  );
});

build("has made a bundle of tagproof that runs where there is no node_modules", () => {
  const place = temporaryDirectory();
  cpSync(bundleDirectory(process.cwd()), place, { recursive: true });
  writeFileSync(join(place, "package.json"), '{ "type": "commonjs" }');
  const command = join(place, "tagproof.cjs");
  const { status, stdout, stderr } = spawnSync(command, ["--help"], {
    cwd: place,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^Usage: tagproof /);
  for (const name of readdirSync("hooks").filter(
    (file) => file.endsWith(".sh") && file !== "launch.sh",
  )) {
    assert.equal(
      readFileSync(join(place, name), "utf8"),
      readFileSync(join("hooks", name), "utf8"),
    );
    assert.ok(existsSync(join(place, name.replace(/\.sh$/, ".cjs"))), name);
  }
});

build("has made hook entries that offer what the shims call", () => {
  const place = bundleDirectory(process.cwd());
  for (const name of readdirSync(place).filter(
    (file) => file.endsWith(".sh") && file !== "launch.sh",
  )) {
    const entry = join(place, name.replace(/\.sh$/, ".cjs"));
    const script = `require(${JSON.stringify(entry)}).load().then((main) => console.log(typeof main));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    assert.equal(stdout, "function\n", `${name}: ${stderr}`);
  }
});

build("has made a program that asks for nothing but what is built into Node.js", () => {
  const place = temporaryDirectory();
  cpSync(bundleDirectory(process.cwd()), place, { recursive: true });
  const program = readdirSync(place).find((name) => name.startsWith("program-")) ?? "";
  const trap =
    '(function (exports, require, module) { module.exports = { tagproof: () => require("./trap.cjs") }; })';
  writeFileSync(join(place, program), trap);
  writeFileSync(join(place, "trap.cjs"), 'console.log("trapped");');
  const { status, stdout, stderr } = spawnSync(join(place, "tagproof.cjs"), { encoding: "utf8" });
  assert.equal([status, stdout].join(), "1,");
  assert.match(stderr, /\.\/trap\.cjs is neither built into Node\.js nor bundled/);
});

build.run();
