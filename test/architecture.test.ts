// The rules of lib/README.md that no type can hold: who imports whom, and where the world begins.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { suite } from "uvu";
import { importsOf } from "../scripts/imports.ts";
import { listSources, loadedWith, type SourceFile } from "./helpers/sources.ts";

const architecture = suite("architecture");
const sources = listSources("lib", "hooks", "config");
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
};

/** Each layer may import itself and the layers after it. `lib/index.ts`, the door, stands above. */
const LAYERS: readonly (readonly [name: string, holds: (path: string) => boolean])[] = [
  ["door", (path) => path === "lib/index.ts"],
  ["entry", (path) => path.startsWith("hooks/") || path.startsWith("lib/cli/")],
  ["config", (path) => path.startsWith("config/")],
  ["core", (path) => path.startsWith("lib/")],
];

function layerOf(path: string): number {
  return LAYERS.findIndex(([, holds]) => holds(path));
}

/** Where what touches the world may be imported: folders end in a slash. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "node:child_process": [
    "lib/git/",
    "hooks/",
    "lib/dvc/status.ts",
    "lib/dvc/run-status.ts",
    "lib/dvc/store/patience.ts",
  ],
  execa: ["hooks/", "lib/dvc/status.ts", "lib/dvc/run-status.ts"],
  "simple-git": ["lib/git/"],
  "node:fs": [
    "lib/git/",
    "lib/dvc/store/",
    "lib/dvc/run-status.ts",
    "lib/dvc/find-dvc.ts",
    "lib/cli/",
    "hooks/",
    "config/",
  ],
  "node:worker_threads": ["lib/dvc/store/"],
  // A child's pipes are sockets: lib/git lets go of them, it connects to nothing.
  "node:net": ["lib/git/channel.ts", "lib/dvc/store/"],
  "node:http": ["lib/dvc/store/"],
  "node:https": ["lib/dvc/store/"],
  // Runs tagproof's own program, and nothing else.
  "node:vm": ["lib/cli/load-program.ts"],
  cosmiconfig: ["config/"],
  commander: ["lib/cli/"],
};

/** What only a process may do, not a library: of the core and of the policy. */
const OF_A_PROCESS =
  /\b(?:console\.|process\.(?:exit|exitCode|stdout|stderr|stdin|argv|chdir|on)\b|styleText\b)/g;

/** A directory or an environment is handed in; only the entries know those of the process. */
const AMBIENT = /\bprocess\.(?:cwd|env)\b/g;

/** cosmiconfig reads the current directory and runs what it finds there: it is given another one. */
const AMBIENT_ALLOWED = new Set(["config/explorer.ts"]);

function offences(
  of: readonly SourceFile[],
  check: (file: SourceFile) => readonly string[],
): string[] {
  return of.flatMap((file) => check(file).map((what) => `${file.path}: ${what}`));
}

architecture("sees the sources that it judges", () => {
  const paths = sources.map((file) => file.path);
  for (const path of ["lib/git/open.ts", "lib/cli/main.ts", "config/load.ts", "hooks/pre-push.ts"])
    assert.ok(paths.includes(path), path);
});

architecture("reads every way to import", () => {
  const text = [
    'import { a } from "./a.ts";',
    'import type { B } from "../b.ts";',
    'import {\n  c,\n} from "@scope/c/deep";',
    'import "./d.ts";',
    'export * from "./e.ts";',
    'export { f } from "node:fs/promises";',
    'const g = await import("g");',
    'type H = import("./h.ts").H;',
    '// import { not } from "./not.ts";',
  ].join("\n");
  assert.deepEqual(
    importsOf("lib/x/y.ts", text).map(({ path, package: name, kind }) => [path, name, kind]),
    [
      ["lib/x/a.ts", null, "static"],
      ["lib/b.ts", null, "type"],
      [null, "@scope/c", "static"],
      ["lib/x/d.ts", null, "static"],
      ["lib/x/e.ts", null, "static"],
      [null, null, "static"],
      [null, "g", "lazy"],
      ["lib/x/h.ts", null, "lazy"],
    ],
  );
});

architecture("points from hooks and lib/cli to config to the core, and never back", () => {
  const found = offences(sources, (file) =>
    file.imports
      .filter(({ path }) => path !== null && layerOf(path) < layerOf(file.path))
      .map(({ path }) => `imports ${path}`),
  );
  assert.deepEqual(found, []);
});

architecture("imports nothing of the tests and scripts, and no package that is not shipped", () => {
  const shipped = new Set(Object.keys(manifest.dependencies));
  const found = offences(sources, (file) =>
    file.imports
      .filter(({ path, package: name, specifier }) =>
        path === null
          ? name === null
            ? !specifier.startsWith("node:")
            : !shipped.has(name)
          : layerOf(path) === -1,
      )
      .map(({ specifier }) => `imports ${specifier}`),
  );
  assert.deepEqual(found, []);
});

