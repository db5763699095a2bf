// The store reads what DVC wrote, in either layout, and never believes an object that is not its name.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { legacyMd5Of, md5Of } from "../../../lib/dvc/hash.ts";
import type { RecordedHash } from "../../../lib/dvc/model.ts";
import type { Place } from "../../../lib/dvc/store/places.ts";
import { openStore, type Store } from "../../../lib/dvc/store/store.ts";

const store = suite("dvc/store/store");

const TEXT = "a\r\nb\r\n";
const BYTES = Buffer.from(TEXT);
const MD5 = md5Of(BYTES);
const LEGACY = legacyMd5Of(BYTES);
const plain: RecordedHash = { kind: "md5", value: MD5 };
const legacy: RecordedHash = { kind: "md5-dos2unix", value: LEGACY };

function place(name: string, kind: Place["kind"] = "cache"): Place {
  return { kind, name, directory: temporaryDirectory() };
}

function put({ directory }: Place, path: string, text: string): string {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function cut(hash: string): string {
  return `${hash.slice(0, 2)}/${hash.slice(2)}`;
}

async function stateOf(opened: Store, hash: RecordedHash, limit = 1000): Promise<string> {
  const found = await opened.read(hash, limit);
  return found.state === "absent" ? "absent" : `${found.state} ${found.place.name}`;
}

const LAYOUTS: readonly (readonly [RecordedHash, string, string])[] = [
  [plain, `files/md5/${cut(MD5)}`, "present here"],
  [plain, cut(MD5), "present here"],
  [legacy, cut(LEGACY), "present here"],
  [legacy, `files/md5/${cut(LEGACY)}`, "present here"],
  [plain, cut(LEGACY), "absent"],
  [{ kind: "etag", value: MD5 }, `files/md5/${cut(MD5)}`, "absent"],
  [{ kind: "md5", value: MD5.toUpperCase() }, `files/md5/${cut(MD5)}`, "absent"],
  [{ kind: "md5", value: `../../${MD5}` }, `files/md5/${cut(MD5)}`, "absent"],
  [{ kind: "md5", value: `${MD5}.dir` }, `files/md5/${cut(MD5)}.dir`, "present here"],
];

for (const [hash, path, expected] of LAYOUTS) {
  store(`${hash.kind} ${hash.value} in ${path}: ${expected}`, async () => {
    const here = place("here");
    put(here, path, TEXT);
    assert.equal(await stateOf(await openStore([here]), hash), expected);
  });
}

store(
  "does not call the other layout's object corrupt: its digits are of another hash",
  async () => {
    const here = place("here");
    put(here, cut(LEGACY), TEXT);
    const opened = await openStore([here]);
    assert.equal(await stateOf(opened, { kind: "md5", value: LEGACY }), "absent");
    assert.deepEqual(opened.answers(), []);
  },
);

store(
  "takes the next place where the first one's object was changed, and remembers both",
  async () => {
    const [first, second] = [place("first"), place("second", "remote")];
    put(first, `files/md5/${cut(MD5)}`, "changed");
    put(second, `files/md5/${cut(MD5)}`, TEXT);
    const opened = await openStore([first, second]);
    assert.equal(await stateOf(opened, plain), "present second");
    const said = opened.answers().map(({ place: { name }, state }) => `${name} ${state}`);
    assert.deepEqual(said.toSorted(), ["first corrupt", "second present"]);
    assert.equal(await stateOf(await openStore([first]), plain), "corrupt first");
  },
);

store("only looks at what is too large", async () => {
  const here = place("here");
  put(here, `files/md5/${cut(MD5)}`, TEXT);
  const opened = await openStore([here]);
  assert.equal(await stateOf(opened, plain, BYTES.length - 1), "too-large here");
  assert.equal(await stateOf(opened, plain, BYTES.length), "present here");
});

store("follows a link to the object, and reads no pipe and no directory", async () => {
  const [links, odd] = [place("links"), place("odd")];
  const target = put(place("elsewhere"), "target", TEXT);
  const linked = put(links, `files/md5/${MD5.slice(0, 2)}/x`, "");
  symlinkSync(target, join(dirname(linked), MD5.slice(2)));
  assert.equal(await stateOf(await openStore([links]), plain), "present links");
  const pipe = put(odd, `files/md5/${MD5.slice(0, 2)}/x`, "");
  execFileSync("mkfifo", [join(dirname(pipe), MD5.slice(2))]);
  mkdirSync(join(odd.directory, cut(MD5)), { recursive: true });
  assert.equal(await stateOf(await openStore([odd]), plain), "absent");
});

store("leaves out places that do not exist, and repeated ones", async () => {
  const here = place("here");
  const file = put(here, "file", "");
  const nowhere = { ...here, name: "nowhere", directory: join(here.directory, "nowhere") };
  const again = { ...here, name: "again" };
  const opened = await openStore([nowhere, here, again, { ...here, directory: file }]);
  assert.deepEqual(opened.places, [here]);
});

store("finds the object in a directory of any number of names", async () => {
  const here = place("here");
  for (let index = 0; index < 1100; index += 1) put(here, `${index}x`, "");
  put(here, cut(LEGACY), TEXT);
  assert.equal(await stateOf(await openStore([here]), legacy), "present here");
});

store("answers many questions at once", async () => {
  const here = place("here");
  put(here, `files/md5/${cut(MD5)}`, TEXT);
  const opened = await openStore([here]);
  const states = await Promise.all(Array.from({ length: 40 }, async () => stateOf(opened, plain)));
  assert.deepEqual([...new Set(states)], ["present here"]);
});

store.run();
