// `tagproof audit`: what it asks for, what it prints where, and how it exits.

import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import type { Dependencies } from "../../lib/cli/session.ts";
import { AuditError } from "../../lib/error.ts";
import type { Report } from "../../lib/report.ts";
import { tagproof } from "../helpers/command.ts";
import { refused, release, report, undecided } from "../helpers/reports.ts";

const test = suite("cli/audit");

function answering(given: Report): { dependencies: Partial<Dependencies> } {
  return { dependencies: { audit: () => Promise.resolve(given) } };
}

const failing = answering(report({ verdict: "failed", releases: [refused] }));

test("hands over what was asked, and null for what was not", async () => {
  const { audits, code } = await tagproof(["audit"]);
  const { onProgress: _, ...asked } = audits[0]!;
  deepStrictEqual(asked, {
    directory: "/somewhere",
    environment: {},
    revisions: [],
    as: null,
    all: false,
    since: null,
    config: null,
  });
  strictEqual(code, 0);
});

test("hands over every option", async () => {
  const { audits } = await tagproof(["audit", "HEAD", "--as=v2", "--since", "v1", "--config", "p"]);
  const { revisions, as, since, config } = audits[0]!;
  deepStrictEqual([revisions, as, since, config], [["HEAD"], "v2", "v1", "p"]);
  strictEqual((await tagproof(["audit", "--all"])).audits[0]!.all, true);
});

test("a name that looks like an option goes after --", async () => {
  deepStrictEqual((await tagproof(["audit", "--", "-x"])).audits[0]!.revisions, ["-x"]);
});

test("prints the report to stdout, nothing to stderr, and exits by the verdict", async () => {
  const { stdout, stderr, code } = await tagproof(["audit"], failing);
  match(stdout, /^v1\.1\.0 refused: its metrics come from another run than its params\n/);
  deepStrictEqual([stderr, code], ["", 1]);
});

for (const format of ["text", "json", "ndjson", "sarif", "junit", "github", "markdown"]) {
  test(`--format ${format}: the exit code is the verdict's`, async () => {
    strictEqual((await tagproof(["audit", "--format", format], failing)).code, 1);
    const open = answering(report({ verdict: "inconclusive", releases: [undecided] }));
    strictEqual((await tagproof(["audit", "--format", format], open)).code, 3);
  });
}

test("an unknown format names the nearest one before anything is audited", async () => {
  const { stderr, code, audits } = await tagproof(["audit", "--format", "jsn"]);
  strictEqual(code, 2);
  strictEqual(stderr, "tagproof: there is no format jsn\n  Did you mean json?\n");
  deepStrictEqual(audits, []);
});

test("contradictions are usage errors", async () => {
  for (const words of [
    ["--all", "v1"],
    ["--as", "v1", "a", "b"],
    ["--as", "v1", "--all"],
    ["--as", ""],
  ]) {
    const { code, audits } = await tagproof(["audit", ...words]);
    deepStrictEqual([code, audits.length], [2, 0], words.join(" "));
  }
});

test("an error of the audit is worded, with its code", async () => {
  const error = new AuditError("unknown-release", "there is no v9", "git tag lists them.");
  const { stderr, stdout, code } = await tagproof(["audit", "v9"], {
    dependencies: { audit: () => Promise.reject(error) },
  });
  deepStrictEqual(
    [stderr, stdout, code],
    ["tagproof: there is no v9\n  git tag lists them.\n", "", 2],
  );
});

test("a bug exits with 70", async () => {
  const { code } = await tagproof(["audit"], {
    dependencies: { audit: () => Promise.reject(new TypeError("x")) },
  });
  strictEqual(code, 70);
});

test("--output writes the file, one line to stderr, nothing to stdout", async () => {
  const directory = temporaryDirectory();
  const words = ["audit", "--format", "json", "--output", "report.json"];
  const { stdout, stderr, code } = await tagproof(words, { ...failing, directory });
  strictEqual(stdout, "");
  strictEqual(stderr, "v1.1.0 refused: its metrics come from another run than its params\n");
  strictEqual(code, 1);
  const read: Report = JSON.parse(readFileSync(join(directory, "report.json"), "utf8"));
  strictEqual(read.verdict, "failed");
  deepStrictEqual(readdirSync(directory), ["report.json"]);
});

test("--output keeps the mode of the file, and follows a symlink to it", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "real"), "old");
  chmodSync(join(directory, "real"), 0o640);
  symlinkSync("real", join(directory, "link"));
  const before = statSync(join(directory, "real")).ino;
  await tagproof(["audit", "--output", "link"], { directory });
  notStrictEqual(statSync(join(directory, "real")).ino, before, "replaced, not written over");
  match(readFileSync(join(directory, "real"), "utf8"), /^v1\.1\.0 passed/);
  strictEqual(statSync(join(directory, "real")).mode & 0o777, 0o640);
  deepStrictEqual(readdirSync(directory).toSorted(), ["link", "real"]);
});

test("--output through a link to nothing makes what it names", async () => {
  const directory = temporaryDirectory();
  symlinkSync("new", join(directory, "link"));
  strictEqual((await tagproof(["audit", "--output", "link"], { directory })).code, 0);
  match(readFileSync(join(directory, "new"), "utf8"), /^v1\.1\.0 passed/);
});

test("--output writes into a device, and does not replace it", async () => {
  const { code } = await tagproof(["audit", "--output", "/dev/null"], {});
  strictEqual(code, 0);
  ok(statSync("/dev/null").isCharacterDevice());
});

test("--output where nothing can be written is exit 2, and leaves nothing behind", async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "taken"));
  for (const file of ["absent/report.json", "taken"]) {
    const { code, stderr } = await tagproof(["audit", "--output", file], { ...failing, directory });
    strictEqual(code, 2);
    match(stderr, /^tagproof: the report cannot be written to /);
  }
  deepStrictEqual(readdirSync(directory), ["taken"]);
});

const reporting: Dependencies["audit"] = ({ onProgress }) => {
  onProgress?.({ done: 0, total: 2, name: "v1\u001b[2J" });
  return Promise.resolve(report({ releases: [release(), release({ name: "v2" })] }));
};

test("progress is shown where somebody watches, is taken away, and is not shown elsewhere", async () => {
  const watched = await tagproof(["audit", "--all"], {
    dependencies: { audit: reporting },
    watched: true,
  });
  strictEqual(watched.stderr, "\r\u001b[Kauditing 1 of 2: v1\\u{1b}[2J\r\u001b[K");
  strictEqual(
    (await tagproof(["audit", "--all"], { dependencies: { audit: reporting } })).stderr,
    "",
  );
});

test.run();
