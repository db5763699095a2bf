// Real keys to sign tags with: SSH by ssh-keygen, OpenPGP by gpg where there is one.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import type { TestRepository } from "./repository.ts";

export interface SshKey {
  /** The path of the private key. */
  readonly path: string;
  /** `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** A line of an allowed-signers file; options such as `namespaces="file"`. */
  readonly allow: (principal: string, options?: string) => string;
}

export function makeSshKey(): SshKey {
  const path = join(temporaryDirectory(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path]);
  const publicKey = readFileSync(`${path}.pub`, "utf8").trim().split(" ").slice(0, 2).join(" ");
  const allow = (principal: string, options = ""): string =>
    `${[principal, options, publicKey].filter((word) => word !== "").join(" ")}\n`;
  return { path, publicKey, allow };
}

export function signBySsh({ git }: TestRepository, key: SshKey, name: string, at = "HEAD"): void {
  const config = ["-c", "gpg.format=ssh", "-c", `user.signingKey=${key.path}`];
  git(...config, "tag", "-f", "-s", "-m", "released", name, at);
}

/** A GnuPG home with one key, `Ada <ada@example.org>`; null where there is no gpg. */
export function makeGnupgHome(): string | null {
  const home = temporaryDirectory();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  execFileSync("chmod", ["700", home]);
  const made = spawnSync(
    "gpg",
    [
      "--batch",
      "--quiet",
      "--pinentry-mode",
      "loopback",
      "--passphrase",
      "",
      "--quick-gen-key",
      "Ada <ada@example.org>",
      "ed25519",
      "sign",
      "never",
    ],
    { env: { PATH: process.env["PATH"], GNUPGHOME: home } },
  );
  return made.status === 0 ? home : null;
}

/** Ends the agent that gpg left behind. */
export function closeGnupgHome(home: string): void {
  spawnSync("gpgconf", ["--kill", "all"], { env: { PATH: process.env["PATH"], GNUPGHOME: home } });
}
