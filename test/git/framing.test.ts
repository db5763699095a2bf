// Cutting the answers of cat-file out of any chunks.

import { deepEqual, throws } from "node:assert/strict";
import { array, assert as assertProperty, nat, option, property, uint8Array } from "fast-check";
import { suite } from "uvu";
import { FrameParser } from "../../lib/git/framing.ts";

const test = suite("git/framing");

/** Every answer as `[header, body]`, read in chunks of the given lengths. */
function parse(stream: Buffer, cuts: readonly number[]): (string | null)[][] {
  const frames: (string | null)[][] = [];
  const parser = new FrameParser({
    header: (line) => {
      const size = / blob (\d+)$/.exec(line)?.[1];
      frames.push([line, size === undefined ? null : ""]);
      return size === undefined ? null : Number(size);
    },
    body: (chunk) => {
      const frame = frames.at(-1)!;
      frame[1] += Buffer.from(chunk).toString("hex");
    },
    end: () => frames.at(-1)!.push("whole"),
  });
  let start = 0;
  for (const length of cuts) {
    parser.push(stream.subarray(start, start + length));
    start += length;
  }
  parser.push(stream.subarray(start));
  return frames;
}

const answers = array(option(uint8Array({ maxLength: 30 })));

const frame = property(answers, array(nat(12)), (bodies, cuts) => {
  const pieces = bodies.flatMap((body, index) =>
    body === null
      ? [Buffer.from(`x${index} y missing\n`)]
      : [Buffer.from(`o${index} blob ${body.length}\n`), Buffer.from(body), Buffer.from("\n")],
  );
  const expected = bodies.map((body, index) =>
    body === null
      ? [`x${index} y missing`, null, "whole"]
      : [`o${index} blob ${body.length}`, Buffer.from(body).toString("hex"), "whole"],
  );
  deepEqual(parse(Buffer.concat(pieces), cuts), expected);
});

test("the answers do not depend on where the chunks are cut", () => {
  assertProperty(frame, { numRuns: 500 });
});

test("one byte at a time", () => {
  const stream = Buffer.from("a blob 3\nx\ny\nb missing\nc blob 0\n\n");
  const expected = [
    ["a blob 3", Buffer.from("x\ny").toString("hex"), "whole"],
    ["b missing", null, "whole"],
    ["c blob 0", "", "whole"],
  ];
  deepEqual(
    parse(
      stream,
      Array.from({ length: stream.length }, () => 1),
    ),
    expected,
  );
});

test("a body that is longer than it said is an error, never a header", () => {
  throws(() => parse(Buffer.from("a blob 3\nwxyz\n"), []), /longer than it said/);
});

test("a header without an end is an error", () => {
  throws(() => parse(Buffer.alloc((1 << 20) + 1, "a"), []), /without an end/);
});

test.run();
