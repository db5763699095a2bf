import { deepEqual, equal, ok } from "node:assert/strict";
import { suite } from "uvu";

import type { Node } from "../../lib/document/node.ts";
import { decodePointer } from "../../lib/dvc/pointer.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("dvc/checksum");
const MD5 = "b026324c6904b2a9cb4b88d6d61c81d1";

function checksumsOf(directory: string, text: string): readonly string[] {
  const result = decodePointer(nodeOf(text), { directory, projectRoot: "p" });
  ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value.expectedChecksums;
}

function importText(top: string, dep: string, out: string): string {
  return `${top}deps:\n- ${dep}\nouts:\n- ${out}\n`.replaceAll("$M", MD5);
}

// Directory, first lines, dep and out of a pointer file of the project `p`, and the sum that
// `Stage.compute_md5` of DVC 3.67.1 gives.
for (const [directory, top, dep, out, sum] of [
  [
    "p",
    "",
    "{path: ../in, md5: $M}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "e3097b372b8ffe5f3466a3135561b975",
  ],
  [
    "p",
    "",
    "{path: ../in, md5: $M, hash: md5, size: 3}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "e3097b372b8ffe5f3466a3135561b975",
  ],
  [
    "p",
    "",
    "{path: ../../x, md5: $M}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "89e98e5855134e6e04e98631ff5c5c1d",
  ],
  [
    "p",
    "",
    "{path: ../../x}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "79ba9af330f8e77d9e1e732407cab74c",
  ],
  [
    "p",
    "",
    "{path: ./x/../in, md5: $M, hash: md5}",
    "{path: ../sub/o, md5: $M, hash: md5}",
    "e90fd77f02e3a81f8fa994a5ea693edc",
  ],
  [
    "p",
    "wdir: ..\ndesc: x\nmeta: {a: 1}\n",
    "{path: in, md5: $M, hash: md5}",
    "{path: o/, md5: $M.dir, nfiles: 3, hash: md5}",
    "a03f619839ff0178e341575cbcb332d3",
  ],
  [
    "p",
    "",
    "{path: in, hash: md5, md5: $M}",
    "{path: o, hash: md5, files: [{relpath: b, md5: $M, size: 3}, {relpath: a/x, md5: $M, isexec: true}]}",
    "d3d8eabc532be79ae5e8a5a4696128ff",
  ],
  [
    "p",
    "",
    "{path: in, hash: md5, md5: $M}",
    "{path: o, hash: md5, files: [{relpath: b, md5: $M, cloud: {r: {etag: abc, version_id: v, size: 3}}}, {relpath: 𝒳, md5: $M}, {relpath: \uffee, md5: $M}]}",
    "74026ac8cc0b5c303beed1e1455c499f",
  ],
  [
    "p/sub",
    "",
    "{path: ../in, md5: $M}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "815960471d9d8256efabaef5caeaab6a",
  ],
  [
    "p/sub",
    "",
    "{path: ../in, md5: $M, hash: md5, size: 3}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "e3097b372b8ffe5f3466a3135561b975",
  ],
  [
    "p/sub",
    "",
    "{path: ../../x, md5: $M}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "89e98e5855134e6e04e98631ff5c5c1d",
  ],
  [
    "p/sub",
    "",
    "{path: ../../x}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "79ba9af330f8e77d9e1e732407cab74c",
  ],
  ["p/sub", "", "{path: in}", "{path: o}", "e29354e312761db4f574e4c02f1f6efc"],
  [
    "p/sub",
    "",
    "{path: in, hash: md5}",
    "{path: o, hash: md5}",
    "570f8a4c95cdfc6e8c599b6b1c017a15",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: sha256, md5: $M}",
    "{path: o, hash: md5}",
    "77c23b51d497ccdf9c737d8cb6485848",
  ],
  [
    "p/sub",
    "",
    "{path: /abs/in, md5: $M}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "84272e77832be5bc70167ae5bfc478d1",
  ],
  [
    "p/sub",
    "",
    "{path: /abs/in, md5: $M, hash: md5}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "84272e77832be5bc70167ae5bfc478d1",
  ],
  [
    "p/sub",
    "",
    "{path: 'https://h/x', checksum: W/abc, size: 4}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "f866a5c7c1b4015e3f411cd892200c67",
  ],
  [
    "p/sub",
    "",
    "{path: 'https://h/x', checksum: W/abc, hash: md5}",
    "{path: ./o, md5: $M, cache: true, push: true}",
    "01ba041fa0b3cf99e9dd5562ee519f93",
  ],
  [
    "p/sub",
    "",
    "{path: 'https://h/x', etag: abc}",
    "{path: o, cache: false, push: false, remote: r, md5: $M, hash: md5, persist: true, desc: d, type: t, labels: [a], meta: {a: 1}}",
    "c04adb24a907b6d7d415bb31434b99fd",
  ],
  [
    "p/sub",
    "",
    "{path: ./x/../in, md5: $M, hash: md5}",
    "{path: ../sub/o, md5: $M, hash: md5}",
    "b966255dc76d0f708f9bdd5a179bb356",
  ],
  [
    "p/sub",
    "wdir: ..\ndesc: x\nmeta: {a: 1}\n",
    "{path: in, md5: $M, hash: md5}",
    "{path: o/, md5: $M.dir, nfiles: 3, hash: md5}",
    "758d36b2faa903a1ac518370f2ab4c1c",
  ],
  [
    "p/sub",
    "wdir: sub/..\nalways_changed: true\n",
    "{path: in, md5: $M, hash: md5}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "a3118de82a2478b5430edb0d29b483f1",
  ],
  [
    "p/sub",
    "wdir: .\nalways_changed: false\n",
    "{path: in, md5: $M, hash: md5}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "b966255dc76d0f708f9bdd5a179bb356",
  ],
  [
    "p/sub",
    "wdir: a/b\nlocked: true\n",
    "{path: in, md5: $M, hash: md5}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "5218fa4005fcb6407bfa14c1649f5c20",
  ],
  [
    "p/sub",
    "wdir: ../sub\n",
    "{path: in, md5: $M, hash: md5}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "b966255dc76d0f708f9bdd5a179bb356",
  ],
  [
    "p/sub",
    "",
    "{path: in, md5: '', hash: md5}",
    "{path: o, md5: null}",
    "16a5c1d2adaf80b2cff2052573d6ce57",
  ],
  [
    "p/sub",
    "",
    "{path: 'ü 🦆', md5: $M, hash: md5}",
    "{path: 'q\"\\x', md5: $M}",
    "e26db8770f82e76b840d80287c13b465",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: md5, files: [{relpath: b, md5: $M, size: 3}, {relpath: a/x, md5: $M, isexec: true}]}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "d85e2169a6b1dcb1b5759d014e0a4b0f",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: md5, md5: $M}",
    "{path: o, hash: md5, files: [{relpath: b, md5: $M, size: 3}, {relpath: a/x, md5: $M, isexec: true}]}",
    "d3d8eabc532be79ae5e8a5a4696128ff",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: md5, files: [{relpath: b, md5: $M, cloud: {r: {etag: abc, version_id: v, size: 3}}}, {relpath: 𝒳, md5: $M}, {relpath: \uffee, md5: $M}]}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "a1fd324e5e7e9ccfbba5502215a061c4",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: md5, md5: $M}",
    "{path: o, hash: md5, files: [{relpath: b, md5: $M, cloud: {r: {etag: abc, version_id: v, size: 3}}}, {relpath: 𝒳, md5: $M}, {relpath: \uffee, md5: $M}]}",
    "74026ac8cc0b5c303beed1e1455c499f",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: md5, md5: $M, cloud: {r: {etag: abc, version_id: v, checksum: ''}}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "95ced6118174421054a2ee5e2b764e3c",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: md5, cloud: {r: {md5: $M, size: 1}}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "b966255dc76d0f708f9bdd5a179bb356",
  ],
  [
    "p/sub",
    "",
    "{path: in, hash: md5, version_id: vv, etag: xyz, md5: $M}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "6f8e4ff268aa707408dced85884ab8f2",
  ],
  [
    "p/sub",
    "",
    "{path: in, version_id: vv, etag: xyz}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "b81a34f136998be29c00660052c961d1",
  ],
  [
    "p/sub",
    "",
    "{db: {query: select 1, connection: c, file_format: csv}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "7dff854a0f075906ac45543f5b79bca0",
  ],
  [
    "p/sub",
    "",
    "{db: {table: t, connection: '', file_format: csv}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "63da380e10f637ecc3469449090f4e78",
  ],
  [
    "p",
    "",
    "{path: ./f.txt, repo: {url: ../../src}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "5d12c71df53ee3250da6997030a1f506",
  ],
  [
    "p",
    "",
    "{path: f.txt, md5: $M, repo: {url: ../../src}}",
    "{path: o, hash: md5}",
    "ec471b46711f60ec17e0cf12ced407d3",
  ],
  [
    "p",
    "",
    "{path: ./f.txt, repo: {url: ../../src, rev: ''}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "5d12c71df53ee3250da6997030a1f506",
  ],
  [
    "p",
    "",
    "{path: f.txt, md5: $M, repo: {url: ../../src, rev: ''}}",
    "{path: o, hash: md5}",
    "ec471b46711f60ec17e0cf12ced407d3",
  ],
  [
    "p",
    "",
    "{path: ./f.txt, repo: {url: ../../src, config: {core: {remote: r, type: x, z: [1, null, {b: 2, a: ü}]}}, remote: {url: u, size: 3}}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "31a116af6ef3a03f81a632f3a3dc818e",
  ],
  [
    "p",
    "",
    "{path: f.txt, md5: $M, repo: {url: ../../src, config: {core: {remote: r, type: x, z: [1, null, {b: 2, a: ü}]}}, remote: {url: u, size: 3}}}",
    "{path: o, hash: md5}",
    "0fd04b4aa939ad785b55550e93e7f721",
  ],
  [
    "p/sub",
    "",
    "{path: ./f.txt, repo: {url: ../../src}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "5d12c71df53ee3250da6997030a1f506",
  ],
  [
    "p/sub",
    "",
    "{path: f.txt, md5: $M, repo: {url: ../../src}}",
    "{path: o, hash: md5}",
    "ec471b46711f60ec17e0cf12ced407d3",
  ],
  [
    "p/sub",
    "",
    "{path: ./f.txt, repo: {url: ../../src, rev: ''}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "5d12c71df53ee3250da6997030a1f506",
  ],
  [
    "p/sub",
    "",
    "{path: f.txt, md5: $M, repo: {url: ../../src, rev: ''}}",
    "{path: o, hash: md5}",
    "ec471b46711f60ec17e0cf12ced407d3",
  ],
  [
    "p/sub",
    "",
    "{path: ./f.txt, repo: {url: ../../src, config: {core: {remote: r, type: x, z: [1, null, {b: 2, a: ü}]}}, remote: {url: u, size: 3}}}",
    "{md5: $M, size: 2, hash: md5, path: o}",
    "31a116af6ef3a03f81a632f3a3dc818e",
  ],
  [
    "p/sub",
    "",
    "{path: f.txt, md5: $M, repo: {url: ../../src, config: {core: {remote: r, type: x, z: [1, null, {b: 2, a: ü}]}}, remote: {url: u, size: 3}}}",
    "{path: o, hash: md5}",
    "0fd04b4aa939ad785b55550e93e7f721",
  ],
] as const) {
  test(`${directory}: ${top}${dep} to ${out}`, () => {
    equal(checksumsOf(directory, importText(top, dep, out))[0], sum);
  });
}

