// Tag and commit objects, trailers and peeling, held against git itself.

import { deepEqual, equal } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { array, assert as assertProperty, constantFrom, property, uint8Array } from "fast-check";
import { suite } from "uvu";
import { parseCommit, parsePerson, parseTag } from "../../lib/git/objects.ts";
import { openRepository } from "../../lib/git/open.ts";
import { peel } from "../../lib/git/peel.ts";
import { parseTrailers } from "../../lib/git/trailers.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";

const test = suite("git/objects");

async function peeled(fixture: TestRepository, oid: string) {
  const repository = await openRepository(fixture.directory, isolatedEnvironment());
  try {
    return await peel(repository.reader, oid);
  } finally {
    await repository.close();
  }
}

function store(fixture: TestRepository, type: string, text: string | Uint8Array): string {
  return execFileSync("git", ["hash-object", "-w", "--literally", "-t", type, "--stdin"], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    input: text,
    encoding: "utf8",
  }).trim();
}

const TAG = `object ${"a".repeat(40)}\ntype commit\ntag v1\ntagger Ada <ada@example.org> 1772445600 +0100\n`;

test("an annotated tag, a lightweight one, a tag of a tag, of a blob", async () => {
  const fixture = createRepository();
  fixture.write("file", "one");
  const commit = fixture.commit("one");
  fixture.git("tag", "--annotate", "v1", "-m", "Release 1", "-m", "Baseline: v0\nRepairs: v0.9");
  fixture.git("tag", "light");
  fixture.git("tag", "--annotate", "outer", "-m", "outer", "v1");
  fixture.git("tag", "--annotate", "blob", "-m", "blob", "HEAD:file");
  const look = async (name: string) => {
    const reading = await peeled(fixture, fixture.git("rev-parse", `refs/tags/${name}`));
    if (reading.state !== "present") throw new Error(reading.state);
    return reading.value;
  };
  const v1 = await look("v1");
  deepEqual(v1.tag, {
    annotated: true,
    heldType: "tag",
    targetType: "commit",
    steps: 1,
    headerName: "v1",
    tagger: { name: "Ada", email: "ada@example.org", time: 1772445600 },
    message: "Release 1\n\nBaseline: v0\nRepairs: v0.9\n",
    trailers: [
      { key: "Baseline", value: "v0" },
      { key: "Repairs", value: "v0.9" },
    ],
    signature: null,
  });
  equal(v1.target.oid, commit);
  const light = await look("light");
  deepEqual([light.tag.annotated, light.tag.heldType, light.tag.steps], [false, "commit", 0]);
  const outer = await look("outer");
  deepEqual([outer.tag.headerName, outer.tag.steps, outer.target.oid], ["outer", 2, commit]);
  const blob = await look("blob");
  deepEqual([blob.tag.targetType, blob.target.type], ["blob", "blob"]);
});

test("eight tags are followed, a ninth is not", async () => {
  const fixture = createRepository();
  let oid = fixture.commit("one");
  for (let step = 1; step <= 9; step += 1) {
    const type = step === 1 ? "commit" : "tag";
    oid = store(fixture, "tag", `object ${oid}\ntype ${type}\ntag t${step}\n\nm\n`);
    const reading = await peeled(fixture, oid);
    const tag = reading.state === "present" ? reading.value.tag : null;
    deepEqual(
      [tag?.steps, tag?.targetType, tag?.headerName],
      [Math.min(step, 8), step === 9 ? "tag" : "commit", `t${step}`],
    );
  }
});

test("an object that is not here, at once or behind a tag, and a tag object that is none", async () => {
  const fixture = createRepository();
  const nothing = await peeled(fixture, "1".repeat(40));
  equal(nothing.state === "unreadable" && nothing.problem.cause, "missing-object");
  const behind = await peeled(fixture, store(fixture, "tag", `${TAG}\nm\n`));
  equal(behind.state === "unreadable" && behind.problem.text, `${"a".repeat(40)} is not here`);
  const broken = await peeled(fixture, store(fixture, "tag", "hello"));
  equal(broken.state === "unreadable" && broken.problem.cause, "malformed");
});

test("the signature is cut off the message, and its kind is told", () => {
  const cases = [
    ["-----BEGIN PGP SIGNATURE-----", "openpgp"],
    ["-----BEGIN PGP MESSAGE-----", "openpgp"],
    ["-----BEGIN SSH SIGNATURE-----", "ssh"],
    ["-----BEGIN SIGNED MESSAGE-----", "x509"],
  ] as const;
  for (const [begin, kind] of cases) {
    const result = parseTag(
      Buffer.from(`${TAG}\nsubject\n\nKey: value\n${begin}\nabc\nFoo: bar\n`),
    );
    const tag = result.ok ? result.value : null;
    deepEqual(
      [tag?.signature, tag?.message, tag?.trailers],
      [kind, "subject\n\nKey: value\n", [{ key: "Key", value: "value" }]],
    );
  }
  const only = parseTag(Buffer.from(`${TAG}\n-----BEGIN SSH SIGNATURE-----\nabc\n`));
  deepEqual(only.ok && [only.value.message, only.value.signature], ["", "ssh"]);
  const quoted = parseTag(Buffer.from(`${TAG}\nsee -----BEGIN SSH SIGNATURE-----\n`));
  equal(quoted.ok && quoted.value.signature, null);
});

