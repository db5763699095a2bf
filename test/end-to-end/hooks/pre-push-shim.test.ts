// hooks/pre-push.sh by each shell: what it decides, what it hands on, what it says when it cannot.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { suite } from "uvu";
import { createRepository } from "../../helpers/repository.ts";
import {
  branchLine,
  launchText,
  launchWithoutNode,
  line,
  oid,
  pathOf,
  recordingBundle,
  runShim,
  shells,
  shimText,
  started,
  tagLine,
  write,
  zero,
} from "../../hooks/shells.ts";

const test = suite("end-to-end/hooks/pre-push-shim");

interface Place {
  readonly cwd: string;
  readonly home: string;
}

function place(launch = launchText, bundle: string | null = recordingBundle): Place {
  const { directory } = createRepository();
  write(join(directory, ".git/hooks/pre-push"), shimText, 0o755);
  const home = join(directory, ".git/tagproof");
  write(join(home, "launch.sh"), launch);
  if (bundle !== null) write(join(home, "pre-push.cjs"), bundle);
  return { cwd: directory, home };
}

const fakeNode = (version: string): string => `#!/bin/sh\necho ${version}\n`;

const noNode = pathOf("git", "cat", "sh");

const withoutTag: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["a branch", branchLine],
  ["a local tag as a branch", line("refs/tags/v1", "refs/heads/x")],
  ["text that looks like a tag", line(":/see refs/tags/v1 there", "refs/heads/x")],
  ["a whole tag line in the text", line(`:/x ${oid} refs/tags/v1`, "refs/heads/x")],
  ["a deleted branch", line("(delete)", "refs/heads/x", zero, oid)],
  ["a branch called refs/tags", line("refs/heads/main", "refs/heads/refs/tags/v1")],
  ["six branches", branchLine.repeat(6)],
  ["a ref below tags of another place", line("HEAD", "refs/remotes/refs/tags/v1")],
  ["no line feed at the end", branchLine.trimEnd()],
];

const withTag: readonly (readonly [string, string])[] = [
  ["a tag", tagLine],
  ["no line feed at the end", tagLine.trimEnd()],
  ["a branch, then a tag without line feed", branchLine + tagLine.trimEnd()],
  ["four branches, then a tag", branchLine.repeat(4) + tagLine],
  ["seven branches, then a tag without line feed", branchLine.repeat(7) + tagLine.trimEnd()],
  ["a tag by an expression", line("main@{0 days ago}", "refs/tags/v1")],
  ["a tag by its object", line(oid, "refs/tags/v1")],
  ["a deleted tag", line("(delete)", "refs/tags/v1", zero, oid)],
  ["a moved tag", line("refs/tags/v1", "refs/tags/v1", oid, "2".repeat(40))],
  ["a sha256 repository", line("refs/tags/v1", "refs/tags/v1", "1".repeat(64), "0".repeat(64))],
  ["backslashes and percent signs", line(String.raw`:/a\n\\ %s %d`, "refs/tags/v%s")],
  ["bytes beyond ASCII", line(":/größe 数据", "refs/tags/vé")],
];

const manyTags = Array.from({ length: 20_000 }, (_, index) =>
  line(`refs/tags/v1.${index}`, `refs/tags/v1.${index}`),
).join("");
const manyBranches = Array.from({ length: 20_000 }, (_, index) =>
  line(`refs/tags/b${index}`, `refs/heads/b${index}`),
).join("");

/** Where each keeps a Node.js: below the home of the user, or below what a variable names. */
const keepers: readonly (readonly [name: string, path: string, variable?: string])[] = [
  ["nvm", ".nvm/versions/node/v20.19.0"],
  ["nvm elsewhere", "versions/node/v20.19.0", "NVM_DIR"],
  ["fnm", ".local/share/fnm/node-versions/v22.12.0/installation"],
  ["fnm by XDG", "fnm/node-versions/v22.12.0/installation", "XDG_DATA_HOME"],
  ["fnm elsewhere", "node-versions/v22.12.0/installation", "FNM_DIR"],
  ["an old fnm", ".fnm/node-versions/v22.12.0/installation"],
  ["fnm on macOS", "Library/Application Support/fnm/node-versions/v22.12.0/installation"],
  ["volta", ".volta/tools/image/node/22.12.0"],
  ["volta elsewhere", "tools/image/node/22.12.0", "VOLTA_HOME"],
  ["asdf", ".asdf/installs/nodejs/22.12.0"],
  ["asdf elsewhere", "installs/nodejs/22.12.0", "ASDF_DATA_DIR"],
  ["mise", ".local/share/mise/installs/node/22.12.0"],
  ["mise elsewhere", "installs/node/22.12.0", "MISE_DATA_DIR"],
  ["nodenv", ".nodenv/versions/22.12.0"],
  ["nodenv elsewhere", "versions/22.12.0", "NODENV_ROOT"],
];

