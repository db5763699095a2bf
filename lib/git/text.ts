// Bytes of git objects as text, whatever they are.

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8, and where it is not, latin1: the text of a message, never refused. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return toBuffer(bytes).toString("latin1");
  }
}

/**
 * A path. A name that is not UTF-8 keeps its bytes apart as lone surrogates, as Python (and so DVC)
 * reads it: two different names never become the same text.
 */
export function decodePath(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) =>
      String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte),
    ).join("");
  }
}

/** The same memory as a Buffer. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
