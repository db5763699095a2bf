import { equal } from "node:assert/strict";
import { test } from "uvu";

import { wholeOf } from "../../lib/formats/model-parts.ts";

type Case = readonly [path: string, there: readonly string[], whole: string];

const CASES: readonly Case[] = [
  ["model.bin", ["model.xml"], "model.xml"],
  ["model.bin", ["model.param"], "model.param"],
  ["model.bin", ["model.json", "other.xml"], "model.bin"],
  ["model.xml", ["model.bin"], "model.xml"],
  ["model.onnx.data", ["model.onnx"], "model.onnx"],
  ["model.onnx_data", ["model.onnx"], "model.onnx"],
  ["model.onnx", ["model.onnx.data"], "model.onnx"],
  ["model.caffemodel", ["model.prototxt"], "model.prototxt"],
  ["model.weights", ["model.cfg"], "model.cfg"],
  ["model.ckpt.data-00000-of-00001", ["model.ckpt.index"], "model.ckpt.index"],
  ["model.ckpt.meta", ["model.ckpt.index"], "model.ckpt.index"],
  [
    "model-00002-of-00003.safetensors",
    ["model.safetensors.index.json"],
    "model.safetensors.index.json",
  ],
  ["model-00002-of-00003.safetensors", [], "model-of-00003.safetensors"],
  ["model-00002-of-00004.safetensors", [], "model-of-00004.safetensors"],
  ["model.pkl", ["model.json"], "model.pkl"],
];

for (const [path, there, whole] of CASES) {
  test(`${path} beside ${there.join(", ") || "nothing"}`, () => {
    equal(
      wholeOf(path, (one) => there.includes(one)),
      whole,
    );
  });
}

test.run();
