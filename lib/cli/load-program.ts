// Loads the bundled program, which is one file, and runs one of its entries.

import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { placeOf, readKept, writeKept } from "./kept-code.ts";

/** An entry of the program, and whether this run is one whose compiled code is worth keeping. */
export interface Entry {
  readonly name: string;
  readonly isKept: boolean;
}

type Program = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Runs the text of a CommonJS file, as `require` would, and loads an entry of it: the bundler made
 * a function of each. The program gets nothing but what is built into Node: whatever else it
 * asked for would be answered by the node_modules around `.git`, which are those of what is audited.
 * Throws what the text throws, a `SyntaxError` where it is cut off.
 */
export async function loadEntry(url: string, { name, isKept }: Entry): Promise<unknown> {
  const file = fileURLToPath(url);
  const { exports } = runProgram(file, isKept);
  const load = exports[name];
  if (load === undefined) throw new Error(`the program has no ${name}`);
  return load();
}

function runProgram(file: string, isKept: boolean): { readonly exports: Program } {
  const place = placeOf(file, process.env);
  const kept = place === null ? null : readKept(place);
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
  const script = new Script(text, {
    filename: file,
    ...(kept === null ? {} : { cachedData: kept }),
  });
  const isNew = kept === null || script.cachedDataRejected === true;
  if (place !== null && isKept && isNew)
    process.on("exit", () => writeKept(place, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, requireBuiltin(file), module, file, dirname(file));
  return module;
}

function requireBuiltin(file: string): (id: string) => unknown {
  const require = createRequire(file);
  return (id) => {
    if (!isBuiltin(id)) throw new Error(`${id} is not built into Node.js`);
    return require(id);
  };
}
