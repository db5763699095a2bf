// Compares text with a file in test/golden/; UPDATE_GOLDEN=1 rewrites the files instead.

import { strictEqual } from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `name` is a path below test/golden/, with its extension. */
export function golden(name: string, text: string): void {
  const file = join(process.cwd(), "test", "golden", name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  const known = existsSync(file) ? readFileSync(file, "utf8") : "";
  strictEqual(text, known, `test/golden/${name} differs; UPDATE_GOLDEN=1 rewrites it`);
}
