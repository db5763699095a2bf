import assert from "node:assert/strict";
import { suite } from "uvu";
import { openDecoder, type Decoder } from "../../lib/gather/decoder.ts";
import { follow } from "../../lib/gather/follow.ts";
import { makeTree, type Tree, type TreeEntry } from "../../lib/git/tree.ts";

const test = suite("gather/follow");

/** A tree and the texts of its links; `path -> target`, `path => submodule`, else a file. */
function world(...lines: string[]): { tree: Tree; decoder: Decoder } {
  const targets = new Map<string, string>();
  const entries = lines.map((line, index): TreeEntry => {
    const oid = index.toString(16).padStart(40, "0");
    const [path = "", target] = line.split(" -> ");
    if (target !== undefined) {
      targets.set(oid, target);
      return { path, mode: "120000", kind: "link", oid };
    }
    const [module = "", isModule] = line.split(" => ");
    return isModule === undefined
      ? { path, mode: "100644", kind: "file", oid }
      : { path: module, mode: "160000", kind: "submodule", oid };
  });
  const decoder = openDecoder({
    info: () => Promise.resolve({ state: "missing" }),
    stream: () => Promise.resolve({ state: "missing" }),
    close: () => Promise.resolve(),
    read: (oid) => {
      const target = targets.get(oid);
      return Promise.resolve(
        target === undefined
          ? { state: "missing" }
          : { state: "present", oid, type: "blob", bytes: Buffer.from(target) },
      );
    },
  });
  return { tree: makeTree("0".repeat(40), entries), decoder };
}

async function followed(path: string, ...lines: string[]): Promise<string> {
  const { tree, decoder } = world(...lines);
  const there = await follow(tree, decoder, path);
  if (there.kind === "file") return `file ${there.entry.path}`;
  if (there.kind === "directory") return `directory ${there.path}`;
  return there.kind === "absent" ? "absent" : there.reason;
}

const chain = (length: number): string[] =>
  Array.from({ length }, (_, index) => `l${index} -> l${index + 1}`).concat(`l${length}`);

/** `line` is that of the submodule, from which its commit is made. */
function inSubmodule(line: number): string {
  return `it lies in the git submodule s, at commit ${String(line).padStart(40, "0")}`;
}

const CASES: readonly (readonly [path: string, lines: readonly string[], expected: string])[] = [
  ["a", ["a"], "file a"],
  ["d", ["d/a"], "directory d"],
  ["x", ["a"], "absent"],
  ["l", ["l -> a", "a"], "file a"],
  ["l", ["l -> ./d/../a", "a"], "file a"],
  ["d/l", ["d/l -> ../a", "a"], "file a"],
  ["l", ["l -> d", "d/a"], "directory d"],
  ["l", ["l -> d/", "d/a"], "directory d"],
  ["l/a", ["l -> d", "d/a"], "file d/a"],
  ["l/m/a", ["l -> d", "d/m -> ../e", "e/a"], "file e/a"],
  ["d/l", ["d/l -> ..", "a"], "directory "],
  ["d/l/a", ["d/l -> ..", "a"], "file a"],
  ["l", ["l -> gone"], "absent"],
  ["l", ["l -> /etc/passwd"], "it is a symbolic link that leaves the repository"],
  ["l", ["l -> ../outside"], "it is a symbolic link that leaves the repository"],
  ["d/l", ["d/l -> ../../x", "x"], "it is a symbolic link that leaves the repository"],
  ["l", ["l -> ..a", "..a"], "file ..a"],
  ["l", ["l -> l"], "it is a chain of too many symbolic links"],
  ["l", ["l -> m", "m -> l"], "it is a chain of too many symbolic links"],
  ["l0", chain(8), "file l8"],
  ["l0", chain(9), "it is a chain of too many symbolic links"],
  ["s/a", ["s => "], inSubmodule(0)],
  ["s", ["s => "], inSubmodule(0)],
  ["l", ["l -> s/a", "s => "], inSubmodule(1)],
  ["a/b", ["a"], "absent"],
];

for (const [path, lines, expected] of CASES) {
  test(`${path} in ${lines.slice(0, 3).join(", ")}: ${expected}`, async () => {
    assert.equal(await followed(path, ...lines), expected);
  });
}

test.run();
