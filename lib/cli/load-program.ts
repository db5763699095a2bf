// Loads the bundled program, which is one file, and runs one of its entries.

import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Script } from "node:vm";
import { placeOf, readKept, writeKept } from "./kept-code.ts";

/** Runs what was asked for; true where it audited a release, so that its compiled code is worth keeping. */
export type Main = () => Promise<boolean>;

/** A function for each entry, which the bundler made. */
type Program = Readonly<Record<string, () => Promise<{ readonly main: Main }>>>;

/**
 * Runs the text of a program, a function as `require` makes one of a CommonJS file, and gives the `main` of one of its entries. The
 * program gets nothing but what is built into Node: whatever else it asked for would be answered by
 * the node_modules around `.git`, which are those of what is audited. Throws what the text throws, a
 * `SyntaxError` where it is cut off.
 */
export async function loadEntry(file: string, name: string): Promise<() => Promise<void>> {
  const { program, keep } = runProgram(file);
  const load = program[name];
  if (load === undefined) throw new Error(`the program has no ${name}`);
  const { main } = await load();
  return async () => {
    // Nothing is left to be done or written then; what Node would take apart piece by piece goes with the process.
    process.once("beforeExit", () => process.exit());
    if (await main()) keep();
  };
}

function runProgram(file: string): { readonly program: Program; readonly keep: () => void } {
  const place = placeOf(file, process.env);
  const kept = place === null ? null : readKept(place);
  // It holds nothing but ASCII.
  const script = new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(kept === null ? {} : { cachedData: kept }),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, requireBuiltin, module, file, dirname(file));
  const isNew = kept === null || script.cachedDataRejected === true;
  const keep = () => {
    if (place !== null && isNew)
      process.on("exit", () => writeKept(place, script.createCachedData()));
  };
  return { program: module.exports, keep };
}

/**
 * What only some commands use. The program asks for all that it may need as it starts, and Node takes up to a
 * millisecond to load one of these.
 */
const LATER: ReadonlySet<string> = new Set([
  "node:fs/promises",
  "node:stream/promises",
  "node:timers/promises",
  "node:v8",
]);

function requireBuiltin(id: string): unknown {
  return LATER.has(id) ? whenUsed(id) : builtinOf(id);
}

/** In the place of a module, which is loaded when something of it is first asked for. */
function whenUsed(id: string): object {
  return new Proxy({}, { get: (_, name) => Reflect.get(builtinOf(id), name) });
}

function builtinOf(id: string): object {
  const builtin: object | undefined = process.getBuiltinModule(id);
  if (builtin === undefined) throw new Error(`${id} is not built into Node.js`);
  return builtin;
}
