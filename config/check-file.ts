// Whether a file on disk may be read as a policy: a regular one, readable, of a decent size.

import { accessSync, constants, lstatSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import { orNull } from "../lib/at-hand.ts";
import { CONFIG_LIMIT } from "./parse.ts";
import { unreadable } from "./trouble.ts";

/**
 * False for a directory. A device or a pipe would never end; the size is asked before a byte is read.
 * @throws AuditError `config-unreadable`
 */
export function checkFile(file: string): boolean {
  const status = orUnreadable(file, () => statSync(file));
  if (status.isDirectory()) return false;
  if (!status.isFile()) throw unreadable(`${file} is no regular file`);
  if (status.size > CONFIG_LIMIT) {
    throw unreadable(`${file} has ${status.size} bytes, and ${CONFIG_LIMIT} are the most`);
  }
  orUnreadable(file, () => accessSync(file, constants.R_OK));
  return true;
}

/**
 * What was read of a file or a directory.
 * @throws AuditError `config-unreadable`
 */
export function orUnreadable<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw unreadable(`${path} cannot be read`, error);
  }
}

/**
 * What a checkout brings must stay in the checkout: a link to elsewhere is not followed.
 * @param root its real path
 * @throws AuditError `config-unreadable`
 */
export function checkLink(file: string, root: string): void {
  if (!lstatSync(file).isSymbolicLink()) return;
  const target = orNull(() => realpathSync(file));
  if (target === null) throw unreadable(`${file} is a symbolic link to nothing`);
  if (isInside(target, root)) return;
  throw unreadable(`${file} is a symbolic link that leaves the repository`);
}

/** Whether a path is a directory or below it; both real, or both not. */
export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
}