test("a real ssh signature", () => {
  const fixture = createRepository();
  fixture.commit("one");
  const key = `${fixture.directory}/.git/key`;
  try {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  } catch {
    return; // No OpenSSH here; the table above holds the same form.
  }
  fixture.git(
    "-c",
    "gpg.format=ssh",
    "-c",
    `user.signingKey=${key}`,
    "tag",
    "--sign",
    "v1",
    "-m",
    "one\n\nKey: value",
  );
  const bytes = execFileSync("git", ["cat-file", "tag", "v1"], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
  });
  const result = parseTag(bytes);
  deepEqual(result.ok && [result.value.signature, result.value.message, result.value.trailers], [
    "ssh",
    "one\n\nKey: value\n",
    [{ key: "Key", value: "value" }],
  ]);
});

test("a commit with several parents, a signature header and a message in latin1", () => {
  const parents = ["b", "c", "d"].map((digit) => digit.repeat(40));
  const head = [
    `tree ${"a".repeat(40)}`,
    ...parents.map((parent) => `parent ${parent}`),
    "author Ada B. <ada@example.org> 1772445600 +0100",
    "committer Eve <eve@example.org> 1772445601 +0000",
    "gpgsig -----BEGIN PGP SIGNATURE-----",
    " tree evil",
    " ",
    " -----END PGP SIGNATURE-----",
    "",
    "Une journ",
  ].join("\n");
  const bytes = Buffer.concat([
    Buffer.from(head),
    Buffer.from([0xe9]),
    Buffer.from("e\nsuite\n\ncorps\n"),
  ]);
  deepEqual(parseCommit("e".repeat(40), bytes), {
    ok: true,
    value: {
      oid: "e".repeat(40),
      tree: "a".repeat(40),
      parents,
      author: { name: "Ada B.", email: "ada@example.org", time: 1772445600 },
      subject: "Une journée suite",
      message: "Une journée\nsuite\n\ncorps\n",
    },
  });
});

test("what is no commit or tag is malformed", () => {
  for (const text of ["", "\n", "tree x\n\n", `tree ${"a".repeat(40)}\nparent HEAD\n\n`]) {
    equal(parseCommit("e".repeat(40), Buffer.from(text)).ok, false, text);
  }
  for (const text of [
    "",
    "\nobject x",
    TAG.replace("object", "objekt"),
    TAG.replace("tag v1\n", ""),
    TAG.replace("type commit\n", ""),
    `object --all\n${TAG}`,
  ]) {
    equal(parseTag(Buffer.from(text)).ok, false, text);
  }
});

test("people, as far as they can be read", () => {
  deepEqual(parsePerson("A <a@b> 12 +0000"), { name: "A", email: "a@b", time: 12 });
  deepEqual(parsePerson("<> 12 +0000"), { name: "", email: "", time: 12 });
  deepEqual(parsePerson("A <a@b>"), { name: "A", email: "a@b", time: 0 });
  deepEqual(parsePerson("A <a@b> 99999999999999999999 +0000").time, 0);
  deepEqual(parsePerson("nobody"), { name: "nobody", email: "", time: 0 });
});

test("trailers are those that git interpret-trailers finds", () => {
  const line = constantFrom(
    "",
    "",
    "text of a line",
    "Key: value",
    "Waive: lock/present: because",
    "Signed-off-by: Ada <a@b>",
    "(cherry picked from commit abc)",
    " continued",
    "\tcontinued",
    "Key : spaced",
    "Two words: no trailer",
    "# comment",
    "Empty:",
    ": nothing",
    "http://example.org",
  );
  assertProperty(
    property(array(line, { minLength: 1, maxLength: 9 }), (lines) => {
      const message = `${lines.join("\n")}\n`;
      deepEqual(trailersOf(message), trailersByGit(message), JSON.stringify(message));
    }),
    { numRuns: 200 },
  );
  const commented = "\nKey : spaced\n# comment\n continued\nSigned-off-by: Ada <a@b>\n";
  deepEqual(trailersOf(commented), trailersByGit(commented));
  for (const others of [2, 3, 4, 5]) {
    const message = `title\n\n${"text\n".repeat(others)}Signed-off-by: Ada\n`;
    deepEqual(trailersOf(message), others > 3 ? [] : ["Signed-off-by: Ada"]);
    deepEqual(trailersOf(message), trailersByGit(message));
  }
});

function trailersOf(message: string): string[] {
  return parseTrailers(message).map(({ key, value }) => `${key}: ${value}`.trimEnd());
}

function trailersByGit(message: string): string[] {
  const args = ["--only-trailers", "--only-input", "--unfold", "--no-divider"];
  return execFileSync("git", ["interpret-trailers", ...args], {
    input: message,
    encoding: "utf8",
    env: isolatedEnvironment(),
  })
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => text.trimEnd());
}

test("no bytes make a parser throw", () => {
  assertProperty(
    property(uint8Array({ maxLength: 60 }), (bytes) => {
      const tag = Buffer.concat([Buffer.from(TAG), bytes]);
      equal(typeof parseTag(bytes).ok, "boolean");
      equal(typeof parseCommit("e".repeat(40), bytes).ok, "boolean");
      equal(typeof parseTag(tag).ok, "boolean");
    }),
    { numRuns: 300 },
  );
});

test.run();
