// Loads the bundled program, and what it needs of the bundled libraries, and runs one of its entries.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { placeOf, readKept, writeKept } from "./kept-code.ts";

/** Runs what was asked for; true where it audited a release, so that its compiled code is worth keeping. */
export type Main = () => Promise<boolean>;

/** A function for each entry, which the bundler made. */
type Program = Readonly<Record<string, () => Promise<{ readonly main: Main }>>>;

/** A function for each package, which gives what the package exports. */
type Libraries = Readonly<Record<string, () => object>>;

export interface Bundle {
  /** Absolute: what every audit needs. */
  readonly program: string;
  /** The file beside it, `./name`, with the packages that few audits need; null where there is none. */
  readonly libraries: string | null;
}

/**
 * Runs the text of a program, a function as `require` makes one of a CommonJS file, and gives the `main` of one of its entries. The
 * program gets nothing but what is built into Node and bundled: whatever else it asked for would be answered by
 * the node_modules around `.git`, which are those of what is audited. Throws what the text throws, a
 * `SyntaxError` where it is cut off.
 */
export async function loadEntry(
  { program: file, libraries }: Bundle,
  name: string,
): Promise<() => Promise<void>> {
  const scripts: Loaded[] = [];
  const load = (path: string, ask: Ask): unknown => {
    const loaded = runScript(path, ask);
    scripts.push(loaded);
    return loaded.exports;
  };
  let held: Libraries | null = null;
  const askLibrary: Ask = (id) => {
    if (libraries === null) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the bundler made
    held ??= load(join(dirname(file), libraries), askBuiltin) as Libraries;
    return held[id]?.();
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the bundler made
  const program = load(file, (id) => askBuiltin(id) ?? askLibrary(id)) as Program;
  const loadMain = program[name];
  if (loadMain === undefined) throw new Error(`the program has no ${name}`);
  const { main } = await loadMain();
  return async () => {
    // Nothing is left to be done or written then; what Node would take apart piece by piece goes with the process.
    process.once("beforeExit", () => process.exit());
    if (await main()) for (const { keep } of scripts) keep();
  };
}

/** What a name stands for; undefined where it stands for nothing. */
type Ask = (id: string) => object | undefined;

interface Loaded {
  readonly exports: unknown;
  /** Keeps its compiled code for the next run, when this one ends. */
  readonly keep: () => void;
}

function runScript(file: string, ask: Ask): Loaded {
  const place = placeOf(file, process.env);
  const kept = place === null ? null : readKept(place);
  // It holds nothing but ASCII.
  const script = new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(kept === null ? {} : { cachedData: kept }),
  });
  const module = { exports: {} };
  const require = (id: string): object => {
    const asked = ask(id);
    if (asked === undefined) throw new Error(`${id} is neither built into Node.js nor bundled`);
    return asked;
  };
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  const isNew = kept === null || script.cachedDataRejected === true;
  const keep = () => {
    if (place !== null && isNew)
      process.on("exit", () => writeKept(place, script.createCachedData()));
  };
  return { exports: module.exports, keep };
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

function askBuiltin(id: string): object | undefined {
  return LATER.has(id) ? whenUsed(id) : process.getBuiltinModule(id);
}

/** In the place of a module, which is loaded when something of it is first asked for. */
function whenUsed(id: string): object {
  return new Proxy({}, { get: (_, name) => Reflect.get(process.getBuiltinModule(id) ?? {}, name) });
}