architecture("touches the world only in its own places", () => {
  const found = offences(sources, (file) =>
    file.imports
      .filter(({ specifier, package: name }) => {
        const allowed = ALLOWED[name ?? specifier.replace(/^(node:\w+)\/promises$/, "$1")];
        return allowed?.some((place) => isIn(file.path, place)) === false;
      })
      .map(({ specifier }) => `imports ${specifier}`),
  );
  assert.deepEqual(found, []);
});

function isIn(path: string, place: string): boolean {
  return place.endsWith("/") ? path.startsWith(place) : path === place;
}

architecture("keeps the process out of the core and the policy", () => {
  const inner = sources.filter(
    ({ path }) => !path.startsWith("lib/cli/") && !path.startsWith("hooks/"),
  );
  assert.deepEqual(
    offences(inner, (file) => file.code.match(OF_A_PROCESS) ?? []),
    [],
  );
  assert.deepEqual(
    offences(
      inner.filter(({ path }) => !AMBIENT_ALLOWED.has(path)),
      (file) => file.code.match(AMBIENT) ?? [],
    ),
    [],
  );
});

architecture("executes nothing that it reads", () => {
  const evaluates = /\beval\(|\bnew Function\b|\bimport\(\s*[^"\s)]/g;
  assert.deepEqual(
    offences(sources, (file) => file.code.match(evaluates) ?? []),
    [],
  );
});

architecture("loads no package before an entry knows that it has work", () => {
  const entries = ["lib/cli/main.ts", ...listSources("hooks").map((file) => file.path)].filter(
    (path) => path === "lib/cli/main.ts" || /^hooks\/pre-[\w-]+\.ts$|^hooks\/ref/.test(path),
  );
  assert.ok(entries.length > 1);
  for (const entry of entries) assert.deepEqual(loadedWith(entry).packages, [], entry);
});

architecture("says in the first line of each file what it holds", () => {
  const all = [...sources, ...listSources("scripts", "test/helpers")];
  const found = all.filter(({ text }) => !/^(?:#!.*\n)?\/\/ \S/.test(text));
  assert.deepEqual(
    found.map((file) => file.path),
    [],
  );
});

architecture("names files in kebab-case", () => {
  const all = [...sources, ...listSources("scripts", "test")];
  const found = all.filter(
    ({ path }) => !/^[a-z\d]+(-[a-z\d]+)*(\.test)?\.ts$/.test(basename(path)),
  );
  assert.deepEqual(
    found.map((file) => file.path),
    [],
  );
});

/** Files below lib/rules/<subject>/ that define a rule; others help them. */
const ruleFiles = sources.filter(
  ({ path, code }) => /^lib\/rules\/[\w-]+\//.test(path) && /\bdefineRule\(/.test(code),
);

architecture("lists every rule once, under the id that its place gives it", async () => {
  if (!existsSync("lib/rules/index.ts")) return assert.deepEqual(ruleFiles, []);
  const index = new URL("../lib/rules/index.js", import.meta.url).href;
  const { rules } = (await import(index)) as { rules: readonly { id: string }[] };
  assert.deepEqual(
    rules.map((rule) => rule.id).toSorted(),
    ruleFiles.map(({ path }) => path.slice("lib/rules/".length, -".ts".length)).toSorted(),
  );
});

architecture("tests every rule in a file of its own", () => {
  const untested = ruleFiles
    .map(({ path }) => path.replace(/^lib\/(.*)\.ts$/, "test/$1.test.ts"))
    .filter((path) => !existsSync(path));
  assert.deepEqual(untested, []);
});

architecture("lists every reporter", async () => {
  const files = sources.filter(
    ({ path, code }) =>
      path.startsWith("lib/reporters/") && /^export const \w+: Reporter\b/m.test(code),
  );
  const index = new URL("../lib/reporters/index.js", import.meta.url).href;
  const { reporters } = (await import(index)) as { reporters: readonly { format: string }[] };
  assert.ok(files.length > 0);
  assert.deepEqual(
    reporters.map((reporter) => reporter.format).toSorted(),
    files.map(({ path }) => basename(path, ".ts")).toSorted(),
  );
});

architecture("shows an example of each rule that the rule's own test was told", () => {
  const missing = listSources("lib/rules")
    .filter(({ text }) => text.includes("defineRule({"))
    .map(({ path }) => path.replace(/^lib/, "test").replace(/\.ts$/, ".test.ts"))
    .filter(
      (path) => !/addExample\(|runBundleTable\(|example\.says/.test(readFileSync(path, "utf8")),
    );
  assert.deepEqual(missing, []);
});

architecture.run();