// Pointer files that DVC 2.58.2 wrote; DVC 3 calls all but the first a changed checksum.
for (const [dep, out, sum, at] of [
  ["{md5: $X, size: 1, path: in}", "{md5: $X, path: f}", "bcc2d11573e15ff832300654900d1650", 0],
  ["{md5: $Y, path: ../ext.txt}", "{md5: $Y, path: e2}", "85a537e97beeb12ff907718443e8c5e2", 1],
  ["{md5: $Y, path: ../ext.txt}", "{path: h}", "ef2cd39d5631e157870f70ffaf465f50", 1],
] as const) {
  test(`DVC 2 imported ${dep} to ${out}`, () => {
    const text = importText("", dep, out)
      .replaceAll("$X", "9dd4e461268c8034f5c8564e155c67a6")
      .replaceAll("$Y", "8cdeb44417f3c26826595d5820cf5700");
    equal(checksumsOf("p", text)[at], sum);
  });
}

test("one sum where DVC 2 and 3 agree, two where they do not", () => {
  const sumsOf = (dep: string, out: string): number =>
    checksumsOf("p", importText("", dep, out)).length;
  equal(sumsOf("{path: in, md5: $M}", "{path: o, md5: $M}"), 1);
  equal(sumsOf("{path: /abs/in, md5: $M}", "{path: o, md5: $M, hash: md5}"), 2);
  equal(sumsOf("{path: in, md5: $M}", "{path: o}"), 2);
  equal(sumsOf("{path: in, md5: $M, hash: md5}", "{path: o, hash: md5}"), 1);
});

