// How the files of a cache or a remote are read: at once where nothing can keep us waiting, and else by one of Node's
// threads, which can be given up.

import {
  closeSync,
  fstatSync,
  opendirSync,
  openSync,
  readSync,
  statSync,
  type Stats,
} from "node:fs";
import { open, opendir, stat } from "node:fs/promises";

export interface OpenFile {
  readonly stat: () => Promise<Stats>;
  readonly read: (
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => Promise<{ readonly bytesRead: number }>;
  readonly close: () => Promise<void>;
}

/** They reject as `node:fs/promises` does. */
export interface Files {
  /** Whether an answer may be long in coming. */
  readonly mayHang: boolean;
  readonly stat: (path: string) => Promise<Stats>;
  readonly open: (path: string, flags: number) => Promise<OpenFile>;
  /** The names in a directory; null where there are more than `most`. */
  readonly list: (path: string, most: number) => Promise<readonly string[] | null>;
}

export const byThread: Files = {
  mayHang: true,
  stat: async (path) => stat(path),
  open: async (path, flags) => open(path, flags),
  list: async (path, most) => {
    const names: string[] = [];
    for await (const { name } of await opendir(path)) {
      if (names.length >= most) return null;
      names.push(name);
    }
    return names;
  },
};

/** A thread for each of these calls would cost more than the calls: most objects of an audit are small. */
export const atOnce: Files = {
  mayHang: false,
  stat: async (path) => statSync(path),
  open: async (path, flags) => {
    const file = openSync(path, flags);
    return {
      stat: async () => fstatSync(file),
      read: async (...where) => ({ bytesRead: readSync(file, ...where) }),
      close: async () => closeSync(file),
    };
  },
  list: async (path, most) => {
    const directory = opendirSync(path);
    try {
      const names: string[] = [];
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        if (names.length >= most) return null;
        names.push(entry.name);
      }
      return names;
    } finally {
      directory.closeSync();
    }
  },
};
