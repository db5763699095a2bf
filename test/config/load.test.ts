// Finding the policy in real directories and real repositories, and refusing what is not data.

import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { loadPolicy, type LoadedPolicy, type LoadOptions } from "../../config/load.ts";
import { PLACES, SCRIPT_PLACES } from "../../config/places.ts";
import type { PolicySource } from "../../config/source.ts";
import { AuditError } from "../../lib/error.ts";
import { createRepository, type TestRepository } from "../helpers/repository.ts";
import { parsers } from "./parsers.ts";

const test = suite("config/load");

const knownRules = [{ id: "tag/signed" }, { id: "review/linked" }] as const;

/** A repository's git side by plain git; what it lacks is null. */
function sourceOf(repository: TestRepository, more: Partial<PolicySource> = {}): PolicySource {
  const { directory } = repository;
  return {
    configured: async () => null,
    readAt: async (rev, path) => {
      const { status, stdout } = spawnSync("git", ["cat-file", "blob", `${rev}:${path}`], {
        cwd: directory,
      });
      return status === 0 ? stdout : null;
    },
    defaultBranch: async () => null,
    worktree: directory,
    ...more,
  };
}

async function load(directory: string, more: Partial<LoadOptions> = {}): Promise<LoadedPolicy> {
  return loadPolicy({ directory, config: null, knownRules, parsers, ...more });
}

/** A directory with these files. */
function directoryWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = temporaryDirectory();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

async function messageOf(loading: Promise<unknown>, code: AuditError["code"]): Promise<string> {
  try {
    await loading;
  } catch (error) {
    ok(error instanceof AuditError, String(error));
    equal(error.code, code, error.message);
    ok(error.hint.length > 0);
    return error.message;
  }
  throw new Error("nothing was thrown");
}

const RC = "bundle: {path: out}\n";
const RC_JSON = '{"bundle": {"path": "out"}}';

test("every place holds a policy", async () => {
  const files: Record<string, string> = {
    ".tagproofrc": RC,
    ".tagproofrc.yaml": RC,
    ".tagproofrc.yml": RC,
    ".tagproofrc.json": RC_JSON,
    "tagproof.config.yaml": RC,
    "tagproof.config.yml": RC,
    "tagproof.config.json": RC_JSON,
    "package.json": `{"name": "x", "tagproof": ${RC_JSON}}`,
    "pyproject.toml": '[project]\nname = "x"\n[tool.tagproof.bundle]\npath = "out"\n',
  };
  deepEqual(Object.keys(files), PLACES.slice(0, 9));
  for (const [name, content] of Object.entries(files)) {
    const directory = directoryWith({ [name]: content });
    const { policy, file, notices } = await load(directory);
    deepEqual(
      [policy.bundle.paths, policy.source, file, notices],
      [["out"], name, join(directory, name), []],
      name,
    );
  }
});

test("of two files in a directory the first is taken, and the other named", async () => {
  const directory = directoryWith({
    ".tagproofrc.yaml": RC,
    "tagproof.config.json": "{}",
    "package.json": '{"tagproof": {}}',
  });
  const { policy, notices } = await load(directory);
  equal(policy.source, ".tagproofrc.yaml");
  deepEqual(notices, ["tagproof.config.json is not read: .tagproofrc.yaml comes first"]);
});

test("nothing at all is the recommended policy", async () => {
  const { policy, file } = await load(directoryWith({ "package.json": '{"name": "x"}' }));
  deepEqual([policy.source, policy.preset, file], ["recommended", "recommended", null]);
});

test("the search goes up to the root of the working tree and no further", async () => {
  const outer = directoryWith({
    ".tagproofrc": "hook: {budget: 1}",
    "root/a/b/x": "",
    "root/a/.tagproofrc": "hook: {budget: 2}",
  });
  const root = join(outer, "root");
  const repository = { ...sourceOf(createRepository()), worktree: root };
  const from = async (path: string): Promise<[string, number]> => {
    const { policy } = await load(join(root, path), { repository });
    return [policy.source, policy.hook.budget];
  };
  deepEqual(await from("a/b"), ["a/.tagproofrc", 2]);
  deepEqual(await from("."), ["recommended", 30]);
  writeFileSync(join(root, "tagproof.config.yaml"), "hook: {budget: 3}");
  deepEqual(await from("."), ["tagproof.config.yaml", 3]);
  deepEqual(await from("a/b"), ["a/.tagproofrc", 2], "the nearest");
});

