// The program's compiled code, kept between runs: compiling it anew costs half of a small audit.

import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { crc32 } from "node:zlib";

const SUFFIX = ".code";
const CHECKSUM_BYTES = 4;
const MOST_BYTES = 1 << 26;
const KEPT_FOR = 30 * 24 * 3600 * 1000;

/** Where kept code lies, and under which name that of one program does. */
export interface Place {
  readonly directory: string;
  readonly name: string;
}

/**
 * The user's own cache directory, as the platform has it, or null where there is none or nothing is to be kept
 * (`NODE_DISABLE_COMPILE_CACHE`, as for Node's own cache, and under coverage, which it would falsify).
 * Never the directory for temporary files: what lies there may be anybody's, and this is run.
 *
 * The name of the program holds a hash of its text. V8 compares only the length of the text, its own
 * version and its flags: under other flags the code is compiled anew, and kept instead.
 */
export function placeOf(program: string, environment: NodeJS.ProcessEnv): Place | null {
  if (environment["NODE_DISABLE_COMPILE_CACHE"] || environment["NODE_V8_COVERAGE"]) return null;
  const caches = cachesOf(environment);
  if (caches === null) return null;
  const name = `${basename(program, ".cjs")}-${process.version}-${process.arch}${SUFFIX}`;
  return { directory: join(caches, "tagproof"), name };
}

function cachesOf(environment: NodeJS.ProcessEnv): string | null {
  const { XDG_CACHE_HOME: xdg = "", HOME: home = "", LOCALAPPDATA: local = "" } = environment;
  if (process.platform === "win32") return isAbsolute(local) ? local : null;
  if (isAbsolute(xdg)) return xdg;
  if (!isAbsolute(home)) return null;
  return join(home, process.platform === "darwin" ? "Library/Caches" : ".cache");
}

/** What an earlier run left, or null: nothing, not ours alone to write, or damaged. */
export function readKept({ directory, name }: Place): Buffer | null {
  try {
    if (!isOurs(lstatSync(directory), "directory")) return null;
    const file = openSync(join(directory, name), "r");
    try {
      const stats = fstatSync(file);
      if (!isOurs(stats, "file") || stats.size > MOST_BYTES) return null;
      return checked(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/**
 * V8 itself does not notice damage, and dies of it. The checksum comes last: V8 copies code that does not
 * begin at a multiple of eight.
 */
function checked(bytes: Buffer): Buffer | null {
  const length = bytes.length - CHECKSUM_BYTES;
  if (length <= 0) return null;
  const code = bytes.subarray(0, length);
  return crc32(code) === bytes.readUInt32LE(length) ? code : null;
}

/** Nobody else may have written it; `sudo` with the home of another user finds that one's, and leaves it. */
function isOurs(stats: Stats, kind: "directory" | "file"): boolean {
  if (kind === "directory" ? !stats.isDirectory() : !stats.isFile()) return false;
  if (process.geteuid === undefined) return true;
  return stats.uid === process.geteuid() && (stats.mode & 0o022) === 0;
}

/** Keeps it for the next run, whole or not at all. Where that cannot be done, nothing is said: it only costs time. */
export function writeKept({ directory, name }: Place, code: Buffer): void {
  const temporary = join(directory, `.${name}-${process.pid}`);
  try {
    makeDirectory(directory);
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(crc32(code));
    writeFileSync(temporary, Buffer.concat([code, checksum]), { mode: 0o600, flag: "wx" });
    renameSync(temporary, join(directory, name));
    removeOld(directory);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** A home that is not there is not made: the user of a service may have none. */
function makeDirectory(directory: string): void {
  for (const made of [join(directory, ".."), directory]) {
    try {
      mkdirSync(made, { mode: 0o700 });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

/** Of other versions, and of runs that were killed. One that is still in use is made again. */
function removeOld(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!name.includes(SUFFIX)) continue;
    const path = join(directory, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_FOR) rmSync(path, { force: true });
  }
}
