// Whose a hook file is, and that the shim which is shipped is known as ours.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert as assertProperty, integer, property } from "fast-check";
import { suite } from "uvu";
import { hookEvents } from "../../../hooks/install/events.ts";
import { ownerOf, sha256 } from "../../../hooks/install/owner.ts";
import { shippedShims } from "../../../hooks/install/shipped.ts";
import { shimText } from "../shells.ts";

const test = suite("hooks/install/owner");

for (const event of hookEvents) {
  test(`${event}: its shim, its entry and the digest of its text are there`, () => {
    const text = readFileSync(join("hooks", `${event}.sh`), "latin1");
    ok(existsSync(join("hooks", `${event}.ts`)));
    strictEqual(
      sha256(Buffer.from(text, "latin1")),
      shippedShims[event].at(-1),
      "a changed shim needs a new number in its second line and a new digest in shipped.ts",
    );
    deepStrictEqual(ownerOf(event, text), { kind: "current" });
    match(
      text,
      new RegExp(`^#!/bin/sh\n# tagproof hook shim ${shippedShims[event].length} ${event}\n`),
    );
    ok(!text.includes("\r"), "LF only");
    ok(!/lefthook/i.test(text), "lefthook takes a file with its name for its own");
  });
}

test("every older text is kept, and known as ours", () => {
  for (const event of hookEvents) {
    for (const [index, digest] of shippedShims[event].slice(0, -1).entries()) {
      const text = readFileSync(`test/golden/shims/${event}.${index + 1}.sh`, "latin1");
      strictEqual(sha256(Buffer.from(text, "latin1")), digest, `${event} ${index + 1}`);
      deepStrictEqual(ownerOf(event, text), { kind: "outdated" });
    }
  }
});

test("any change of a byte makes the shim no longer ours", () => {
  assertProperty(
    property(
      integer({ min: 0, max: shimText.length - 1 }),
      integer({ min: 1, max: 127 }),
      (at, by) => {
        const bytes = Buffer.from(shimText, "latin1");
        bytes[at] = (bytes[at] ?? 0) ^ by;
        const { kind } = ownerOf("pre-push", bytes.toString("latin1"));
        ok(kind === "edited" || kind === "foreign", kind);
      },
    ),
  );
});

test.run();
