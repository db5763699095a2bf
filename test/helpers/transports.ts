// Real ways to a server on this machine: smart HTTP, and ssh through a real sshd where there is one.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { userInfo } from "node:os";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";

export interface Transport {
  readonly name: string;
  /** The address of a repository by its absolute path. */
  readonly url: (path: string) => string;
  /** What git needs to get there. */
  readonly environment: NodeJS.ProcessEnv;
  readonly close: () => void;
}

/** Serves everything below a directory. */
export async function openHttp(root: string): Promise<Transport> {
  const entry = join(process.cwd(), "dist/test/helpers/http-server-entry.js");
  const child = spawn(process.execPath, [entry, root], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await new Promise<string[]>((resolve) => {
    createInterface(child.stdout).once("line", (line) => resolve([line]));
  });
  return {
    name: "smart HTTP",
    url: (path) => `http://127.0.0.1:${port}${path.slice(root.length)}`,
    environment: {},
    close: () => child.kill(),
  };
}

const SSHD = "/usr/sbin/sshd";

/**
 * No daemon and no port: `sshd -i` behind ssh's ProxyCommand. Without an sshd, a script takes ssh's
 * place, so that at least git's own side is the real one.
 */
export function openSsh(): Transport {
  const real = existsSync(SSHD) && canSeparate();
  const directory = temporaryDirectory();
  return {
    name: real ? "ssh, by sshd" : "ssh, by a script in its place",
    url: (path) => `ssh://${userInfo().username}@localhost${encodeURI(path)}`,
    environment: { GIT_SSH_COMMAND: real ? sshCommand(directory) : scriptCommand(directory) },
    close: () => {},
  };
}

/** As root sshd wants a directory of its own, which a package makes only when its service starts. */
function canSeparate(): boolean {
  if (process.getuid?.() !== 0) return true;
  try {
    mkdirSync("/run/sshd", { recursive: true });
    return true;
  } catch {
    return false;
  }
}

function sshCommand(directory: string): string {
  for (const name of ["host", "key"])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(directory, name)]);
  const settings = [
    `HostKey ${directory}/host`,
    `AuthorizedKeysFile ${directory}/key.pub`,
    "StrictModes no",
    "UsePAM no",
    "PidFile none",
    "AcceptEnv GIT_PROTOCOL",
  ];
  writeFileSync(join(directory, "config"), `${settings.join("\n")}\n`);
  const options = [
    "IdentitiesOnly=yes",
    "BatchMode=yes",
    "StrictHostKeyChecking=no",
    "UserKnownHostsFile=/dev/null",
    "LogLevel=ERROR",
    `ProxyCommand='${SSHD} -i -f ${directory}/config'`,
  ];
  return `ssh -F none -i ${directory}/key ${options.map((option) => `-o ${option}`).join(" ")}`;
}

/** Drops what is for ssh, and runs the rest here. */
function scriptCommand(directory: string): string {
  const script = join(directory, "ssh");
  const text =
    '#!/bin/sh\nwhile :; do case $1 in -[op]) shift 2 ;; -*) shift ;; *) break ;; esac; done\nshift\nexec sh -c "$*"\n';
  writeFileSync(script, text, { mode: 0o755 });
  return script;
}
