// Which recorded outs are looked at in a store: bounded, and always the same ones.

import assert from "node:assert/strict";
import { suite } from "uvu";
import type { KeptState } from "../../lib/dvc/kept-outs.ts";
import type { Content } from "../../lib/evidence.ts";
import type { LocatedEntry } from "../../lib/dvc/project.ts";
import type { Checked } from "../../lib/dvc/store/store.ts";
import { gatherKeptOuts, outLimits, type OutLimits } from "../../lib/gather/kept-outs.ts";
import { md5 } from "../helpers/pipeline.ts";
import { directory, entry, factsOf, stage } from "../helpers/recorded.ts";

const keptOuts = suite("gather/kept-outs");

const TEXTS = { a: "aaaa", b: "bbbbbbbb", c: "cccc" };
const OUTS = Object.entries(TEXTS).map(([path, text]) => entry(path, md5(text)));
const TREE = directory("tree", { x: TEXTS.a, y: TEXTS.c });
const place = { kind: "cache", name: ".", directory: "/" } as const;

/** A store of the texts, that writes down what it was asked. */
function storeOf(asked: string[]) {
  const sizes = new Map(Object.values(TEXTS).map((text) => [md5(text), text.length]));
  return {
    isThere: () => true,
    check: async (root: string, { value }: { readonly value: string }, limit: number) => {
      asked.push(`${root}${value.slice(0, 4)}`);
      const size = sizes.get(value);
      const state = size === undefined ? "absent" : size > limit ? "too-large" : "present";
      return (size === undefined ? { state } : { state, size, place }) as Checked;
    },
  };
}

async function statesOf(
  outs: readonly LocatedEntry[],
  limits: Partial<OutLimits> = {},
  asked: string[] = [],
): Promise<KeptState[]> {
  const all = { bytes: 1000, objects: 10, time: Infinity, ...limits };
  const facts = await gatherKeptOuts(
    factsOf([stage("s", [], outs)]),
    new Map(),
    storeOf(asked),
    all,
  );
  return outs.map((out) => facts.stateOf(out));
}

keptOuts("where there is no store, nothing is too much of it", async () => {
  const outs = [...OUTS, directory("none", {}, false)];
  const unknown = {
    kind: "unverifiable",
    path: "x",
    reason: "",
    blocking: false,
    size: null,
  } as const;
  const known = {
    ...unknown,
    kind: "file",
    md5: md5("elsewhere"),
    listing: null,
  } as unknown as Content;
  for (const content of [unknown, known]) {
    const facts = await gatherKeptOuts(
      factsOf([stage("s", [], outs)]),
      new Map([["x", content]]),
      { ...storeOf([]), isThere: () => false },
      { bytes: 1000, objects: 1, time: Infinity },
    );
    const states = outs.map((out) => facts.stateOf(out)).join(" ");
    assert.equal(states, "absent absent absent verified");
  }
});

const CASES: readonly (readonly [limits: Partial<OutLimits>, states: string])[] = [
  [{}, "verified verified verified verified"],
  [{ bytes: 8 }, "verified too-much verified verified"],
  [{ bytes: 12 }, "verified verified too-much too-much"],
  [{ bytes: 16 }, "verified verified verified verified"],
  [{ objects: 1 }, "verified too-much too-much too-much"],
  [{ objects: 2 }, "verified verified too-much too-much"],
  [{ objects: 3 }, "verified verified verified verified"],
  [{ time: 0 }, "too-much too-much too-much too-much"],
];

for (const [limits, expected] of CASES) {
  keptOuts(`${JSON.stringify(limits)}: ${expected}`, async () => {
    assert.equal((await statesOf([...OUTS, TREE], limits)).join(" "), expected);
  });
}

keptOuts("asks once for a content, wherever it is recorded", async () => {
  const asked: string[] = [];
  await statesOf([...OUTS, ...OUTS], {}, asked);
  await statesOf([...OUTS, TREE], {}, asked);
  assert.equal(asked.length, 2 * OUTS.length);
});

keptOuts("needs no bytes of an empty directory, and knows nothing without a list", async () => {
  assert.deepEqual(await statesOf([directory("none", {}, false)]), ["verified"]);
  assert.deepEqual(await statesOf([directory("d", { x: TEXTS.a }, false)]), ["absent"]);
  assert.deepEqual(await statesOf([directory("d", { x: TEXTS.a, z: "gone" })]), ["absent"]);
  assert.deepEqual(await statesOf([{ ...entry("n", ""), hash: null }]), ["absent"]);
});

keptOuts("takes a part of what is left to a hook", () => {
  assert.equal(outLimits(null).time, Infinity);
  assert.equal(outLimits(1000).time, 250);
});

keptOuts.run();