test("the order of the sources", async () => {
  const repository = createRepository();
  repository.write(".tagproofrc", "hook: {budget: 1}");
  repository.write("policies/release.yaml", "hook: {budget: 2}");
  repository.write("package.json", '{"tagproof": {"hook": {"budget": 3}}}');
  const commit = repository.commit("policies");
  repository.git("rm", "--quiet", ".tagproofrc", "package.json");
  repository.commit("none");
  const { directory } = repository;
  const budgetOf = async (
    source: PolicySource,
    config: string | null = null,
  ): Promise<[string, number]> => {
    const { policy } = await load(directory, { repository: source, config });
    return [policy.source, policy.hook.budget];
  };
  const atBranch = sourceOf(repository, { defaultBranch: async () => commit });
  deepEqual(await budgetOf(atBranch), [`${commit}:.tagproofrc`, 1]);
  deepEqual(await budgetOf({ ...atBranch, worktree: null }), [`${commit}:.tagproofrc`, 1], "bare");
  repository.write("tagproof.config.yaml", "hook: {budget: 4}");
  deepEqual(await budgetOf(atBranch), ["tagproof.config.yaml", 4]);
  deepEqual(
    await budgetOf({ ...atBranch, worktree: null }),
    [`${commit}:.tagproofrc`, 1],
    "not the tree",
  );
  const configured = { ...atBranch, configured: async () => `${commit}:policies/release.yaml` };
  deepEqual(await budgetOf(configured), [`${commit}:policies/release.yaml`, 2]);
  const ofPackage = { ...atBranch, configured: async () => `${commit}:package.json` };
  deepEqual(await budgetOf(ofPackage), [`${commit}:package.json`, 3]);
  repository.write("my.yaml", "hook: {budget: 5}");
  deepEqual(await budgetOf(configured, "my.yaml"), ["my.yaml", 5]);
  deepEqual(await budgetOf(configured, join(directory, "my.yaml")), [
    join(directory, "my.yaml"),
    5,
  ]);
});

test("at the default branch the policy nearest to the audited directory counts", async () => {
  const repository = createRepository();
  repository.write("a/b/x", "");
  repository.write("a/.tagproofrc", "hook: {budget: 1}");
  repository.write(".tagproofrc", "hook: {budget: 2}");
  const commit = repository.commit("policies");
  repository.git("rm", "--quiet", "a/.tagproofrc", ".tagproofrc");
  const source = sourceOf(repository, { defaultBranch: async () => commit });
  const { policy } = await load(join(repository.directory, "a/b"), { repository: source });
  equal(policy.source, `${commit}:a/.tagproofrc`);
});

test("a policy that is named and not there is an error", async () => {
  const repository = createRepository();
  repository.write("empty.yaml", " \n");
  repository.write("package.json", "{}");
  const commit = repository.commit("first");
  const { directory } = repository;
  const named = (configured: string): Promise<unknown> =>
    load(directory, { repository: sourceOf(repository, { configured: async () => configured }) });
  match(
    await messageOf(named(`${commit}:no.yaml`), "config-unreadable"),
    /no\.yaml .*does not exist/,
  );
  match(
    await messageOf(named("policy.yaml"), "config-invalid"),
    /tagproof\.policy: it is "policy\.yaml", expected <rev>:<path> or an absolute path/,
  );
  match(
    await messageOf(named(`${commit}:package.json`), "config-invalid"),
    /it holds nothing for tagproof/,
  );
  match(
    await messageOf(load(directory, { config: "no.yaml" }), "config-unreadable"),
    /no\.yaml cannot be read/,
  );
  match(await messageOf(load(directory, { config: "." }), "config-unreadable"), /is a directory/);
  match(
    await messageOf(load(directory, { config: "empty.yaml" }), "config-invalid"),
    /it holds nothing for tagproof/,
  );
});

