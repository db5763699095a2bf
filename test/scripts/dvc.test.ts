// The DVC set-up of the tests. Its python3 is a script here: what it must survive (no network, a
// kill in the middle, two at a time) cannot be had from the real one at will.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { DVC_VERSION, GTO_VERSION, STAMP, findTestDvc, stampPath } from "../../scripts/dvc/find.ts";
import { withLock } from "../../scripts/dvc/lock.ts";

const setup = suite("scripts/dvc");
const SCRIPT = join(process.cwd(), "dist/scripts/dvc.js");

function program(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

/** A directory for PATH with a dvc and a gto of these versions; null: one that always fails. */
function pathWith(dvc: string | null, gto: string | null = GTO_VERSION): string {
  const directory = temporaryDirectory();
  const body = (version: string | null): string =>
    version === null ? "exit 127" : `echo "Version: ${version}"`;
  program(join(directory, "dvc"), body(dvc));
  program(join(directory, "gto"), body(gto));
  return directory;
}

setup("takes DVC from PATH only in the versions that it knows", () => {
  const root = temporaryDirectory();
  const cases: readonly [dvc: string | null, gto: string | null, taken: boolean][] = [
    ["3.50.0", "1.10.1", true],
    ["3.67.1", "1.0.0", true],
    ["3.100.2", "1.10.1", true],
    ["3.49.9", "1.10.1", false],
    ["2.58.2", "1.10.1", false],
    ["4.0.0", "1.10.1", false],
    ["30.60.0", "1.10.1", false],
    [null, "1.10.1", false],
    ["3.67.1", null, false],
    ["3.67.1", "0.9.0", false],
  ];
  for (const [dvc, gto, taken] of cases) {
    const path = pathWith(dvc, gto);
    const found = findTestDvc(root, path);
    const expected = { dvc: join(path, "dvc"), gto: join(path, "gto"), version: dvc, from: "path" };
    assert.deepEqual(found, taken ? expected : null, `dvc ${dvc}, gto ${gto}`);
  }
});

setup("does not look into PATH entries that are relative or empty", () => {
  const path = relative(process.cwd(), pathWith("3.60.0"));
  assert.ok(existsSync(join(path, "dvc")));
  assert.equal(findTestDvc(temporaryDirectory(), `:.:${path}`), null);
});

setup("prefers a .venv that was finished, and ignores one that was not", () => {
  const root = temporaryDirectory();
  const path = pathWith("3.60.0");
  program(join(root, ".venv/bin/dvc"), `echo ${DVC_VERSION}`);
  program(join(root, ".venv/bin/gto"), `echo ${GTO_VERSION}`);
  assert.equal(findTestDvc(root, path)?.from, "path");
  writeFileSync(stampPath(root), "dvc 3.1.0, gto 1.0.0\n");
  assert.equal(findTestDvc(root, path)?.from, "path");
  writeFileSync(stampPath(root), STAMP);
  assert.equal(findTestDvc(root, path)?.from, "venv");
});

/**
 * A python3 that makes the venv of a script: its `python -m pip install` and its `uv` log a line
 * to `log`, and fail where told.
 */
function fakePython(faults: { venv?: boolean; uv?: boolean; pip?: boolean; slow?: number } = {}): {
  readonly path: string;
  readonly log: string;
} {
  const path = temporaryDirectory();
  const log = join(path, "log");
  const place = (name: string, says: string): string =>
    `printf '#!/bin/sh\\necho ${says}\\n' > "$bin/${name}"; chmod +x "$bin/${name}"`;
  const uv = `#!/bin/sh\necho uv "$@" >> ${log}\n${faults.uv === true ? "exit 2" : `bin=$(dirname "$0"); . ${path}/programs`}\n`;
  writeFileSync(
    join(path, "programs"),
    `${place("dvc", DVC_VERSION)}\n${place("gto", GTO_VERSION)}\n`,
  );
  writeFileSync(join(path, "uv"), uv, { mode: 0o755 });
  program(
    join(path, "venv-python"),
    `echo pip "$@" >> ${log}
bin=$(dirname "$0")
case "$*" in
*"install --quiet uv") cp ${path}/uv "$bin/uv" ;;
*) ${faults.pip === true ? 'echo "ERROR: No matching distribution" >&2; exit 1' : `. ${path}/programs`} ;;
esac`,
  );
  program(
    join(path, "python3"),
    `echo venv >> ${log}
${faults.venv === true ? 'echo "ensurepip is not available" >&2; exit 1' : ""}
sleep ${faults.slow ?? 0}
mkdir -p "$3/bin" && cp ${path}/venv-python "$3/bin/python"`,
  );
  return { path: `${path}:/usr/bin:/bin`, log };
}

function run(
  root: string,
  path: string,
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [SCRIPT], {
    cwd: root,
    env: { ...process.env, PATH: path },
    encoding: "utf8",
  });
}