/** Places of the machine, as `launch.sh` spells them. */
const fixed: readonly string[] = [
  "/opt/homebrew",
  "/opt/homebrew/opt/node@22",
  "/home/linuxbrew/.linuxbrew",
  "/usr/local",
  "/usr",
];

/** A Node.js that is this one. */
function placeNode(directory: string): void {
  const script = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;
  write(join(directory, "bin/node"), script, 0o755);
}

for (const shell of shells) {
  test(`${shell.name}: Node.js is found where version managers keep it`, () => {
    for (const [name, path, variable] of keepers) {
      const { cwd, home } = place(launchWithoutNode);
      const user = join(createRepository().directory, "a user");
      const own = join(user, variable === undefined ? "" : "own place");
      const env = { PATH: noNode, HOME: user };
      placeNode(join(own, path));
      const set = variable === undefined ? env : { ...env, [variable]: own };
      const { status, stderr } = runShim({ shell, cwd, input: tagLine, env: set });
      deepStrictEqual([status, stderr], [0, ""], name);
      strictEqual(started(home)?.input, tagLine, name);
    }
  });

  test(`${shell.name}: Node.js is found where Homebrew and packages put it`, () => {
    for (const path of fixed) {
      const root = createRepository().directory;
      const places = / (?=\/(?:opt|home|usr)\/(?:\S*\/)?bin\/node)/g;
      const { cwd, home } = place(launchText.replaceAll(places, ` ${root}`));
      const env = { PATH: noNode, HOME: root };
      strictEqual(runShim({ shell, cwd, input: tagLine, env }).status, 1, "none yet");
      placeNode(join(root, path));
      const { status, stderr } = runShim({ shell, cwd, input: tagLine, env });
      deepStrictEqual([status, stderr], [0, ""], path);
      strictEqual(started(home)?.input, tagLine, path);
    }
  });

  test(`${shell.name}: a push without a tag ends at once, and prints nothing`, () => {
    const { cwd, home } = place();
    for (const [name, input] of withoutTag) {
      const { status, stderr, stdout } = runShim({ shell, cwd, input });
      deepStrictEqual([status, stdout, stderr], [0, "", ""], name);
      strictEqual(started(home), null, name);
    }
  });

  test(`${shell.name}: a push with a tag starts the bundle with all of the input`, () => {
    for (const [name, input] of withTag) {
      const { cwd, home } = place();
      const { status, stderr } = runShim({ shell, cwd, input });
      deepStrictEqual([status, stderr], [0, ""], name);
      strictEqual(started(home)?.input, input, name);
    }
  });

  test(`${shell.name}: arguments arrive as they are, the two variables do not`, () => {
    const { cwd, home } = place();
    const parameters = ["--eval=1", '/a b/it\'s "q" $(id) `id`\\n*'];
    const env = { NODE_OPTIONS: "--of-another-node", NODE_EXTRA_CA_CERTS: "/nonexistent.pem" };
    const { status } = runShim({ shell, cwd, input: tagLine, arguments: parameters, env });
    strictEqual(status, 0);
    const record = started(home);
    deepStrictEqual(record?.arguments, parameters);
    deepStrictEqual([record.NODE_OPTIONS, record.NODE_EXTRA_CA_CERTS], [null, null]);
  });

  test(`${shell.name}: the exit code is the bundle's`, () => {
    const { cwd, home } = place();
    for (const code of [0, 1, 2, 3, 70, 137]) {
      write(join(home, "exit-code"), String(code));
      strictEqual(runShim({ shell, cwd, input: tagLine }).status, code);
    }
  });

  test(`${shell.name}: 20,000 refs`, () => {
    const { cwd, home } = place();
    strictEqual(runShim({ shell, cwd, input: manyBranches }).status, 0);
    strictEqual(started(home), null);
    strictEqual(runShim({ shell, cwd, input: manyBranches + manyTags }).status, 0);
    strictEqual(started(home)?.input, manyBranches + manyTags);
  });

  test(`${shell.name}: without Node.js branches go and tags do not`, () => {
    const { cwd } = place(launchWithoutNode);
    const env = { PATH: noNode };
    for (const [name, input] of withoutTag) {
      strictEqual(runShim({ shell, cwd, input, env }).status, 0, name);
    }
    const { status, stderr } = runShim({ shell, cwd, input: tagLine, env });
    strictEqual(status, 1);
    strictEqual(
      stderr,
      "tagproof: found no Node.js to audit a tag with.\n" +
        "  Install Node.js 20.19, 22.12 or newer, or put it on PATH.\n",
    );
  });

  test(`${shell.name}: what it cannot load stops tags in two lines, and no branch`, () => {
    const damages: readonly (readonly [string | null, RegExp])[] = [
      [null, /not fully installed/],
      ["", /damaged/],
      ["exports.load = 1;", /damaged/],
      ["exports.load = async () => 1;", /damaged/],
      [recordingBundle.slice(0, -10), /damaged/],
      [
        'exports.load = async () => () => { process.exitCode = 0; }; require("./gone.cjs");',
        /damaged/,
      ],
      ["exports.load = async () => async () => {};", /damaged/],
      ["exports.load = async () => () => new Promise(() => {});", /damaged/],
      ["throw new Error();", /damaged/],
    ];
    for (const [bundle, words] of damages) {
      const { cwd } = place(launchText, bundle);
      for (const [name, input] of withoutTag) {
        strictEqual(runShim({ shell, cwd, input }).status, 0, name);
      }
      const { status, stderr } = runShim({ shell, cwd, input: tagLine });
      strictEqual(status, 1, bundle ?? "no bundle");
      match(stderr, words);
      strictEqual(stderr.split("\n").length, 3, stderr);
    }
  });

  test(`${shell.name}: a Node.js that is too old is named, and a better one preferred`, () => {
    const home = createRepository().directory;
    const { cwd, home: tagproof } = place(launchWithoutNode);
    const bin = join(home, "bin");
    const env = { PATH: `${bin}:${noNode}`, HOME: home };
    const old = ["v18.20.4", "v20.18.3", "v21.7.3", "v22.11.0", "v6.0.0", "nonsense", "v22"];
    for (const version of old) {
      write(join(bin, "node"), fakeNode(version), 0o755);
      const { status, stderr } = runShim({ shell, cwd, input: tagLine, env });
      strictEqual(status, 1, version);
      if (version.includes(".")) ok(stderr.includes(`Node.js ${version} is too old`), stderr);
    }
    write(join(bin, "node"), fakeNode("v22.12.0"), 0o755);
    const fake = runShim({ shell, cwd, input: tagLine, env });
    strictEqual(fake.status, 1, "it says its version, but runs nothing");
    write(join(bin, "node"), fakeNode("v18.0.0"), 0o755);
    write(
      join(home, ".nvm/versions/node/v20.19.0/bin/node"),
      `#!/bin/sh\nexec '${process.execPath}' "$@"\n`,
      0o755,
    );
    strictEqual(runShim({ shell, cwd, input: tagLine, env }).status, 0);
    strictEqual(started(tagproof)?.input, tagLine);
  });

  test(`${shell.name}: a mixed push is told how the branches go alone`, () => {
    const { cwd } = place(launchText, null);
    const command = (input: string, remote = "origin"): string | undefined =>
      runShim({ shell, cwd, input, arguments: [remote, "u"] }).stderr.split("\n")[2];
    const cases: readonly (readonly [string, string])[] = [
      [branchLine, "  Without the tag: git push origin main"],
      [line("HEAD", "refs/heads/x"), "  Without the tag: git push origin HEAD:refs/heads/x"],
      [line("main~1", "refs/heads/x"), `  Without the tag: git push origin ${oid}:refs/heads/x`],
      [line("(delete)", "refs/heads/x", zero), "  Without the tag: git push origin :refs/heads/x"],
      [
        line("refs/heads/v1.0.0", "refs/heads/v1.0.0"),
        "  Without the tag: git push origin refs/heads/v1.0.0",
      ],
      [branchLine.repeat(5), ""],
      [line("refs/heads/a;id", "refs/heads/a;id"), ""],
      [line("refs/heads/-x", "refs/heads/-x"), ""],
      ["", ""],
    ];
    for (const [input, expected] of cases) strictEqual(command(input + tagLine), expected, input);
    strictEqual(command(branchLine + tagLine, "https://u:secret@example.org/r"), "");
    strictEqual(command(branchLine + tagLine, "--x"), "");
  });
}

test("there is more than one shell to test with", () => {
  ok(shells.length >= 3);
});

test.run();