test("only an import has a checksum", () => {
  deepEqual(checksumsOf("p", "outs: [{path: o}]"), []);
  deepEqual(checksumsOf("p", "deps: [{path: a}]\nouts: [{path: o}, {path: q}]"), []);
  deepEqual(checksumsOf("p", "deps: [{path: a}, {path: b}]\nouts: [{path: o}]"), []);
});

test("what an alias blows up has no checksum, and no hurry", () => {
  const leaf: Node = { kind: "scalar", value: "x", line: 1, source: null };
  const config = Array.from({ length: 40 }).reduce<Node>(
    (inner) => ({ kind: "sequence", items: [inner, inner, inner], line: 1 }),
    leaf,
  );
  const place = { directory: "p", projectRoot: "p" };
  const importOf = (value: Node): Node => {
    const list = (...items: Node[]): Node => ({ kind: "sequence", items, line: 1 });
    const repo = mapping({ url: leaf, config: mapping({ a: value }) });
    return mapping({
      deps: list(mapping({ path: leaf, repo })),
      outs: list(mapping({ path: leaf })),
    });
  };
  const checksums = (node: Node): number => {
    const result = decodePointer(node, place);
    ok(result.ok);
    return result.value.expectedChecksums.length;
  };
  equal(checksums(importOf(leaf)), 2);
  equal(checksums(importOf(config)), 0);
});

function mapping(values: Record<string, Node>): Node {
  const entries = Object.entries(values).map(([key, value]) => ({
    key: { kind: "scalar" as const, value: key, line: 1, source: null },
    value,
  }));
  return { kind: "mapping", entries, line: 1 };
}

test.run();
