// Errors in words: what, what to do, and nothing that a terminal would obey.

import { doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { complain } from "../../lib/cli/complain.ts";
import { AuditError } from "../../lib/error.ts";
import { plain } from "../../lib/reporters/index.ts";

const test = suite("cli/complain");

const context = { version: "0.1.0", paint: plain, width: 72, debug: false };

test("an error of an edge: its message and its hint", () => {
  const error = new AuditError("not-a-repository", "/tmp is not in a git repository", "Go there.");
  const { text, exitCode } = complain(error, context);
  strictEqual(text, "tagproof: /tmp is not in a git repository\n  Go there.\n");
  strictEqual(exitCode, 2);
});

test("every problem of a policy has a line of its own", () => {
  const message = ".tagproofrc:1: the first\n.tagproofrc:2: the second";
  const error = new AuditError("config-invalid", message, "Correct the policy.");
  const { text } = complain(error, context);
  strictEqual(
    text,
    "tagproof: .tagproofrc:1: the first\n  .tagproofrc:2: the second\n  Correct the policy.\n",
  );
});

test("a line break from elsewhere makes no line", () => {
  const error = new AuditError("unknown-revision", "there is no a\nb", "Name another.");
  strictEqual(complain(error, context).text, "tagproof: there is no a\\u{a}b\n  Name another.\n");
});

test("a bug: says so, with versions, and no stack", () => {
  const { text, exitCode } = complain(new TypeError("x is not a function"), context);
  strictEqual(exitCode, 70);
  match(text, /^tagproof: this is a bug in tagproof: TypeError: x is not a function\n/);
  match(text, /^ {2}tagproof 0\.1\.0, node v\d+/m);
  doesNotMatch(text, /complain\.test/);
});

test("debug shows the stack, and the causes", () => {
  const error = new AuditError("git-failed", "git stopped", "Try.", new Error("the cause"));
  const { text } = complain(error, { ...context, debug: true });
  match(text, /complain\.test/);
  match(text, /caused by\n {2}Error: the cause/);
});

test("what is not an error is told too", () => {
  for (const thrown of ["text", 7, null, undefined]) {
    ok(complain(thrown, context).text.includes(String(thrown)));
  }
});

test("control characters and credentials of a message are not shown", () => {
  const error = new AuditError(
    "git-failed",
    "cannot read https://ada:s3cret@example.org\u001b[2J\nv1 passed",
    "Look at\u202e it.",
  );
  const { text } = complain(error, context);
  doesNotMatch(text, /s3cret|\u001b|\u202e|^v1 passed/m);
});

test("a message of a megabyte stays readable", () => {
  ok(complain(new Error("x".repeat(1 << 20)), context).text.length < 5000);
});

test.run();
