// The fast lane agrees with `yaml` wherever it answers, and answers what DVC writes.

import { deepEqual, equal, ok } from "node:assert/strict";
import {
  array,
  assert as assertProperty,
  constantFrom,
  integer,
  property,
  record,
  string,
  tuple,
  type Arbitrary,
} from "fast-check";
import { suite } from "uvu";
import { DocumentFault } from "../../lib/document/fault.ts";
import { parseYamlFast } from "../../lib/document/yaml-fast.ts";
import { prepareYamlText } from "../../lib/document/yaml-text.ts";
import { parseYaml, parseYamlSlowly } from "../../lib/document/yaml.ts";

const test = suite("document/yaml-fast");

const LOCK = `schema: '2.0'
stages:
  train:
    cmd: python src/train.py --lr 0.001
    deps:
    - path: data/features.csv
      hash: md5
      md5: 0123456789abcdef0123456789abcdef
      size: 1024
    - path: src/train.py
      hash: md5
      md5: '12345678901234567890123456789012'
      size: 77
    params:
      params.yaml:
        train.lr: 0.001
        train.nest: &id001
          a: 1e-05
          b:
          - 1
          - - x
            - y: 2
          c:
        train.copy: *id001
    outs:
    - path: models/model.pkl
      hash: md5
      md5: d41d8cd98f00b204e9800998ecf8427e.dir
      size: 99
      nfiles: 2
`;

const PIPELINE = `stages:
  train:
    cmd: python src/train.py --alpha 0.5
      --beta 'x' --gamma
    deps: [src/train.py, data/x.csv]
    params: [train, 'eval.lr']
    outs:
    - model.pkl: {cache: false, desc: "a \\"b\\" c"}
  show:
    cmd: |
      echo a

      echo b
    desc: >-
      one
      two
    plots: ["a", b]
`;

/** Lines of our own making; nothing is right or wrong about them. */
const PIECES = [
  "a:", "b: 1", "- x", "- a: 1", "-", "- - 1", "c: 'it''s'", 'd: "x y"', "e: # c", "# comment", "", "  ",
  "f: [1, 2]", "g: {}", "h: []", "i: |", "j: &id001", "k: *id001", "l: &x 1", "- &y", "- *y", "m: - 1",
  "n: a: b", "o: 'x' y", 'p: "\\n"', "q : 1", "r:  2 # c", "s: x#y", "t: x #y", "u: a:b", "'v': 1", '"w": 1',
  "1: x", "1.0: y", "true: z", "? k", ": v", "---", "...", "--- x", "%YAML 1.2", "<<: *x", "y: <<", "z: =",
  "plain", "two words", "- two: three: four", "- # c", "a: -", "a: -1", "a: --x", "a: ---", "b: ?", "c: :x",
  "d: é", "é: 1", "e: .5", "f: ~", "g: 2020-01-01", "h: 0b_", "i: 'x", "j: @x", "k: `x", "l: !x", "m: !!str 1",
  "n: >-", "o: *nope", "p: %x", "a b: 1", "a  b: 1", "-x: 1", "- 'a': 1", "- 'a'", '- "a" # c', "\tx: 1",
  "x:\t1", "a:b", "a:b: c", "a #b: c", "k: v #x: y", "[]: 1", "- []", "- {} # c", "h: [] x", "h: []x", "$x: ${a}", "cmd: ${x}", "s: a\u00a0",
  "\u00a0a: 1", "s: \u2028", "b: &x", "- - - 1", "- -", "-  a: 1", "-  - b", "-   c", "- a:", "- a: # c", "&k a: 1",
  "*id001 : 1", "- &z a: 1", "- &z 'a': 1", "j: &id001 [] ", "key: x ", "key: 'x' ", "'a'b: 1", "''': 1", "'': 1",
  '"": 1', "'a' : 1", "a: 'b': c", "- 'a' 'b'", "_: .", "/: ./x", "...a: 1", "... a: 1", "a: ...", "a: ....",
  "a: [b, 'c, d', \"e\"] # f", "b: {cache: false}", "- {a: 1, b: [c]}", "- [a, b]", "c: [a, [b]]", "d: [a,b]", "e: {a: b, a: c}",
  "f: {a: b}c", "g: [a]: b", "h: [a:b, http://x]", "i: [a #b]", "j: {'a': 1}", "k: {a : 1}", "l: { a: 1 }", "m: [ ]", "n: {a: }", "o: [-, -1]",
  "more words", "and 'more", "more' # c", 'it "is', 'over" ', "x\\", '\\ y"', "p: 'a", 'q: "b', 'r: "b\\', "s: |", "t: |-", "u: >",
  "v: >- # c", "w: |+", 'x: "\\t\\""', "#no", 'y: "a\\ ', "z: {a: 'b'}", "a: ['b'c]", 'b: {"c":d}', "c: [?a, :b]", "d: [a?, b:]",
  "- x # a: b", "- 'x' # a: b", "a: &x 1 # b: c", "'a: b': c: d", "'a: b': c", "- 'a: b'", "a: 'b: c' # d: e", "a: b # c: d",
  "a: 'x' #y", "a: 'x'#y", "a: #x", "a:  # x: y", "- # x: y", "-  - # x", "'a' # b: c", "a:: b", "a:b:", "a: b:c:", "a: :", ": a",
  "\"a # b\": c", "'a # b': c", "- 'a # b': c", "- a: 'b # c'", "a: x#: y", "a: x #: y", "- &x", "- &x # c", "- *id001 # c: d",
]; // prettier-ignore

