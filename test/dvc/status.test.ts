import { deepEqual, equal, ok } from "node:assert/strict";
import { assert as assertProperty, json, property, string } from "fast-check";
import { suite } from "uvu";

import { complaintOf } from "../../lib/dvc/complaint.ts";
import { parseDvcStatus } from "../../lib/dvc/parse-status.ts";
import type { StageStatus } from "../../lib/dvc/status.ts";

const test = suite("dvc/status");

function parse(status: object, root = "", directory: string | null = null): StageStatus[] {
  const result = parseDvcStatus(`${JSON.stringify(status)}\n`, root, directory);
  ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value;
}

test("reads every form of item", () => {
  const items = [
    { "changed deps": { "a.txt": "modified", "params.yaml": { lr: "modified", x: "new" } } },
    { "changed deps": { "other.yaml": "new" } },
    { "changed outs": { o: "not in cache" } },
    "always changed",
    "changed command",
  ];
  deepEqual(parse({ s: items, "i.dvc": ["changed checksum"] }), [
    {
      address: "s",
      changes: [
        { side: "dep", path: "a.txt", key: null, state: "modified" },
        { side: "param", path: "params.yaml", key: "lr", state: "modified" },
        { side: "param", path: "params.yaml", key: "x", state: "new" },
        { side: "dep", path: "other.yaml", key: null, state: "new" },
        { side: "out", path: "o", key: null, state: "not in cache" },
      ],
      alwaysChanged: true,
      changedCommand: true,
      changedChecksum: false,
    },
    {
      address: "i.dvc",
      changes: [],
      alwaysChanged: false,
      changedCommand: false,
      changedChecksum: true,
    },
  ]);
  deepEqual(parse({}), []);
});

test("gives addresses from the root of the repository", () => {
  const cases: [address: string, inRoot: string, inProject: string][] = [
    ["s", "s", "p/dvc.yaml:s"],
    ["g@a-1", "g@a-1", "p/dvc.yaml:g@a-1"],
    ["sub/dvc.yaml:t", "sub/dvc.yaml:t", "p/sub/dvc.yaml:t"],
    ["sub/i.dvc", "sub/i.dvc", "p/sub/i.dvc"],
    ["no-dvc.yaml:s", "no-dvc.yaml:s", "p/dvc.yaml:no-dvc.yaml:s"],
  ];
  for (const [address, inRoot, inProject] of cases) {
    equal(parse({ [address]: [] })[0]?.address, inRoot);
    equal(parse({ [address]: [] }, "p")[0]?.address, inProject);
  }
});

test("gives paths from the root of the repository", () => {
  const cases: [path: string, root: string, found: string][] = [
    ["a/b", "", "a/b"],
    ["a/b", "p/q", "p/q/a/b"],
    ["../x", "p/q", "p/x"],
    ["s3://bucket/x", "p", "s3://bucket/x"],
    ["ds://name", "p", "ds://name"],
    ["/srv/r/README", "p", "README"],
    ["/srv/rest/README", "p", "/srv/rest/README"],
    ["/etc/hosts", "p", "/etc/hosts"],
    ["/etc/hosts", "", "/etc/hosts"],
  ];
  for (const [path, root, found] of cases) {
    const status = { s: [{ "changed deps": { [path]: "modified" } }] };
    equal(parse(status, root, "/srv/r")[0]?.changes[0]?.path, found, path);
  }
  const outside = { s: [{ "changed deps": { "/srv/r/x": "modified" } }] };
  equal(parse(outside, "p")[0]?.changes[0]?.path, "/srv/r/x");
});

test("refuses what is no map", () => {
  for (const stdout of ["", "\n", "null", "[]", "3", '"s"', "{", "{} {}", "DEBUG: x\n{}"]) {
    const result = parseDvcStatus(stdout, "");
    equal(result.ok, false, stdout);
  }
});

test("never throws", () => {
  assertProperty(
    property(json(), string(), (stdout, root) => {
      parseDvcStatus(stdout, root, "/r");
      parseDvcStatus(`{"s": [${stdout}, {"changed deps": ${stdout}}]}`, root);
    }),
  );
});

test("says why DVC failed in one clause", () => {
  const cases: [stderr: string, clause: string][] = [
    ["", ""],
    ["ERROR: you are not inside of a DVC repository\n", "you are not inside of a DVC repository"],
    [
      "ERROR: Unable to acquire lock. Most likely another DVC process is running. Check the page\n",
      "Unable to acquire lock",
    ],
    [
      "'./dvc.yaml' is invalid.\n\nWhile parsing, in line 2\n  2      \n",
      "'./dvc.yaml' is invalid",
    ],
    ["WARNING: stage: 's' is frozen.\n'p/dvc.lock' is invalid.\n", "'p/dvc.lock' is invalid"],
    [
      "ERROR: unexpected error - 'int' object\n\nHaving any troubles? Hit us up!\n",
      "unexpected error - 'int' object",
    ],
    ["\u001b[31mERROR\u001b[39m: \u0007bad\u0000 \u001b]0;title\u0007news\r\n", "bad news"],
    ["a".repeat(500), "a".repeat(200)],
  ];
  for (const [stderr, clause] of cases) equal(complaintOf(stderr), clause);
});

test.run();
