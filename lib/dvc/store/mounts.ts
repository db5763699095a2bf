// What is mounted where on Linux, as the kernel tells without asking any file system (proc_pid_mountinfo(5)).

import { readFileSync } from "node:fs";

import { orNull } from "../../at-hand.ts";

export interface Mount {
  /** Absolute: where it is mounted. */
  readonly path: string;
  /** Of the file system: `ext4`, `nfs4`. */
  readonly type: string;
}

/** File systems on a disk or in the memory of this machine; what is not named here may be a server's. */
const LOCAL_TYPES: ReadonlySet<string> = new Set([
  "bcachefs",
  "btrfs",
  "erofs",
  "exfat",
  "ext2",
  "ext3",
  "ext4",
  "f2fs",
  "iso9660",
  "jfs",
  "overlay",
  "ramfs",
  "squashfs",
  "tmpfs",
  "vfat",
  "xfs",
  "zfs",
]);

export function isLocal({ type }: Mount): boolean {
  return LOCAL_TYPES.has(type);
}

/** Null where no kernel tells: on other systems, or without `/proc`. */
export function readMounts(): readonly Mount[] | null {
  const text = orNull(() => readFileSync("/proc/self/mountinfo", "utf8"));
  return text === null || text === "" ? null : parseMounts(text);
}

/** `36 35 98:0 /root /mnt/data rw,noatime shared:1 - ext3 /dev/sda1 rw`, in any number of fields before the dash. */
export function parseMounts(text: string): readonly Mount[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.split(" ");
    const [path, type] = [fields[4], fields[fields.indexOf("-") + 1]];
    return path === undefined || type === undefined ? [] : [{ path: unescaped(path), type }];
  });
}

/** A space, a tab, a line feed and a backslash stand as `\040` and the like. */
function unescaped(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCodePoint(Number.parseInt(octal, 8)),
  );
}
