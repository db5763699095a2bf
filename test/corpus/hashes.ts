// The hashes that locks and manifests hold, in lower-case hexadecimal.

import { createHash } from "node:crypto";

export function md5Of(content: string | Uint8Array): string {
  return createHash("md5").update(content).digest("hex");
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
