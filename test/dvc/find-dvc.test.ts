import { equal } from "node:assert/strict";
import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";

import { findDvc, type DvcSearch } from "../../lib/dvc/find-dvc.ts";

const test = suite("dvc/find-dvc");

function program(path: string, mode = 0o755): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, mode);
  return path;
}

/** A directory without links in its path. */
function directory(): string {
  return realpathSync(temporaryDirectory());
}

function find(
  root: string,
  search: Partial<Omit<DvcSearch, "isTracked">> & { readonly tracked?: readonly string[] } = {},
): Promise<string | null> {
  const { tracked = [], ...rest } = search;
  return findDvc({
    configured: null,
    environment: {},
    root,
    isTracked: (path) => tracked.includes(path),
    ...rest,
  });
}

test("takes PATH before the virtual environments, those in their order", async () => {
  const root = directory();
  const elsewhere = directory();
  equal(await find(root), null);
  const env = program(join(root, "env/bin/dvc"));
  equal(await find(root), env);
  const venv = program(join(root, "venv/bin/dvc"));
  equal(await find(root), venv);
  const hidden = program(join(root, ".venv/bin/dvc"));
  equal(await find(root), hidden);
  const second = program(join(elsewhere, "b/dvc"));
  const PATH = `${join(elsewhere, "a")}:${join(elsewhere, "b")}`;
  equal(await find(root, { environment: { PATH } }), second);
  const first = program(join(elsewhere, "a/dvc"));
  equal(await find(root, { environment: { PATH } }), first);
});

test("the policy's is the only one, from the root", async () => {
  const root = directory();
  program(join(root, ".venv/bin/dvc"));
  const tool = program(join(root, "tools/dvc"));
  equal(await find(root, { configured: "tools/dvc" }), tool);
  equal(await find(root, { configured: tool }), tool);
  equal(await find(root, { configured: "nowhere/dvc" }), null);
});

test("passes over what cannot be run", async () => {
  const root = directory();
  mkdirSync(join(root, ".venv/bin/dvc"), { recursive: true });
  const venv = program(join(root, "venv/bin/dvc"));
  equal(await find(root), venv);
  const other = directory();
  symlinkSync("nowhere", program(join(other, ".venv/bin/x")).replace(/x$/, "dvc"));
  equal(await find(other), null);
});

test("never looks where a relative or empty entry of PATH points", async () => {
  const root = directory();
  program(join(root, "dvc"));
  const path = relative(process.cwd(), root);
  for (const PATH of [path, `:${path}`, "", ":"]) {
    equal(await find(root, { environment: { PATH } }), null, PATH);
  }
});

test("never takes what git tracks, wherever it is found", async () => {
  const root = directory();
  const elsewhere = directory();
  program(join(root, ".venv/bin/dvc"));
  equal(await find(root, { tracked: [".venv/bin/dvc"] }), null);
  program(join(root, "..tools/dvc"));
  const PATH = join(root, "..tools");
  equal(
    await find(root, { environment: { PATH }, tracked: ["..tools/dvc", ".venv/bin/dvc"] }),
    null,
  );
  mkdirSync(join(elsewhere, "bin"));
  symlinkSync(join(root, "..tools/dvc"), join(elsewhere, "bin/dvc"));
  const linked = { environment: { PATH: join(elsewhere, "bin") } };
  equal(await find(root, { ...linked, tracked: ["..tools/dvc", ".venv/bin/dvc"] }), null);
  equal(await find(root, linked), join(elsewhere, "bin/dvc"));
});

test("never takes what lies behind a tracked link or submodule", async () => {
  const root = directory();
  const elsewhere = directory();
  program(join(elsewhere, "bin/dvc"));
  symlinkSync(elsewhere, join(root, ".venv"));
  equal(await find(root, { tracked: [".venv"] }), null);
  equal(await find(root), join(root, ".venv/bin/dvc"));
  program(join(root, "venv/bin/dvc"));
  equal(await find(root, { tracked: [".venv", "venv"] }), null);
});

test("a tracked file beside it is no harm", async () => {
  const root = directory();
  const venv = program(join(root, "venv/bin/dvc"));
  equal(await find(root, { tracked: ["venv/.gitignore", "venv/bin/dvc2"] }), venv);
});

test("sees through links to the working tree itself", async () => {
  const root = directory();
  const link = join(directory(), "link");
  symlinkSync(root, link);
  program(join(root, "bin/dvc"));
  const tracked = ["bin/dvc"];
  equal(await find(link, { environment: { PATH: join(root, "bin") }, tracked }), null);
  equal(await find(root, { environment: { PATH: join(link, "bin") }, tracked }), null);
  equal(await find(link, { environment: { PATH: join(link, "bin") }, tracked }), null);
});

test.run();