test("every problem is told with file and line", async () => {
  const directory = directoryWith({
    ".tagproofrc": "bundel: {}\r\nrules:\r\n  tag/singed: error\r\n",
    "broken.yaml": "a: 1\nb: [\n",
    "twice.json": '{\n"dvc": {},\n"dvc": {}}',
    "hostile.yaml": '"a\\nforged:1: all is well\\e[2J": 1',
    "latin.yaml": Buffer.from("bundle: {path: caf\xe9}", "latin1"),
  });
  equal(
    await messageOf(load(directory), "config-invalid"),
    ".tagproofrc:1: unknown key `bundel`; did you mean `bundle`?\n" +
      ".tagproofrc:3: unknown rule `tag/singed`; did you mean `tag/signed`?",
  );
  match(
    await messageOf(load(directory, { config: "broken.yaml" }), "config-invalid"),
    /^broken\.yaml:3: /,
  );
  match(
    await messageOf(load(directory, { config: "twice.json" }), "config-invalid"),
    /^twice\.json:3: /,
  );
  match(
    await messageOf(load(directory, { config: "latin.yaml" }), "config-invalid"),
    /^latin\.yaml: it is not UTF-8$/,
  );
  const hostile = await messageOf(load(directory, { config: "hostile.yaml" }), "config-invalid");
  match(hostile, /^hostile\.yaml:1: unknown key `a\\u\{a\}forged/);
  ok(!/[\n\u001b]/.test(hostile));
});

test("a byte order mark and CRLF are nothing", async () => {
  const directory = directoryWith({ ".tagproofrc": "\uFEFFhook:\r\n  budget: 7\r\n" });
  equal((await load(directory)).policy.hook.budget, 7);
});

test("malformed files of others do not matter, unless they speak of us", async () => {
  const directory = directoryWith({
    "package.json": "{ not json",
    "pyproject.toml": "[[[",
    ".config/package.json": "{",
  });
  equal((await load(directory)).policy.source, "recommended");
  const ours = directoryWith({ "package.json": '{"tagproof": {"bundle": ' });
  match(await messageOf(load(ours), "config-invalid"), /^package\.json:/);
  const both = directoryWith({
    "package.json": '{"tagproof": ',
    "pyproject.toml": "",
    ".tagproofrc": RC,
  });
  equal((await load(both)).policy.source, ".tagproofrc");
  const dependency = directoryWith({ "package.json": '{"devDependencies": {"tagproof": "1"}}' });
  equal((await load(dependency)).policy.source, "recommended");
});

test("what must not be read is an error, not the absence of a policy", async () => {
  const huge = directoryWith({ ".tagproofrc": "#".repeat(10_000_000) });
  match(
    await messageOf(load(huge), "config-unreadable"),
    /has 10000000 bytes, and 1000000 are the most/,
  );
  match(
    await messageOf(
      load(temporaryDirectory(), { config: join(huge, ".tagproofrc") }),
      "config-unreadable",
    ),
    /10000000 bytes/,
  );

  const pipe = temporaryDirectory();
  execFileSync("mkfifo", [join(pipe, ".tagproofrc")]);
  match(await messageOf(load(pipe), "config-unreadable"), /is no regular file/);

  const outside = directoryWith({ "secret.yaml": RC });
  const leaving = temporaryDirectory();
  symlinkSync(join(outside, "secret.yaml"), join(leaving, ".tagproofrc.yaml"));
  match(
    await messageOf(load(leaving), "config-unreadable"),
    /symbolic link that leaves the repository/,
  );

  const dangling = temporaryDirectory();
  symlinkSync("nowhere", join(dangling, ".tagproofrc"));
  match(await messageOf(load(dangling), "config-unreadable"), /symbolic link to nothing/);

  await rejects(load(join(dangling, "no-such-directory")), { code: "config-unreadable" });
});

test("a link inside of the repository and a directory of the name are what they are", async () => {
  const directory = directoryWith({ "policies/release.yaml": RC, ".tagproofrc/x": "" });
  symlinkSync("policies/release.yaml", join(directory, "tagproof.config.yaml"));
  const { policy } = await load(directory);
  deepEqual([policy.source, policy.bundle.paths], ["tagproof.config.yaml", ["out"]]);
});

test("policies in a commit are bounded and decoded alike", async () => {
  const repository = createRepository();
  const withBytes = (bytes: Uint8Array): Promise<LoadedPolicy> =>
    load(repository.directory, {
      repository: sourceOf(repository, {
        configured: async () => "HEAD:x.yaml",
        readAt: async () => bytes,
      }),
    });
  match(
    await messageOf(withBytes(new Uint8Array(1_000_001)), "config-unreadable"),
    /1000001 bytes/,
  );
  match(await messageOf(withBytes(Buffer.from([0x61, 0xff])), "config-invalid"), /not UTF-8/);
  equal((await withBytes(Buffer.from("\uFEFFhook:\r\n  budget: 7"))).policy.hook.budget, 7);
});

test("JavaScript is refused by name, wherever it stands, and never runs", async () => {
  for (const name of SCRIPT_PLACES) {
    const directory = directoryWith({
      [name]: "globalThis.tagproofTrap = true; module.exports = {};",
    });
    match(
      await messageOf(load(directory), "config-invalid"),
      new RegExp(`^${name.replaceAll(".", "\\.")}: JavaScript is refused: a policy is data`),
    );
  }
  const directory = directoryWith({ "my.cjs": "globalThis.tagproofTrap = true;" });
  match(
    await messageOf(load(directory, { config: "my.cjs" }), "config-invalid"),
    /JavaScript is refused/,
  );
  const repository = createRepository();
  repository.write("tagproof.config.js", "globalThis.tagproofTrap = true;");
  const commit = repository.commit("script");
  const bare = sourceOf(repository, { worktree: null, defaultBranch: async () => commit });
  match(
    await messageOf(load(repository.directory, { repository: bare }), "config-invalid"),
    /JavaScript is refused/,
  );
  equal(Reflect.get(globalThis, "tagproofTrap"), undefined);
});

/**
 * Runs loadPolicy in a process whose current directory is a checkout with traps, and answers with
 * what it printed. The traps write a file named `sprung`.
 */
function loadInside(directory: string): { output: string; sprung: boolean } {
  const here = pathToFileURL(resolve("dist")).href;
  const program = `
    import { loadPolicy } from "${here}/config/load.js";
    import { parsers } from "${here}/test/config/parsers.js";
    const options = { directory: process.cwd(), config: null, knownRules: [], parsers };
    try { console.log((await loadPolicy(options)).policy.source, process.cwd() === options.directory); }
    catch (error) { console.log(error.code, error.message); }`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program],
    {
      cwd: directory,
      encoding: "utf8",
    },
  );
  equal(stderr, "");
  return { output: stdout.trim(), sprung: existsSync(join(directory, "sprung")) };
}

const TRAP = `require("node:fs").writeFileSync("sprung", "1"); module.exports = {};`;
const TRAP_MODULE = `import { writeFileSync } from "node:fs"; writeFileSync("sprung", "1"); export default {};`;

test("cosmiconfig's own configuration in the current directory is never executed", () => {
  const traps: Record<string, string>[] = [
    { ".config/config.cjs": TRAP },
    { ".config/config.js": TRAP },
    { ".config/config.mjs": TRAP_MODULE },
    { ".config/config.ts": TRAP_MODULE },
    { ".config/config.json": '{"cosmiconfig": {"searchPlaces": ["evil.cjs"]}}', "evil.cjs": TRAP },
    { "package.json": '{"cosmiconfig": {"searchPlaces": ["evil.cjs"]}}', "evil.cjs": TRAP },
    { "package.json": "{ malformed" },
    { "node_modules/typescript/index.js": TRAP, ".config/config.ts": "export default {}" },
  ];
  for (const trap of traps) {
    const directory = directoryWith({ ...trap, ".tagproofrc.yaml": RC });
    deepEqual(
      loadInside(directory),
      { output: ".tagproofrc.yaml true", sprung: false },
      JSON.stringify(trap),
    );
  }
});

test("$import in a policy reads and executes nothing", () => {
  for (const name of [".tagproofrc.yaml", ".tagproofrc.json", ".tagproofrc"]) {
    for (const target of ["./evil.cjs", "./other.yaml", "/etc/passwd"]) {
      const directory = directoryWith({
        [name]: `{"$import": "${target}"}`,
        "evil.cjs": TRAP,
        "other.yaml": RC,
      });
      deepEqual(loadInside(directory), {
        output: `config-invalid ${name}:1: \`$import\` is refused: a policy is data in one file and imports nothing`,
        sprung: false,
      });
    }
  }
  const packaged = directoryWith({
    "package.json": '{"tagproof": {"$import": "./evil.cjs"}}',
    "evil.cjs": TRAP,
  });
  match(loadInside(packaged).output, /^config-invalid package\.json:1: `\$import` is refused/);
  equal(loadInside(packaged).sprung, false);
});

test.run();