function logged(log: string): string[] {
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
}

setup("makes the .venv once, by uv", () => {
  const root = temporaryDirectory();
  const { path, log } = fakePython();
  const first = run(root, path);
  assert.equal(first.stderr, "");
  assert.equal(first.status, 0);
  assert.equal(first.stdout, `dvc ${DVC_VERSION} (.venv)\n`);
  assert.match(logged(log).at(-1) ?? "", /^uv pip install .*dvc==3\.67\.1 gto==1\.10\.1$/);
  const lines = logged(log).length;
  assert.equal(run(root, path).status, 0);
  assert.equal(logged(log).length, lines);
});

setup("falls back to pip where uv does not work", () => {
  const root = temporaryDirectory();
  const { path, log } = fakePython({ uv: true });
  assert.equal(run(root, path).status, 0);
  assert.match(
    logged(log).at(-1) ?? "",
    /^pip -m pip install --quiet dvc==3\.67\.1 gto==1\.10\.1$/,
  );
});

setup("says in one line what is missing, and fails", () => {
  const cases: readonly [path: string, says: RegExp][] = [
    [temporaryDirectory(), /^dvc:setup: python3 cannot make a virtual environment: .*ENOENT\n$/],
    [
      fakePython({ venv: true }).path,
      /^dvc:setup: python3 cannot make a virtual environment: ensurepip is not available\n$/,
    ],
    [
      fakePython({ uv: true, pip: true }).path,
      /^dvc:setup: pip cannot install dvc==3\.67\.1 gto==1\.10\.1 \(is the network there\?\): ERROR: .*\n$/,
    ],
  ];
  for (const [path, says] of cases) {
    const root = temporaryDirectory();
    const { status, stdout, stderr } = run(root, path);
    assert.match(stderr, says);
    assert.equal(stdout, "");
    assert.equal(status, 1);
    assert.equal(findTestDvc(root, path), null);
    assert.equal(existsSync(join(root, ".venv.lock")), false);
  }
});

setup("does again what was cut short", () => {
  const root = temporaryDirectory();
  const { path } = fakePython();
  program(join(root, ".venv/bin/dvc"), "exit 1");
  writeFileSync(join(root, ".venv.lock"), String(deadProcess()));
  assert.equal(run(root, path).status, 0);
  assert.equal(readFileSync(stampPath(root), "utf8"), STAMP);
});

function deadProcess(): number {
  return spawnSync("true").pid;
}

setup("is done by one of several that start together", async () => {
  const root = temporaryDirectory();
  const { path, log } = fakePython({ slow: 1 });
  const env = { ...process.env, PATH: path };
  const codes = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise((resolve) => {
          spawn(process.execPath, [SCRIPT], { cwd: root, env, stdio: "ignore" }).on(
            "exit",
            resolve,
          );
        }),
    ),
  );
  assert.deepEqual(codes, [0, 0, 0]);
  assert.equal(logged(log).filter((line) => line === "venv").length, 1);
});

setup("gives the lock back when the work throws", () => {
  const lock = join(temporaryDirectory(), "lock");
  const work = (): never => {
    throw new Error("work");
  };
  assert.throws(() => withLock(lock, 1, work), /work/);
  assert.equal(
    withLock(lock, 1, () => readFileSync(lock, "utf8")),
    String(process.pid),
  );
});

setup("gives up on a lock that somebody living keeps", () => {
  const lock = join(temporaryDirectory(), "lock");
  writeFileSync(lock, String(process.pid));
  assert.throws(() => withLock(lock, 0.2, () => null), /is held by process \d+/);
  assert.ok(existsSync(lock));
});

setup.run();
