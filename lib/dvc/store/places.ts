// Where the bytes of recorded hashes may lie on this machine: the cache, and remotes that are a local path.

import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import type { ConfigText } from "../config.ts";

/** A directory that holds objects by their md5. */
export interface Place {
  readonly kind: "cache" | "remote";
  /** For people and reports, never a path of this machine: the project's root, or the remote's name. */
  readonly name: string;
  readonly directory: string;
}

/** One configuration file; the later of several wins, setting by setting. */
export interface ConfigLevel {
  readonly settings: ConfigText;
  /** Absolute; what relative paths in it are relative to. Null: they mean nothing. */
  readonly directory: string | null;
}

export interface Configured {
  readonly levels: readonly ConfigLevel[];
  /** `<project>/.dvc/cache`, where nothing is configured; null without a working tree. */
  readonly defaultCache: string | null;
  /** What `~` is; null where it is not known. */
  readonly home: string | null;
}

const MOST_HOPS = 8;
const URL = /^\w+:\/\//;
/** A look there would ask the network: Windows shares, and what autofs mounts by a host's name. */
const ASKS_NETWORK = /^(?:\/\/|\\\\|\/net\/|\/misc\/)/;

/**
 * The cache, the default remote, and the remotes of these names, of those that are a local path.
 * Paths come from the audited commit too: they are only ever looked into for files named by an md5.
 */
export function placesOf(
  configured: Configured,
  root: string,
  remotes: Iterable<string>,
): readonly Place[] {
  const own = setting(configured, "core", "remote")?.value;
  const names = [...(own === undefined ? [] : [own]), ...remotes].map((name) => name.toLowerCase());
  const cache = cacheDirectory(configured);
  return [
    ...(cache === null
      ? []
      : [{ kind: "cache" as const, name: root === "" ? "." : root, directory: cache }]),
    ...[...new Set(names)].flatMap((name) => {
      const directory = remoteDirectory(configured, name, MOST_HOPS);
      const label = root === "" ? name : `${root}:${name}`;
      return directory === null ? [] : [{ kind: "remote" as const, name: label, directory }];
    }),
  ];
}

interface Setting {
  readonly value: string;
  /** Of the file that holds it. */
  readonly directory: string | null;
}

function setting({ levels }: Configured, section: string, key: string): Setting | null {
  const level = levels.findLast(({ settings }) => settings.get(section)?.has(key) === true);
  const value = level?.settings.get(section)?.get(key);
  return level === undefined || value === undefined ? null : { value, directory: level.directory };
}

/** `cache.local` names a remote that is used as the cache; `cache.dir` is a path. */
function cacheDirectory(configured: Configured): string | null {
  const local = setting(configured, "cache", "local");
  if (local !== null && local.value !== "") {
    return remoteDirectory(configured, local.value.toLowerCase(), MOST_HOPS);
  }
  const directory = setting(configured, "cache", "dir");
  return directory === null || directory.value === ""
    ? configured.defaultCache
    : toPath(directory, configured.home);
}

function remoteDirectory(configured: Configured, name: string, hops: number): string | null {
  const section = `remote "${name}"`;
  const url = setting(configured, section, "url");
  const isTree = setting(configured, section, "worktree")?.value.toLowerCase() === "true";
  if (url === null || url.value === "" || isTree || hops === 0) return null;
  const [, other, rest] = /^remote:\/\/([^/]+)(.*)$/.exec(url.value) ?? [];
  if (other === undefined) return toPath(url, configured.home);
  const base = remoteDirectory(configured, other.toLowerCase(), hops - 1);
  return base === null ? null : join(base, rest ?? "");
}

/** Null for a URL that is no file, and for a relative path of a file that lies nowhere. */
function toPath({ value, directory }: Setting, home: string | null): string | null {
  const path = value.startsWith("file://") ? fromFileUrl(value) : value;
  if (path === null || URL.test(path) || path.includes("\0") || ASKS_NETWORK.test(path)) {
    return null;
  }
  if (isAbsolute(path)) return resolve(path);
  if (/^~(?:\/|$)/.test(path)) return home === null ? null : join(home, path.slice(1));
  return directory === null ? null : resolve(directory, path);
}

/** As the URL says. DVC 3.67 takes it for a path below the current directory, which no clone has. */
function fromFileUrl(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}
