// What is upstream of a stage: a link through a directory holds only where its listing says so.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { directoryHash } from "../../lib/dvc/directory-hash.ts";
import type { LocatedEntry, Stage } from "../../lib/dvc/project.ts";
import { producersOf, upstreamOf } from "../../lib/dvc/producers.ts";
import type { PipelineFacts } from "../../lib/evidence.ts";
import { md5 } from "../helpers/pipeline.ts";

const producers = suite("dvc/producers");

type Files = Readonly<Record<string, string>>;

function entry(path: string, value: string, files: Files | null = null): LocatedEntry {
  return {
    path,
    line: 1,
    hash: { kind: "md5", value },
    hashSpelled: true,
    size: null,
    fileCount: null,
    files:
      files === null
        ? null
        : Object.entries(files).map(([name, text]) => ({
            path: name,
            hash: md5(text),
            size: null,
          })),
    cloud: null,
    dataset: null,
    at: { kind: "inside", path },
    insideProject: true,
    projectRoot: "",
  };
}

function directory(path: string, files: Files, isListed = true): LocatedEntry {
  const all = Object.entries(files).map(([name, text]) => ({ path: name, md5: md5(text) }));
  return entry(path, directoryHash(all), isListed ? files : null);
}

function stage(name: string, deps: readonly LocatedEntry[], outs: readonly LocatedEntry[]): Stage {
  const locked = { name, line: 1, command: name, commandLine: 1, deps, outs, params: [] };
  const place = { pipelinePath: "dvc.yaml", lockPath: "dvc.lock", directory: "" };
  return { address: name, name, ...place, declared: null, locked, deps, outs, params: [] };
}

const OUT = { "a.bin": "a", "sub/x": "x", "sub/y": "y" };
const SUB = { x: "x", y: "y" };

const CASES: Readonly<Record<string, readonly [LocatedEntry, LocatedEntry, holds: boolean]>> = {
  "the same path, the same hash": [entry("o", md5("a")), entry("o", md5("a")), true],
  "the same path, another hash": [entry("o", md5("a")), entry("o", md5("b")), false],
  "a file of the listing": [entry("o/a.bin", md5("a")), directory("o", OUT), true],
  "another content of it": [entry("o/a.bin", md5("b")), directory("o", OUT), false],
  "a file of a closed directory": [entry("o/a.bin", md5("b")), directory("o", OUT, false), true],
  "a directory in it": [directory("o/sub", SUB), directory("o", OUT), true],
  "another directory in it": [directory("o/sub", { x: "x" }), directory("o", OUT), false],
  "a directory around a file": [directory("o", OUT), entry("o/a.bin", md5("a")), true],
  "a directory around another": [directory("o", OUT), entry("o/a.bin", md5("b")), false],
};

for (const [name, [dep, out, holds]] of Object.entries(CASES)) {
  producers(`${name}: ${holds ? "holds" : "is broken"}`, () => {
    const [writer, reader] = [stage("writer", [], [out]), stage("reader", [dep], [])];
    const missing = { state: "absent", source: { path: "", oid: null } } as const;
    const facts: PipelineFacts = {
      projects: [{ root: "" }],
      pipelines: [
        {
          path: "dvc.yaml",
          lockPath: "dvc.lock",
          directory: "",
          projectRoot: "",
          file: missing,
          lock: missing,
          declared: missing,
          stages: [writer, reader],
        },
      ],
      pointers: [],
      leftOut: [],
    };
    const { stages, broken } = upstreamOf(reader, producersOf(facts));
    assert.deepEqual([stages.has(writer), broken], [holds, holds ? [] : [dep.path]]);
  });
}

producers.run();
