// The real entry behind the shim.

import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import { createRepository } from "../helpers/repository.ts";
import { launchText, runShim, shells, shimText, tagLine, write } from "./shells.ts";

const test = suite("hooks/pre-push");

/** The shim with a bundle that is the compiled entry. */
function push(input: string, prologue = "") {
  const { directory } = createRepository();
  const entry = pathToFileURL(join(process.cwd(), "dist/hooks/pre-push.js")).href;
  write(join(directory, ".git/hooks/pre-push"), shimText, 0o755);
  write(join(directory, ".git/tagproof/launch.sh"), launchText);
  write(
    join(directory, ".git/tagproof/pre-push.cjs"),
    `exports.load = async () => {\nconst { main } = await import(${JSON.stringify(entry)});\n${prologue}\nreturn main;\n};\n`,
  );
  return runShim({ shell: shells[0]!, cwd: directory, input });
}

test("its exit code and its words come out", () => {
  const { status, stdout, stderr } = push(`${tagLine}nonsense\n`);
  strictEqual(status, 2, stderr);
  strictEqual(stdout, "");
  match(stderr, /^tagproof: git's list of refs cannot be read: line 2/);
});

test("an error out of nowhere is a bug, and blocks", () => {
  const late = 'setInterval(() => { throw new Error("late"); }, 0);';
  const { status, stderr } = push(tagLine, late);
  strictEqual(status, 70, stderr);
  match(stderr, /this is a bug in tagproof/);
});

test.run();
