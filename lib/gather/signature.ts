// The signature of a tag, checked by git against the signers that the policy allows.

import { createHash } from "node:crypto";

import type { Available, SignatureFacts, SignersSource } from "../evidence.ts";
import { verifyTag } from "../git/verify-tag.ts";
import type { AllowedSigners } from "../signers.ts";
import type { Opened } from "./opened.ts";

/**
 * An SSH signature is held against the policy's list, and cannot be checked without one. An OpenPGP or
 * X.509 signature is held against the keys of this machine, where the policy has no list; where it has
 * one, only who is on it may sign, and no such key can be.
 */
export async function gatherSignature(opened: Opened): Promise<Available<SignatureFacts>> {
  const { tag, release, repository, allowedSigners, left } = opened;
  if (tag.state !== "present") return tag;
  const format = tag.value.signature;
  const allowed = await allowedSigners();
  const signers = sourceOf(allowed);
  const answer = (value: Answer): Available<SignatureFacts> => ({
    state: "present",
    value: { signers, ...value },
  });
  if (format === null || release.oid === null) return answer({ kind: "none" });
  if (allowed.state === "unreadable") return answer(unchecked(`${allowed.name} ${allowed.why}`));
  if (format === "ssh" && allowed.state === "none") {
    return answer(unchecked("the policy names no signing.allowedSigners"));
  }
  if (format !== "ssh" && allowed.state === "present") {
    const why = `${allowed.name} lists SSH keys, and this is ${SPELLED[format]}`;
    return answer({ kind: "not-allowed", key: `an ${SPELLED[format]} key`, why });
  }
  const bytes = allowed.state === "present" ? allowed.bytes : null;
  return answer(await verifyTag(repository, { oid: release.oid, signers: bytes, left }));
}

type Answer = SignatureFacts extends infer Fact
  ? Fact extends SignatureFacts
    ? Omit<Fact, "signers">
    : never
  : never;

const SPELLED = { openpgp: "OpenPGP", x509: "X.509" } as const;

function unchecked(why: string): Answer {
  return { kind: "unchecked", why };
}

function sourceOf(allowed: AllowedSigners): SignersSource | null {
  if (allowed.state !== "present") return null;
  const digest = `sha256:${createHash("sha256").update(allowed.bytes).digest("hex")}`;
  return { name: allowed.name, digest };
}
