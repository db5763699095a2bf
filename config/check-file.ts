// Whether a file on disk may be read as a policy: a regular one, readable, of a decent size.

import { constants } from "node:fs";
import { access, lstat, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { CONFIG_LIMIT } from "./parse.ts";
import { unreadable } from "./trouble.ts";

/**
 * False for a directory. A device or a pipe would never end; the size is asked before a byte is read.
 * @throws AuditError `config-unreadable`
 */
export async function checkFile(file: string): Promise<boolean> {
  const status = await stat(file).catch((error: unknown) => {
    throw unreadable(`${file} cannot be read`, error);
  });
  if (status.isDirectory()) return false;
  if (!status.isFile()) throw unreadable(`${file} is no regular file`);
  if (status.size > CONFIG_LIMIT) {
    throw unreadable(`${file} has ${status.size} bytes, and ${CONFIG_LIMIT} are the most`);
  }
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw unreadable(`${file} cannot be read`, error);
  });
  return true;
}

/**
 * What a checkout brings must stay in the checkout: a link to elsewhere is not followed.
 * @param root its real path
 * @throws AuditError `config-unreadable`
 */
export async function checkLink(file: string, root: string): Promise<void> {
  if (!(await lstat(file)).isSymbolicLink()) return;
  const target = await realpath(file).catch(() => null);
  if (target === null) throw unreadable(`${file} is a symbolic link to nothing`);
  if (isInside(target, root)) return;
  throw unreadable(`${file} is a symbolic link that leaves the repository`);
}

/** Whether a path is a directory or below it; both real, or both not. */
export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
}
