import assert from "node:assert/strict";
import { suite } from "uvu";
import { readManifest } from "../../lib/formats/index.ts";

const sizes = suite("formats sizes");

/** What an entry with these fields, in JSON, says of its size; or what is wrong with it. */
function sizeOf(fields: string): number | string | null | undefined {
  const text = `{"files": [{"path": "m", ${fields}}]}`;
  const result = readManifest("manifest.json", new TextEncoder().encode(text));
  return result.ok ? result.value.entries[0]?.bytes : result.problem.text;
}

const READ: Readonly<Record<string, number | null>> = {
  '"bytes": 20': 20,
  '"size": 20.0': 20,
  '"size": 2e1': 20,
  '"size": "20"': 20,
  '"size": -0': 0,
  '"size": null': null,
  '"bytes": null, "size": 20': 20,
  '"length": 20': 20,
  '"length": 3, "size": 20': 20,
  '"length": 20.5': null,
  '"bytes": 20, "size": "20", "size_bytes": 20': 20,
};

for (const [fields, size] of Object.entries(READ)) {
  sizes(`reads ${fields}`, () => {
    assert.equal(sizeOf(fields), size);
  });
}

const NO_SIZE = '-20 20.5 NaN 1e400 true "" "20 B" "0x14" "2e1" [20] {}'.split(/ (?!B)/);

for (const value of NO_SIZE) {
  sizes(`refuses ${value}`, () => {
    assert.equal(sizeOf(`"bytes": ${value}`), "line 1 gives a size that is no number of bytes");
  });
}

sizes("refuses two sizes of one file", () => {
  assert.equal(sizeOf('"bytes": 20, "size": 21'), "line 1 gives two different sizes of one file");
});

sizes.run();