const indented: Arbitrary<string> = tuple(
  constantFrom(0, 0, 0, 2, 2, 2, 4, 4, 1, 3, 6),
  constantFrom(...PIECES),
).map(([indent, piece]) => " ".repeat(indent) + piece);

/** Whether the fast lane takes a text; either way the answers have to be the same. */
function agree(text: string): boolean {
  deepEqual(parseYaml(text), parseYamlSlowly(text), JSON.stringify(text));
  try {
    return parseYamlFast(prepareYamlText(text)) !== undefined;
  } catch (error) {
    // Conflict markers and odd characters are refused before both.
    if (error instanceof DocumentFault) return false;
    throw error;
  }
}

test("takes what DVC writes", () => {
  equal(agree(LOCK), true);
  equal(agree(PIPELINE), true);
  equal(agree("md5: 2f5d\nouts:\n- md5: ab\n  size: 1\n  path: x\n"), true);
  equal(agree("stages:\n  a:\n    cmd:\n    - echo 1\n    - echo 2\n    outs: []\n"), true);
});

test("takes the long and odd commands that DVC writes", () => {
  const long = "python train.py --alpha 0.5 --beta 0.333 --gamma something_long";
  for (const value of [
    `${long}\n      --delta x`, `${long}\n      --delta x\n      more`, `'${long}\n      it''s '`, `"a\\nb\\n"`,
    `"python - <<'E'\\nprint(\\"x\\")\\nE"`, `"${long}\\n\\\n      \\ x"`, "|\n      a\n\n      b", ">-\n      a\n      b",
  ]) {
    equal(agree(`stages:\n  a:\n    cmd: ${value}\n    deps:\n    - path: x\n`), true, value);
    equal(agree(`- ${value.replaceAll("\n      ", "\n  ")}\n- b\n`), true, value);
  } // prettier-ignore
});

test("takes the flow collections that people write", () => {
  for (const value of ["[a, b]", "{cache: false}", "[a, {b: c, 'd': [1, 2.5]}] # e", "[[], {}]"]) {
    equal(agree(`a:\n  b: ${value}\n  c:\n  - ${value}\n`), true, value);
    equal(agree(`a:\n- m.json: ${value}\n`), true, value);
  }
});

test("takes what people keep", () => {
  const params =
    '# model\ntrain:\n  lr: 0.001 # rate\n\n  layers:\n    - 64\n    - 32\n  name: "a b"\n';
  equal(agree(params), true);
  equal(agree("- - 1\n  - 2\n- - 3\n"), true);
});

test("one alias stands for the anchored node itself", () => {
  const node = parseYamlFast("a: &id001\n  x: 1\nb: *id001\n");
  ok(node?.kind === "mapping");
  equal(node.entries[0]?.value, node.entries[1]?.value);
});

test("declines what could be read in another way", () => {
  for (const text of [
    "", "# only a comment", "x", "'x'", "a: b\n\n c", "a: b\n  c: d", "a: 1\n b: 2", "a: 1\na: 2", "1: a\n1.0: b",
    "a: |2\n  x", "a: [1", "a: {b}", "a: [1, ]", "a: [b: c]", "a: |\n", "a: >\n  x\n\n  y", "--- a", "a: !x 1", "a: *x", "a: &x 1\nb: &x 2", "a: &x\n- *x", "<<: 1",
    "a: =", "a: 'x", "a: \"\\q\"", "a:\t1", "? a", "%YAML 1.1\n---\na: 1", "a: b: c", "- a: b: c", "a\n", "  a: 1",
    "a:\n- b\n c: d", "a: 0b_", "a: 2020-13-01", "- &x a: 1", "a: x:", "\u00a0: 1", "...", "a: @x", "a: 1\n...",
  ]) {
    equal(parseYamlFast(text), undefined, JSON.stringify(text));
  } // prettier-ignore
});

