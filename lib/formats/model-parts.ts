// Models that are written in several files: graph and weights, shards and their index.

/** A part by its ending, and the endings that the file which stands for the whole then has. */
const PARTS: readonly (readonly [part: RegExp, wholes: readonly string[]])[] = [
  [/\.bin$/i, [".xml", ".param"]],
  [/\.onnx[._]data$/i, [".onnx"]],
  [/\.caffemodel$/i, [".prototxt"]],
  [/\.weights$/i, [".cfg"]],
  [/\.(?:meta|data-\d{1,9}-of-\d{1,9})$/i, [".index"]],
];

const SHARD = /-\d{1,9}-of-(\d{1,9})(\.[^./]+)$/;

/**
 * The file that stands for the model which a file belongs to: itself, where it is no part of another one. `model.bin`
 * is a part where `model.xml` is there too; shards without their index stand for each other.
 */
export function wholeOf(path: string, isThere: (path: string) => boolean): string {
  const shard = SHARD.exec(path);
  if (shard !== null) {
    const [suffix, count = "", ending = ""] = shard;
    const stem = path.slice(0, -suffix.length);
    const index = `${stem}${ending}.index.json`;
    return isThere(index) ? index : `${stem}-of-${count}${ending}`;
  }
  for (const [part, wholes] of PARTS) {
    const stem = path.replace(part, "");
    if (stem === path) continue;
    const whole = wholes.map((ending) => stem + ending).find(isThere);
    if (whole !== undefined) return whole;
  }
  return path;
}
