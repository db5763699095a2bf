// Whether the signature of a tag object is good, asked of `git verify-tag`.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "./open.ts";
import { awaitEnd, startGit, type GitEnd } from "./process.ts";

export type Verification =
  | { readonly kind: "good"; readonly signer: string }
  | { readonly kind: "bad" }
  | { readonly kind: "not-allowed"; readonly key: string; readonly why: string }
  | { readonly kind: "unchecked"; readonly why: string };

export interface Verifying {
  /** A tag object with a signature. */
  readonly oid: string;
  /** An allowed-signers file for SSH; null leaves it to the keys of this machine. */
  readonly signers: Uint8Array | null;
  /** Milliseconds that are left of a hook's budget; null without one. */
  readonly left: number | null;
}

/** Milliseconds: a verifier that waits for a network or a person is not waited for. */
const TIME_LIMIT = 30_000;

/** Nobody is asked for anything: public keys need no passphrase. */
const QUIET = { SSH_ASKPASS_REQUIRE: "never", GPG_TTY: undefined, DISPLAY: undefined } as const;

/** Never throws: what keeps git from an answer is the answer `unchecked`. */
export async function verifyTag(
  repository: Repository,
  verifying: Verifying,
): Promise<Verification> {
  const { oid, signers, left } = verifying;
  const directory = signers === null ? null : await mkdtemp(join(tmpdir(), "tagproof-signers-"));
  try {
    const config = directory === null ? [] : await writeSigners(directory, signers);
    const context = { ...repository, environment: { ...repository.environment, ...QUIET } };
    const child = startGit(context, [...config, "verify-tag", "--raw", oid]);
    child.stdin.end();
    child.stdout.resume();
    const limit = setTimeout(() => child.kill(), Math.min(TIME_LIMIT, left ?? TIME_LIMIT));
    const end = await awaitEnd(child);
    clearTimeout(limit);
    return readVerification(end);
  } finally {
    if (directory !== null) await rm(directory, { recursive: true, force: true });
  }
}

async function writeSigners(directory: string, bytes: Uint8Array | null): Promise<string[]> {
  const file = join(directory, "allowed_signers");
  await writeFile(file, bytes ?? "", { mode: 0o600 });
  return ["-c", `gpg.ssh.allowedSignersFile=${file}`];
}

/**
 * The exit code alone says good: "Good signature" is printed for a key that nobody allowed, too. The
 * words of ssh-keygen, and gpg's status lines (doc/DETAILS of GnuPG), only say why it is not.
 */
export function readVerification({ code, stderr, startError }: GitEnd): Verification {
  if (startError !== null || code === null) return unchecked("git verify-tag did not end");
  if (code === 0) return { kind: "good", signer: signerOf(stderr) };
  const absent = ABSENT.find(([pattern]) => pattern.test(stderr));
  if (absent !== undefined) return unchecked(absent[1]);
  const refused = NOT_ALLOWED.find(([pattern]) => pattern.test(stderr));
  if (refused !== undefined) return { kind: "not-allowed", key: keyOf(stderr), why: refused[1] };
  if (BAD.test(stderr)) return { kind: "bad" };
  return unchecked(`git verify-tag ended with ${code}`);
}

const ABSENT: readonly (readonly [RegExp, string])[] = [
  [/cannot run (?:\S*\/)?ssh-keygen|ssh-keygen: .*not found/, "there is no ssh-keygen here"],
  [/cannot run /, "the program that checks such signatures is not here"],
  [/no signature found/, "this git finds no signature that it can check (SSH needs git 2.34)"],
  [
    /allowedSignersFile needs to be configured|Unable to open allowed keys/,
    "the allowed signers could not be read",
  ],
  [/^\[GNUPG:\] NO_PUBKEY /m, "the key that signed it is not on this machine"],
  [/^\[GNUPG:\] ERRSIG /m, "gpg cannot check such a signature"],
];

const NOT_ALLOWED: readonly (readonly [RegExp, string])[] = [
  [/: key is not permitted for use in signature namespace/, "it is not allowed to sign for git"],
  [/: key has expired/, "it was not allowed any more when the tag was made"],
  [/: key is not yet valid/, "it was not allowed yet when the tag was made"],
  [/revoked|^\[GNUPG:\] (?:REVKEYSIG|KEYREVOKED) /im, "it is revoked"],
  [/^\[GNUPG:\] (?:EXPKEYSIG|EXPSIG|KEYEXPIRED) /m, "it has expired"],
  [/^\[GNUPG:\] GOODSIG /m, "this machine does not trust it"],
  [/^Good "git" signature|No principal matched/m, "the policy allows nobody with it"],
];

const BAD = /incorrect signature|Could not verify signature|^\[GNUPG:\] BADSIG /m;

function signerOf(stderr: string): string {
  const [, ssh] = /^Good "git" signature for (.*) with \S+ key /m.exec(stderr) ?? [];
  const [, gpg] = /^\[GNUPG:\] GOODSIG \S+ (.*)$/m.exec(stderr) ?? [];
  return ssh ?? gpg ?? "a signer of this machine";
}

function keyOf(stderr: string): string {
  const [, ssh] = / with (\S+ key SHA256:\S+)/.exec(stderr) ?? [];
  const [, gpg] = /^\[GNUPG:\] (?:GOODSIG|EXPKEYSIG|EXPSIG|REVKEYSIG) (\S+)/m.exec(stderr) ?? [];
  return ssh ?? (gpg === undefined ? "a key" : `the OpenPGP key ${gpg}`);
}

function unchecked(why: string): Verification {
  return { kind: "unchecked", why };
}