test("each line alone, below a key and before one is declined or read as `yaml` reads it", () => {
  for (const piece of PIECES) {
    for (const text of [piece, `x:\n  ${piece}`, `x:\n${piece}`, `- x\n- ${piece}\n`]) agree(text);
    agree(`${piece}\nz: 1`);
    agree(`x:\n  ${piece}\n  z: 1\n`);
  }
});

test("any lines are declined or read as `yaml` reads them", () => {
  let taken = 0;
  const documents = array(indented, { maxLength: 7 });
  assertProperty(
    property(documents, (lines) => {
      if (agree(lines.join("\n"))) taken += 1;
    }),
    { numRuns: 3000 },
  );
  ok(taken > 5, `only ${taken} were taken`);
});

/** Well-formed block documents, with the scalars that matter. */
const scalars = constantFrom(
  "1", "1.0", "1e-05", "true", "null", "", "'1'", "yes", "0x1F", "1_000", "a b", "'it''s'", '"q"', "~", "x # c",
  "2020-01-01", ".inf", "-1", "é", "a:b", "[]", "{}", "[a, 1]", "{a: [1.0, 'x']}", '"a\\nb"', "python x.py --a [1,2]", ".5e3", "08",
); // prettier-ignore
const keys = constantFrom("a", "b", "c.d", "'1'", "1", "e f", "params.yaml", "x/y", "null", "0.5");

function block(depth: number): Arbitrary<string[]> {
  if (depth === 0) return scalars.map((scalar) => [scalar]);
  const inner = block(depth - 1);
  const mapping = array(tuple(keys, inner, integer({ min: 0, max: 2 })), {
    minLength: 1,
    maxLength: 4,
  });
  const sequence = array(inner, { minLength: 1, maxLength: 3 });
  return tuple(constantFrom("map", "seq", "leaf"), mapping, sequence, scalars).map(
    ([kind, entries, items, leaf]) => {
      if (kind === "leaf") return [leaf];
      if (kind === "seq") return items.flatMap((lines) => hang("-", lines, 2));
      const unique = new Map(entries.map(([key, lines, shift]) => [key, { lines, shift }]));
      return [...unique].flatMap(([key, { lines, shift }]) => hang(`${key}:`, lines, shift));
    },
  );
}

/** Puts lines behind an indicator: on its line, or below it with an indent. */
function hang(head: string, lines: readonly string[], shift: number): string[] {
  const [first = "", ...rest] = lines;
  const isBlock = rest.length > 0 || /^- |^[^"'[{ ]+: ?|:$/.test(first);
  if (!isBlock) return [first === "" ? head : `${head} ${first}`];
  if (head === "-") return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  const indent = first.startsWith("- ") || first === "-" ? shift : 2;
  return [head, ...lines.map((line) => " ".repeat(indent) + line)];
}

test("well-formed block documents are read as `yaml` reads them", () => {
  let taken = 0;
  assertProperty(
    property(block(3), (lines) => {
      if (agree(`${lines.join("\n")}\n`)) taken += 1;
    }),
    { numRuns: 500 },
  );
  ok(taken > 20, `only ${taken} were taken`);
});

for (const [name, document] of Object.entries({ lock: LOCK, pipeline: PIPELINE })) {
  test(`a mutated ${name} is declined or read as \`yaml\` reads it`, () => {
    const edit = record({
      at: integer({ min: 0, max: document.length }),
      cut: integer({ min: 0, max: 3 }),
      put: constantFrom(":", " ", "-", "'", '"', "#", "\n", "  ", "- ", ": ", "&x ", "*id001", "[", "{", "]", "}", ", ", "\\", "|", "!", "a", "1"),
    }); // prettier-ignore
    assertProperty(
      property(array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        let text = document;
        for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
        agree(text);
      }),
      { numRuns: 400 },
    );
  });
}

test("any text is declined or read as `yaml` reads it", () => {
  const text = array(constantFrom(..."ab1:- \n'\"#&*[]{}|.~<=é".split("")), { maxLength: 14 });
  assertProperty(
    property(text, (characters) => {
      agree(characters.join(""));
    }),
    { numRuns: 3000 },
  );
  assertProperty(
    property(string({ unit: "binary", maxLength: 20 }), (odd) => {
      const [slow, both] = [parseYamlSlowly(odd), parseYaml(odd)];
      deepEqual(both, slow);
    }),
    { numRuns: 500 },
  );
});

test.run();
